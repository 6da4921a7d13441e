import { useEffect, useRef, useState } from 'preact/hooks'
import { buttonClass, Notice, Tag, type TagKind, useLocale, useText } from '#ui'
import { focusViewStart, type Shared, setState, viewStart } from './app.tsx'
import { exportFile } from './export.ts'
import type { Item, ItemState, KitText } from './model.ts'
import { remove } from './store.ts'
import { text } from './text.text.ts'

/** The list: what is on the phone, what has arrived, and the two ways to begin. */
export function HomeView(shared: Shared) {
  const { kept, heard, choice, go, begin } = shared
  const t = useText(text)
  const own = kept.items.filter(({ collectorId }) => collectorId === kept.state?.person?.id)
  const others = kept.items.filter((item) => item.collectorId !== kept.state?.person?.id && item.state !== 'sent')
  const newest = own.toSorted((a, b) => (a.claimedAt > b.claimedAt ? -1 : 1))
  return (
    <>
      <SignalLine {...shared} waiting={own.filter(({ state }) => state === 'ready').length} />
      {!heard && !choice && <p class="muted">{t.fetching}</p>}
      {heard && !kept.state?.person && (
        <Notice kind="wait">
          {t.ends['sign-in']} <a href="/me/sign-in?next=/consultations/field">{t.signIn}</a>
        </Notice>
      )}
      {choice && <Choosing {...shared} />}
      {heard && !choice && <Notice kind="wait">{t.notReady}</Notice>}
      {choice && kept.state?.person && (
        <p class="row buttons">
          <button class={buttonClass('main')} type="button" onClick={() => void begin()}>
            {t.newSpeaker}
          </button>
          <button class={buttonClass('quiet')} type="button" onClick={() => go('session')}>
            {t.newSession}
          </button>
        </p>
      )}
      <h2>{t.drafts}</h2>
      <ItemList items={newest.filter(({ state }) => state === 'draft')} empty={t.draftsNone} shared={shared} />
      <h2>{t.items}</h2>
      <ItemList items={newest.filter(({ state }) => state !== 'draft')} empty={t.itemsNone} shared={shared} />
      {others.length > 0 && <Notice>{t.othersItems(others.length)}</Notice>}
      <Storage />
      <p class="row buttons">
        <button class={buttonClass('quiet')} type="button" onClick={() => void exportFile()}>
          {t.export}
        </button>
        <span class="muted">{t.exportHint}</span>
      </p>
    </>
  )
}

/** Signal or none, how much waits, and what became of the last sending. */
export function SignalLine({ sending, waiting }: Shared & { readonly waiting: number }) {
  const t = useText(text)
  const online = useOnline()
  const button = useRef<HTMLButtonElement>(null)
  // When everything is sent the button goes, by hand or by itself; whoever stood on it must not be left nowhere.
  const stoodOnIt = waiting === 0 && button.current !== null && document.activeElement === button.current
  useEffect(() => {
    if (stoodOnIt) focusViewStart()
  }, [stoodOnIt])
  return (
    <div class={`kit-signal ${online ? 'on' : 'off'}`} {...viewStart}>
      <p>
        <b>{online ? t.online : t.offline}</b>
      </p>
      <p id="kit-waiting" role="status">
        {t.waiting(waiting)}
      </p>
      {waiting > 0 && (
        <button ref={button} class={buttonClass('quiet')} type="button" onClick={sending.now}>
          {sending.busy ? t.sending : t.sendNow}
        </button>
      )}
      <p role="status" class="muted">
        {sending.end && t.ends[sending.end]}
        {sending.end === 'sign-in' && (
          <>
            {' '}
            <a href={`/me/sign-in?next=${encodeURIComponent(location.pathname)}`}>{t.signIn}</a>
          </>
        )}
      </p>
    </div>
  )
}

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine)
  useEffect(() => {
    const read = () => setOnline(navigator.onLine)
    addEventListener('online', read)
    addEventListener('offline', read)
    return () => {
      removeEventListener('online', read)
      removeEventListener('offline', read)
    }
  }, [])
  return online
}

