import type { Council } from '#parts/councils'
import { nameIn } from '#parts/councils'
import { PageHead, Tag, useLocale, useText } from '#ui'
import { text } from './councils-page.text.ts'

export interface CouncilsPageProps {
  readonly councils: readonly (Pick<Council, 'id' | 'slug' | 'level' | 'name_zh' | 'name_en' | 'names'> & {
    /** Address of its front page: its own host, or the one that remembers the choice. */
    readonly href: string
  })[]
  readonly hereId: string
}

/** The councils of this installation, the highest level first. */
export function CouncilsPage({ councils, hereId }: CouncilsPageProps) {
  const t = useText(text)
  const locale = useLocale()
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      <ul class="council-list">
        {councils.map((council) => {
          const name = nameIn(council, locale)
          return (
            <li key={council.id}>
              <a href={council.href}>{name}</a> <span class="muted">{t.levels[council.level]}</span>{' '}
              {council.id === hereId && <Tag kind="accent">{t.here}</Tag>}
            </li>
          )
        })}
      </ul>
    </>
  )
}
