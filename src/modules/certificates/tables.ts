declare module '../../kernel/db/tables.ts' {
  interface Tables {
    'certificates.certificate': {
      council_id: string
      id: string
      code: string
      kind: 'adoption' | 'passport'
      opinion_id: string | null
      account_id: string | null
      note: string
      issued_at: Date
      withdrawn_at: Date | null
    }
  }
}

export type {}