/** On which draft, for which point, in which session. */
function Choosing({ kept, choice, choose }: Shared) {
  const t = useText(text)
  const locale = useLocale()
  if (!choice) return null
  const sessions = kept.sessions.filter(({ consultationId }) => consultationId === choice.consultationId)
  const places = kept.state?.places ?? []
  return (
    <div class="kit-choice">
      <KitSelect
        id="kit-consultation"
        label={t.collecting}
        value={choice.consultationId}
        options={kept.texts.map((each) => ({ value: each.id, label: titleOf(each, locale) }))}
        onPick={(consultationId) => choose({ ...choice, consultationId, sessionKey: null })}
      />
      {places.length > 1 && (
        <KitSelect
          id="kit-place"
          label={t.place}
          value={choice.placeId ?? ''}
          options={places.map(({ id, name }) => ({ value: id ?? '', label: id ? name : t.wholeCity }))}
          onPick={(placeId) => choose({ ...choice, placeId: placeId || null })}
        />
      )}
      {sessions.length > 0 && (
        <KitSelect
          id="kit-session"
          label={t.inSession}
          value={choice.sessionKey ?? ''}
          options={[
            { value: '', label: t.noSession },
            ...sessions.map(({ clientKey, title }) => ({ value: clientKey, label: title })),
          ]}
          onPick={(sessionKey) => choose({ ...choice, sessionKey: sessionKey || null })}
        />
      )}
    </div>
  )
}

export function titleOf({ title, titles }: Pick<KitText, 'title' | 'titles'>, locale: string): string {
  return titles[locale] ?? title
}

interface KitSelectProps {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onPick: (value: string) => void
}

function KitSelect({ id, label, value, options, onPick }: KitSelectProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select class="box" id={id} value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

/** More would only be scrolled past; all of them are counted and exported. */
const mostShown = 100

function ItemList({
  items,
  empty,
  shared,
}: {
  readonly items: readonly Item[]
  readonly empty: string
  readonly shared: Shared
}) {
  if (items.length === 0) return <p class="muted">{empty}</p>
  return (
    <ul class="kit-items">
      {items.slice(0, mostShown).map((item) => (
        <ItemRow key={item.clientKey} item={item} {...shared} />
      ))}
    </ul>
  )
}

const tones: Record<ItemState, TagKind> = {
  draft: 'plain',
  ready: 'wait',
  sent: 'ok',
  late: 'wait',
  typing: 'ok',
  refused: 'stop',
}

function ItemRow({ item, go, sending }: Shared & { readonly item: Item }) {
  const t = useText(text)
  const [sure, ask] = useState(false)
  const { clientKey, state, code, words, files } = item
  const said = words.body.trim() || files.map(({ kind }) => (kind === 'voice' ? t.recorded : t.photoName)).join(' · ')
  const row = useRef<HTMLLIElement>(null)
  const asked = useRef(false)
  // The pressed button gives way to others: the focus goes to the first of them.
  useEffect(() => {
    if (asked.current !== sure) row.current?.querySelector<HTMLElement>('.buttons:last-child button')?.focus()
    asked.current = sure
  }, [sure])
  const again = () => void setState(clientKey, 'ready').then(sending.now)
  return (
    <li ref={row}>
      <p class="kit-said">{said || '…'}</p>
      <p class="row">
        <Tag kind={tones[state]}>{t.states[state]}</Tag>
        <span class="num">{item.receipt}</span>
      </p>
      {code && <p>{whyOf(t, code)}</p>}
      {(state === 'draft' || state === 'refused') && (
        <p class="row buttons">
          <button class={buttonClass('quiet')} type="button" onClick={() => open(item, go)}>
            {t.open}
          </button>
          {state === 'refused' && (
            <button class={buttonClass('quiet')} type="button" onClick={again}>
              {t.again}
            </button>
          )}
          {!sure && (
            <button class={buttonClass('quiet')} type="button" onClick={() => ask(true)}>
              {t.remove}
            </button>
          )}
        </p>
      )}
      {sure && (
        <p class="row buttons" role="alert">
          {t.removeSure}
          <button
            class={buttonClass('grave')}
            type="button"
            onClick={() => void remove('items', clientKey).then(focusViewStart)}
          >
            {t.remove}
          </button>
          <button class={buttonClass('quiet')} type="button" onClick={() => ask(false)}>
            {t.keep}
          </button>
        </p>
      )}
    </li>
  )
}

async function open({ clientKey }: Item, go: Shared['go']): Promise<void> {
  await setState(clientKey, 'draft')
  go(`item=${clientKey}`)
}

/** Why it was not taken, in words; a code without words is shown as it is. */
export function whyOf(t: (typeof text)['zh-CN'] | (typeof text)['en'], code: string): string {
  const { other, ...known } = t.codes
  const words: Readonly<Record<string, string>> = known
  return words[code] ?? other(code)
}

function Storage() {
  const t = useText(text)
  const [safe, setSafe] = useState<boolean | null>(null)
  useEffect(() => {
    void navigator.storage?.persisted?.().then(setSafe)
  }, [])
  if (safe === null) return null
  return <p class="muted">{safe ? t.storageSafe : t.storageUnsure}</p>
}
