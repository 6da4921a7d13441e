import type { ComponentChildren } from 'preact'
import { notFoundPage } from '#web/errors'
import type { Again } from '#web/form'
import { page } from '#web/page'
import type { Ctx } from '#web/routes'
import { adminText } from './admin.text.ts'
import { errorsIn } from './form-errors.ts'
import type { RoomView } from './pages/room.tsx'
import { mayEnter, type Room, roomsOf } from './rules.ts'

/** Lets in who may enter a room; for everybody else it does not exist. */
export function enter(c: Ctx, room: Room, then: () => Response | Promise<Response>): Response | Promise<Response> {
  return mayEnter(c.get('viewer').actor, room) ? then() : notFoundPage(c)
}

/** What a page of a room begins with; `again` is a form that was refused. */
export function roomView(c: Ctx, room: Room | null, again: Again | null = null): RoomView {
  const { actor, locale } = c.get('viewer')
  return {
    rooms: roomsOf(actor),
    room,
    saved: !again && c.req.query('saved') === '1',
    errors: again ? errorsIn(locale, again) : {},
    values: again?.values ?? {},
  }
}

interface Shown {
  readonly title: string
  readonly again?: Again | null
  readonly narrow?: boolean
}

/** Answers with a page of the administration. */
export function roomPage(c: Ctx, { title, again, narrow }: Shown, children: ComponentChildren): Response {
  const t = adminText[c.get('viewer').locale]
  return page(
    c,
    {
      title: `${title} · ${t.title}`,
      status: again?.status ?? 200,
      invalid: Boolean(again),
      width: narrow ? 'narrow' : 'wide',
      desk: true,
      unlisted: true,
    },
    children,
  )
}
