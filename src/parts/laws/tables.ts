import type { Generated } from 'kysely'
import type { Json } from '#kernel/db'
import type { Comparison, LegalText, Problem } from './tree.ts'

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    'laws.text': {
      council_id: string
      id: string
      title: string
      kind: 'draft' | 'law' | 'rule'
      made_at: Date
    }
    'laws.version': {
      council_id: string
      id: string
      text_id: string
      ordinal: number
      label: string
      tree: Json<LegalText>
      tree_sha256: string
      problems: Json<readonly Problem[]>
      source_name: string | null
      source_file_id: string | null
      made_at: Date
      made_by: string | null
      published_at: Date | null
    }
    'laws.reading': {
      council_id: string
      version_id: string
      provision_id: string
      kind: 'plain' | 'translation' | 'meaning'
      locale: string
      audience: Generated<string>
      body: string
      of_sha256: string
      written_by: string | null
      written_at: Date
    }
    'laws.comparison': {
      council_id: string
      old_version_id: string
      new_version_id: string
      comparison: Json<Comparison>
      made_at: Date
    }
  }
}
