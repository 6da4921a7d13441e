import { DeskKeys, EmptyState, PageHead, Tag, useText, WorkList } from '#ui'
import { text } from './desk-page.text.ts'

export interface DeskItem {
  readonly href: string
  readonly title: string
  readonly since: string
  /** The day it is due, in words. */
  readonly due: string | null
  readonly late: boolean
}

export interface DeskDoor {
  readonly href: string
  readonly label: string
}

/** What waits for somebody, and the ways to where she works. */
export function DeskPage({
  items,
  work,
  doors,
}: {
  readonly items: readonly DeskItem[]
  readonly work: readonly DeskDoor[]
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
            ...(item.due && {
              state: <Tag kind={item.late ? 'stop' : 'wait'}>{item.late ? t.late(item.due) : t.due(item.due)}</Tag>,
            }),
          }))}
        />
      )}
      {work.length > 0 && <Doors title={t.work} doors={work} />}
      <Doors title={t.go} doors={doors} />
      <DeskKeys />
    </>
  )
}

function Doors({ title, doors }: { readonly title: string; readonly doors: readonly DeskDoor[] }) {
  return (
    <>
      <h2>{title}</h2>
      <ul>
        {doors.map((door) => (
          <li key={door.href}>
            <a href={door.href}>{door.label}</a>
          </li>
        ))}
      </ul>
    </>
  )
}
