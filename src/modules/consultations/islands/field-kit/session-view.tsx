import { uuidv7 } from 'uuidv7'
import { buttonClass, Field, Select, useText } from '#ui'
import { type Shared, viewStart } from './app.tsx'
import { sessionKindList } from './kinds.ts'
import type { Session } from './model.ts'
import { put } from './store.ts'
import { text } from './text.text.ts'

/** Opens a session: what kind, where, how many came. Its speakers follow one after the other. */
export function SessionView({ choice, choose, go, begin }: Shared) {
  const t = useText(text)
  if (!choice) return null
  const begun = async (event: SubmitEvent) => {
    event.preventDefault()
    if (!(event.currentTarget instanceof HTMLFormElement)) return
    const typed = new FormData(event.currentTarget)
    const of = (name: string) => String(typed.get(name) ?? '').trim()
    const kind = sessionKindList.find((each) => each === of('kind')) ?? 'other'
    const session: Session = {
      clientKey: uuidv7(),
      consultationId: choice.consultationId,
      placeId: choice.placeId,
      kind,
      title: of('title') || t.kinds[kind],
      venue: of('venue'),
      attended: of('attended'),
      heldAt: new Date().toISOString(),
    }
    await put('sessions', session)
    choose({ ...choice, sessionKey: session.clientKey })
    await begin(session.clientKey)
  }
  return (
    <form class="kit-form" onSubmit={begun} noValidate>
      <h2 {...viewStart}>{t.session}</h2>
      <Select
        name="kind"
        label={t.sessionKind}
        empty={false}
        value="seminar"
        options={sessionKindList.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
      />
      <Field name="title" label={t.sessionTitle} hint={t.sessionTitleHint} maxLength={200} optional />
      <Field name="venue" label={t.venue} maxLength={200} optional />
      <Field name="attended" label={t.attended} inputmode="numeric" width="short" optional />
      <p class="row buttons">
        <button class={buttonClass('main')} type="submit">
          {t.startSession}
        </button>
        <button class={buttonClass('quiet')} type="button" onClick={() => go('')}>
          {t.back}
        </button>
      </p>
    </form>
  )
}
