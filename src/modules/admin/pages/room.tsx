import type { ComponentChildren } from 'preact'
import { DoneBanner, ErrorSummary, PageHead, Tabs, useText } from '#ui'
import { adminText } from '../admin.text.ts'
import type { Room as RoomName } from '../rules.ts'

/** What every page of the administration knows. */
export interface RoomView {
  readonly rooms: readonly RoomName[]
  readonly room: RoomName | null
  readonly saved: boolean
  readonly errors: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>>
}

/** A page of the administration: its rooms above, what was refused or done, then the matter. */
export function Room({
  view,
  title,
  lead,
  children,
}: {
  readonly view: RoomView
  readonly title: string
  readonly lead?: string
  readonly children: ComponentChildren
}) {
  const t = useText(adminText)
  return (
    <>
      <ErrorSummary errors={view.errors} />
      {view.saved && <DoneBanner title={t.saved} />}
      <Tabs
        label={t.rooms}
        tabs={view.rooms.map((name) => ({
          href: `/admin/${name}`,
          label: t.room[name],
          current: name === view.room,
        }))}
      />
      <PageHead title={title} {...(lead && { lead })} />
      {children}
    </>
  )
}

/** Name, value and error of a field, as the form was sent or as things stand. */
export function fieldOf(view: RoomView, name: string, present?: string | number | null) {
  const value = view.values[name] ?? (present === null || present === undefined ? '' : String(present))
  return { name, value, ...(view.errors[name] && { error: view.errors[name] }) }
}
