import type { Instant, Json } from '#kernel/db'
import type { Locale } from '#kernel/text'
import type { Role } from './roles.ts'

export type ContactKind = 'phone' | 'email'
export type SignInMethod = 'code' | 'passkey' | 'identity' | 'demo'
export type CodePurpose = 'sign-in' | 'prove' | 'add-contact'
export type ChallengePurpose = 'passkey-add' | 'passkey-sign-in' | 'identity'
export type SessionEnd = 'signed-out' | 'revoked' | 'rotated' | 'disabled' | 'role-changed' | 'erased'

/** Who may see the real name: everybody, only the office that handles the matter, or nobody but its owner. */
export type NameVisibility = 'public' | 'office' | 'nobody'

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    'people.account': {
      id: string
      created_at: Instant
      locale: Locale | null
      elder: boolean
      disabled_at: Date | null
      erase_at: Date | null
      erased_at: Date | null
      demo_position: number | null
    }
    'people.contact': {
      id: string
      account_id: string
      kind: ContactKind
      value: string
      created_at: Instant
      verified_at: Instant
    }
    'people.session': {
      id: string
      token_hash: string
      account_id: string
      method: SignInMethod
      device_label: string
      created_at: Instant
      seen_at: Instant
      expires_at: Instant
      ended_at: Date | null
      ended_why: SessionEnd | null
      /** The one council a session by token is good in; null for a browser's session. */
      only_in: string | null
    }
    'people.code': {
      id: string
      purpose: CodePurpose
      kind: ContactKind
      value: string
      code_hash: string
      account_id: string | null
      device_id: string | null
      created_at: Instant
      expires_at: Instant
      tries: number
      used_at: Date | null
    }
    'people.challenge': {
      id: string
      purpose: ChallengePurpose
      account_id: string | null
      secret: Json<Record<string, string>>
      expires_at: Instant
      used_at: Date | null
    }
    'people.passkey': {
      id: string
      account_id: string
      public_key: string
      counter: number
      transports: Json<string[]>
      label: string
      created_at: Instant
      used_at: Date | null
    }
    'people.identity': {
      issuer: string
      subject: string
      account_id: string
      created_at: Instant
      used_at: Instant
    }
    'people.quota': { key: string; used: number; ends_at: Instant }
    'people.person': {
      council_id: string
      id: string
      account_id: string | null
      name: string | null
      display_name: string | null
      name_visibility: NameVisibility
      created_at: Instant
      suspended_at: Date | null
      erased_at: Date | null
    }
    'people.invitation': {
      council_id: string
      person_id: string
      kind: ContactKind
      value: string
      invited_at: Instant
      accepted_at: Date | null
    }
    'people.membership': {
      council_id: string
      id: string
      person_id: string
      role: Role
      scope_id: string | null
      since: Instant
      until: Date | null
      given_by: string | null
    }
    'people.person_code': { council_id: string; code: string; person_id: string }
  }
}
