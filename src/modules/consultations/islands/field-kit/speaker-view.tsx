import { useEffect, useRef, useState } from 'preact/hooks'
import { buttonClass, Checkbox, Details, ErrorSummary, Field, Notice, Radios, TextArea, useText } from '#ui'
import { type Shared, viewStart } from './app.tsx'
import { ClauseField } from './clause-field.tsx'
import { MediaField } from './media-field.tsx'
import { type Item, type ItemWords, missingIn } from './model.ts'
import { changeItem } from './store.ts'
import { text } from './text.text.ts'

const pauseMs = 250

/** One speaker: everything typed is on the phone at each pause, and at once when the page is left. */
export function SpeakerView(shared: Shared & { readonly item: Item }) {
  const { item, kept, go, begin, sending } = shared
  const t = useText(text)
  const form = useRef<HTMLFormElement>(null)
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const saving = useSaving(item, form)
  useEffect(() => form.current?.querySelector<HTMLElement>('.errors')?.focus(), [errors])
  if (item.state !== 'draft') return <Locked {...shared} />
  const kitText = kept.texts.find(({ id }) => id === item.consultationId)
  const session = kept.sessions.find(({ clientKey }) => clientKey === item.sessionKey)
  const finish = async (next: 'speaker' | 'home') => {
    const now = await saving.save()
    const missing = missingIn(now ?? item)
    if (Object.keys(missing).length > 0) {
      setErrors(missing)
      return
    }
    await changeItem(item.clientKey, (kept) => ({ ...kept, state: 'ready' }))
    if (navigator.onLine) sending.now()
    if (next === 'speaker') await begin(item.sessionKey)
    else go('')
  }
  const told = Object.fromEntries(Object.entries(errors).map(([name, code]) => [name, wordsFor(t.missing, code)]))
  const words = { ...item.words, ...saving.typed }
  return (
    <form class="kit-form" ref={form} onInput={saving.later} onSubmit={(event) => event.preventDefault()} noValidate>
      <ErrorSummary errors={told} />
      <div class="kit-code">
        <h2 {...viewStart}>{session ? `${t.speaker} · ${session.title}` : t.speaker}</h2>
        <p>
          {t.code} <b class="num">{item.receipt}</b>
        </p>
        <p class="muted">{t.codeHint}</p>
      </div>
      <TextArea
        name="body"
        label={t.words}
        hint={t.wordsHint}
        value={words.body}
        rows={4}
        {...(told.body && { error: told.body })}
      />
      <MediaField item={item} />
      {kitText && <ClauseField item={item} kitText={kitText} />}
      <Details summary={t.suggested}>
        <TextArea name="suggested" label={t.suggested} labelHidden value={words.suggested} rows={3} law optional />
        <Radios
          name="stance"
          label={t.stance}
          value={words.stance}
          inline
          options={[
            { value: '', label: t.stances.none },
            { value: 'support', label: t.stances.support },
            { value: 'oppose', label: t.stances.oppose },
            { value: 'neutral', label: t.stances.neutral },
          ]}
        />
      </Details>
      <Notice title={t.readAloud}>{t.consentWords}</Notice>
      <Checkbox
        name="consent"
        label={t.consent}
        checked={words.consent}
        {...(told.consent && { error: told.consent })}
      />
      <Checkbox name="shown" label={t.shown} checked={words.shown} />
      <Details summary={`${t.naming} · ${t.answer}`} open={Boolean(told.name || told.contact)}>
        <Radios
          name="naming"
          label={t.naming}
          value={words.naming}
          options={(['none', 'office', 'everyone'] as const).map((value) => ({ value, label: t.namings[value] }))}
        />
        <Field name="name" label={t.name} value={words.name} optional {...(told.name && { error: told.name })} />
        <Radios
          name="answerBy"
          label={t.answer}
          value={words.answerBy}
          options={(['receipt', 'phone', 'email', 'post'] as const).map((value) => ({
            value,
            label: t.answers[value],
          }))}
        />
        <Field
          name="contact"
          label={t.contact}
          hint={t.contactHint}
          value={words.contact}
          optional
          {...(told.contact && { error: told.contact })}
        />
      </Details>
      <p role="status" class={saving.state === 'failed' ? 'error' : 'muted'} id="kit-saved">
        {saving.state === 'failed' ? t.storeFailed : saving.state === 'saving' ? t.saving : t.saved}
      </p>
      <p class="row buttons">
        <button class={buttonClass('main')} type="button" onClick={() => void finish('speaker')}>
          {t.next}
        </button>
        <button class={buttonClass('quiet')} type="button" onClick={() => void finish('home')}>
          {t.finish}
        </button>
        <button class={buttonClass('quiet')} type="button" onClick={() => void saving.save().then(() => go(''))}>
          {t.back}
        </button>
      </p>
    </form>
  )
}

function wordsFor(known: Readonly<Record<string, string>>, code: string): string {
  return known[code] ?? code
}

function Locked({ go }: Shared) {
  const t = useText(text)
  return (
    <>
      <div {...viewStart}>
        <Notice>{t.locked}</Notice>
      </div>
      <p>
        <button class={buttonClass('quiet')} type="button" onClick={() => go('')}>
          {t.back}
        </button>
      </p>
    </>
  )
}

interface Saving {
  readonly state: 'kept' | 'saving' | 'failed'
  /** What the form holds since it was opened: it must be drawn with it, or drawing it anew would undo a tick. */
  readonly typed: Partial<ItemWords>
  readonly later: () => void
  readonly save: () => Promise<Item | null>
}

function useSaving(item: Item, form: { readonly current: HTMLFormElement | null }): Saving {
  const [state, setState] = useState<Saving['state']>('kept')
  const [typed, setTyped] = useState<Partial<ItemWords>>({})
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const save = async (): Promise<Item | null> => {
    clearTimeout(timer.current)
    timer.current = undefined
    if (!form.current) return null
    const words = wordsIn(form.current)
    try {
      const saved = await changeItem(item.clientKey, (before) =>
        before.state === 'draft'
          ? { ...before, words: { ...before.words, ...words }, changedAt: new Date().toISOString() }
          : null,
      )
      setState('kept')
      return saved
    } catch {
      setState('failed')
      return null
    }
  }
  useEffect(() => {
    const leaving = () => void (timer.current !== undefined && save())
    addEventListener('pagehide', leaving)
    document.addEventListener('visibilitychange', leaving)
    return () => {
      leaving()
      removeEventListener('pagehide', leaving)
      document.removeEventListener('visibilitychange', leaving)
    }
  }, [])
  const later = () => {
    setState('saving')
    if (form.current) setTyped(wordsIn(form.current))
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void save(), pauseMs)
  }
  return { state, typed, later, save }
}

/** What the form holds; the clause is kept by its own chooser. */
function wordsIn(form: HTMLFormElement): Omit<ItemWords, 'provisionId'> {
  const typed = new FormData(form)
  const of = (name: string) => String(typed.get(name) ?? '')
  return {
    body: of('body'),
    suggested: of('suggested'),
    stance: of('stance'),
    naming: (['office', 'everyone'] as const).find((each) => each === of('naming')) ?? 'none',
    name: of('name'),
    answerBy: (['phone', 'email', 'post'] as const).find((each) => each === of('answerBy')) ?? 'receipt',
    contact: of('contact'),
    shown: typed.has('shown'),
    consent: typed.has('consent'),
  }
}
