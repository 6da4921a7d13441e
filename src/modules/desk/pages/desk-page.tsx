import { DeskKeys, EmptyState, PageHead, useText, WorkList } from '#ui'
import { text } from './desk-page.text.ts'

export interface DeskItem {
  readonly href: string
  readonly title: string
  readonly since: string
  readonly due: string | null
}

export interface DeskDoor {
  readonly href: string
  readonly label: string
}

/** What waits for somebody, and the ways to where she works. */
export function DeskPage({
  items,
  doors,
}: {
  readonly items: readonly DeskItem[]
  readonly doors: readonly DeskDoor[]
}) {
  const t = useText(text)
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      <h2>{t.list}</h2>
      {items.length === 0 ? (
        <EmptyState title={t.none}>{t.noneWhy}</EmptyState>
      ) : (
        <WorkList
          label={t.list}
          items={items.map((item) => ({
            href: item.href,
            title: item.title,
            note: t.since(item.since),
            ...(item.due && { state: t.due(item.due) }),
          }))}
        />
      )}
      <h2>{t.go}</h2>
      <ul>
        {doors.map((door) => (
          <li key={door.href}>
            <a href={door.href}>{door.label}</a>
          </li>
        ))}
      </ul>
      <DeskKeys />
    </>
  )
}
