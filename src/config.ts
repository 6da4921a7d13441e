import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What an operator may set; the one reader of process.env. See docs/operate/install.md. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly databaseUrl: string | undefined
  readonly dataDir: string
  /** Where the newest published checkpoint of each log is kept, out of the database's reach. */
  readonly logMemoryDir: string
  /** A file that names the witnesses (c2sp.org/tlog-policy). */
  readonly witnessFile: string | undefined
  readonly baseUrl: string
  /** Signs tokens and wraps the ledgers' keys: at least 32 characters. */
  readonly secret: string
  readonly demo: boolean
  /** Number of proxies in front whose X-Forwarded-For is believed. */
  readonly trustedProxies: number
  readonly smtpUrl: string | undefined
  readonly mailFrom: string | undefined
  readonly smsWebhookUrl: string | undefined
  readonly smsWebhookToken: string | undefined
  readonly pushContact: string | undefined
  readonly pushHosts: string | undefined
  readonly wechat:
    | { readonly appId: string; readonly appSecret: string; readonly template: string; readonly apiUrl: string }
    | undefined
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string } | undefined
  readonly clamdHost: string | undefined
  readonly logLevel: string
}

/** @throws Error that names the variable and what it should hold */
export function readConfig(env: NodeJS.ProcessEnv, { demo = false }: { readonly demo?: boolean } = {}): Config {
  const port = wholeNumber(env, 'PORT', 3000)
  const dataDir = env.DATA_DIR ?? join(process.cwd(), 'data', demo ? 'demo' : 'main')
  return {
    port,
    host: env.HOST ?? '0.0.0.0',
    databaseUrl: env.DATABASE_URL || undefined,
    dataDir,
    logMemoryDir: env.LOG_MEMORY_DIR || join(dataDir, 'published'),
    witnessFile: env.WITNESSES || undefined,
    baseUrl: (env.BASE_URL ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    secret: secretOf(env, dataDir, demo),
    demo,
    trustedProxies: wholeNumber(env, 'TRUSTED_PROXIES', 0),
    smtpUrl: env.SMTP_URL || undefined,
    mailFrom: env.MAIL_FROM || undefined,
    smsWebhookUrl: env.SMS_WEBHOOK_URL || undefined,
    smsWebhookToken: env.SMS_WEBHOOK_TOKEN || undefined,
    pushContact: env.WEB_PUSH_CONTACT || undefined,
    pushHosts: env.WEB_PUSH_HOSTS || undefined,
    wechat: wechatOf(env),
    oidc: oidcOf(env),
    clamdHost: env.CLAMD_HOST || undefined,
    logLevel: env.LOG_LEVEL ?? (demo ? 'warn' : 'info'),
  }
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const text = env[name]
  if (text === undefined || text === '') return otherwise
  if (!/^\d+$/.test(text)) throw new Error(`${name} must be a whole number, not "${text}".`)
  return Number(text)
}

/** A demonstration guards nothing: a fixed secret lets it start from a prepared snapshot. */
const demoSecret = 'the demonstration of Yunshan City guards nothing'

function secretOf(env: NodeJS.ProcessEnv, dataDir: string, demo: boolean): string {
  if (env.SECRET !== undefined) {
    if (env.SECRET.length < 32)
      throw new Error('SECRET must hold at least 32 characters, for example: openssl rand -hex 32')
    return env.SECRET
  }
  if (env.DATABASE_URL && env.NODE_ENV === 'production') {
    throw new Error('SECRET is missing. Every process needs the same one, for example from: openssl rand -hex 32')
  }
  if (demo) return demoSecret
  const path = join(dataDir, 'secret')
  if (existsSync(path)) return readFileSync(path, 'utf8').trim()
  mkdirSync(dataDir, { recursive: true })
  const secret = randomBytes(32).toString('hex')
  writeFileSync(path, secret, { mode: 0o600 })
  return secret
}

function oidcOf(env: NodeJS.ProcessEnv): Config['oidc'] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env
  if (!issuer) return undefined
  if (!clientId || !clientSecret)
    throw new Error('OIDC_ISSUER is set, so OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be too.')
  return { issuer, clientId, clientSecret }
}

function wechatOf(env: NodeJS.ProcessEnv): Config['wechat'] {
  const { WECHAT_APP_ID: appId, WECHAT_APP_SECRET: appSecret, WECHAT_TEMPLATE: template, WECHAT_API_URL: apiUrl } = env
  if (!appId) return undefined
  if (!appSecret || !template)
    throw new Error('WECHAT_APP_ID is set, so WECHAT_APP_SECRET and WECHAT_TEMPLATE must be too.')
  return { appId, appSecret, template, apiUrl: (apiUrl || 'https://api.weixin.qq.com').replace(/\/+$/, '') }
}
