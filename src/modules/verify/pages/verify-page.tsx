import type { WitnessReport } from '#kernel/ledger'
import { dateTag } from '#kernel/text'
import {
  Button,
  Card,
  ErrorSummary,
  Field,
  FileField,
  Form,
  Island,
  PageHead,
  Table,
  Tag,
  TextArea,
  useLocale,
  useText,
} from '#ui'
import type { ResultWords, ShownResult } from '../check/result.ts'
import { text } from './verify-page.text.ts'

export const receiptBytes = 64 * 1024

export interface VerifyPageProps {
  readonly typed: { readonly receipt: string; readonly words: string }
  readonly result: ShownResult | null
  /** What is wrong with what was sent, in words. */
  readonly error: string | null
  /** What the browser needs to check by itself. */
  readonly policy: string
  readonly words: ResultWords
  /** Verifier keys of this council's log, one each. */
  readonly keys: readonly string[]
  /** What each witness of this council's log said last. */
  readonly witnesses: readonly WitnessReport[]
  readonly timeZone: string
  /** Address of the log: `https://example.org/log/yunshan`. */
  readonly logUrl: string
}

/** Checks a receipt on the server, or in the browser alone where it can; and says what a receipt is worth. */
export function VerifyPage(props: VerifyPageProps) {
  const t = useText(text)
  return (
    <>
      {props.error && <ErrorSummary errors={{ receipt: props.error }} />}
      <PageHead title={t.title} lead={t.lead} />
      <div id="result" tabIndex={-1} aria-live="polite">
        {props.result && <Result result={props.result} />}
      </div>
      <div class="two-ways">
        <CodeForm />
        <ReceiptForm {...props} />
      </div>
      <Worth />
      <Witnesses {...props} />
      <Watch {...props} />
    </>
  )
}

function CodeForm() {
  const t = useText(text)
  return (
    <Card title={t.byCode}>
      <form method="get" action="/r">
        <Field
          name="code"
          label={t.code}
          hint={t.codeHint}
          autocomplete="off"
          spellcheck={false}
          maxLength={40}
          width="medium"
        />
        <Button kind="quiet">{t.codeButton}</Button>
      </form>
    </Card>
  )
}

function ReceiptForm({ typed, policy, words, error }: VerifyPageProps) {
  const t = useText(text)
  return (
    <Card title={t.byFile}>
      <div
        data-verify
        data-policy={policy}
        data-words={JSON.stringify(words)}
        data-missing={t.missing}
        data-in-browser={t.inBrowser}
        data-inside={t.inside}
      >
        <Form action="/verify" files>
          <TextArea
            name="receipt"
            label={t.receipt}
            hint={t.receiptHint}
            value={typed.receipt}
            rows={4}
            optional
            {...(error && { error })}
          />
          <FileField
            name="file"
            label={t.file}
            accept=".tlog-proof,text/plain"
            acceptWords={t.fileKinds}
            maxBytes={receiptBytes}
            optional
          />
          <TextArea name="words" label={t.words} hint={t.wordsHint} value={typed.words} rows={3} optional />
          <p class="muted" data-where>
            {t.onServer}
          </p>
          <Button>{t.check}</Button>
        </Form>
        <Island name="verify-receipt" />
      </div>
    </Card>
  )
}

/** Built once more, element by element, in the island. */
export function Result({ result }: { readonly result: ShownResult }) {
  const t = useText(text)
  return (
    <section class={`receipt-result ${result.good ? 'good' : 'bad'}`}>
      <h2>{result.title}</h2>
      <p>{result.words}</p>
      {result.compared && <p class={result.compared.same ? 'same' : 'differs'}>{result.compared.words}</p>}
      {result.rows.length > 0 && (
        <details>
          <summary>{t.inside}</summary>
          <dl class="defs">
            {result.rows.map(({ term, value, isCode }) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{isCode ? <code>{value}</code> : value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  )
}

function Worth() {
  const t = useText(text)
  return (
    <div class="worth">
      <Claims title={t.proves} lines={t.provesList} />
      <Claims title={t.not} lines={t.notList} />
    </div>
  )
}

function Claims({ title, lines }: { readonly title: string; readonly lines: Readonly<Record<string, string>> }) {
  return (
    <section>
      <h2>{title}</h2>
      <ul class="prose">
        {Object.values(lines).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}

function Witnesses({ witnesses, timeZone }: VerifyPageProps) {
  const t = useText(text)
  const locale = useLocale()
  const number = new Intl.NumberFormat(locale)
  const when = new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'medium', timeStyle: 'short', timeZone })
  const wait = ({ state }: WitnessReport) => state === null || state === 'asked' || state === 'down'
  return (
    <section aria-labelledby="witnesses">
      <h2 id="witnesses">{t.witnesses}</h2>
      <p>{t.witnessesWords}</p>
      <Table
        caption={t.witnesses}
        captionHidden
        keyOf={({ name }) => name}
        rows={witnesses}
        empty={t.noWitness}
        columns={[
          {
            label: t.witness,
            names: true,
            cell: ({ name, cosignedSize }) => (
              <>
                <code>{name}</code> {cosignedSize === null ? t.neverSigned : t.signedUpTo(number.format(cosignedSize))}
              </>
            ),
          },
          { label: t.signedWhen, cell: ({ cosignedAt }) => (cosignedAt ? when.format(cosignedAt) : '—') },
          {
            label: t.witnessState,
            cell: (each) => (
              <Tag kind={each.state === 'cosigned' ? 'ok' : wait(each) ? 'wait' : 'stop'}>
                {t.witnessStates[each.state ?? 'waiting']}
              </Tag>
            ),
          },
        ]}
      />
    </section>
  )
}

function Watch({ keys, logUrl }: VerifyPageProps) {
  const t = useText(text)
  return (
    <>
      <h2 id="watch">{t.watch}</h2>
      <p>{t.watchWords}</p>
      <p>
        <b>{t.watchCommand}</b>
        <br />
        <code>node scripts/watch-log.mjs {logUrl}</code>
      </p>
      <p>
        <b>{t.key}</b>
        {keys.map((key) => (
          <span key={key}>
            <br />
            <code>{key}</code>
          </span>
        ))}
      </p>
      <p>{t.keyWords}</p>
      <p class="row">
        <b>{t.files}</b>
        <a href={`${logUrl}/checkpoint`}>{t.checkpointFile}</a>
        <a href={`${logUrl}/policy`}>{t.policyFile}</a>
        <a href={`${logUrl}/key`}>{t.keyFile}</a>
      </p>
    </>
  )
}
