import { dateTag } from '#kernel/text'
import { casesText, DueWords } from '#parts/cases'
import {
  Button,
  ButtonLink,
  Columns,
  ConfirmForm,
  type Definition,
  DefinitionList,
  ErrorSummary,
  Field,
  Form,
  Notice,
  PageHead,
  Tag,
  type TagKind,
  useLocale,
  useText,
  Words,
} from '#ui'
import { kindOf } from '../kinds.ts'
import type { SessionView } from '../queries.ts'
import { text as sessionText } from '../sessions.text.ts'
import { aboutIn, audienceIn, spaced, topicIn, whenWords, whereWords } from '../words.ts'
import { Questions } from './questions.tsx'
import { text } from './session-page.text.ts'

type Values = Readonly<Record<string, string>>

export interface SessionPageProps {
  readonly view: SessionView
  readonly values: Values
  readonly errors: Values
}

export const stageKinds: Readonly<Record<SessionView['stage'], TagKind>> = {
  planned: 'wait',
  published: 'accent',
  running: 'ok',
  ended: 'plain',
  recorded: 'ok',
  cancelled: 'stop',
}

/** One session: what, who, when, where; sign up, ask; afterwards the minutes and what became of each matter. */
export function SessionPage({ view, values, errors }: SessionPageProps) {
  const t = useText(text)
  const s = useText(sessionText)
  const locale = useLocale()
  const { meeting, place, stage, timeZone } = view
  const about = aboutIn(meeting, locale)
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead
        title={topicIn(meeting, locale)}
        above={
          <>
            <Tag kind="accent">{s.kind[kindOf(meeting.kind)]}</Tag>
            <Tag kind={stageKinds[stage]}>{s.stage[stage]}</Tag>
          </>
        }
        lead={
          <>
            <b>{whenWords(meeting, locale, timeZone)}</b>
            <br />
            <Words>{whereWords(meeting, place, locale)}</Words>
          </>
        }
      />
      <News view={view} />
      <Columns aside={<Aside view={view} />} asideLabel={t.aside}>
        {about && (
          <section aria-labelledby="about">
            <h2 id="about">{t.about}</h2>
            {about.split(/\n+/).map((line, index) => (
              <p key={index}>
                <Words>{line}</Words>
              </p>
            ))}
          </section>
        )}
        {view.agenda.length > 0 && stage !== 'recorded' && (
          <section aria-labelledby="agenda">
            <h2 id="agenda">{t.agenda}</h2>
            <ol>
              {view.agenda.map((item) => (
                <li key={item.id}>
                  <Words>{(locale === 'en' && item.title_en) || item.title}</Words>
                </li>
              ))}
            </ol>
          </section>
        )}
        <SignUpBox view={view} values={values} errors={errors} />
        <Minutes view={view} />
        {stage !== 'planned' && <Questions view={view} back="" values={values} errors={errors} />}
        {stage === 'planned' && view.may.run && (
          <ConfirmForm
            action={`/stations/${place.number}/sessions/${meeting.number}/publish`}
            kind="main"
            label={t.publish}
            question={t.publishQuestion}
            consequence={t.publishNote}
            confirmLabel={t.publish}
          />
        )}
      </Columns>
    </>
  )
}

/** What a reader has to know first: not public, cancelled, moved. */
function News({ view: { meeting, moves, stage, timeZone } }: { readonly view: SessionView }) {
  const t = useText(text)
  const locale = useLocale()
  const day = new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'long', timeZone })
  return (
    <>
      {stage === 'planned' && <Notice kind="wait">{t.draft}</Notice>}
      {meeting.cancelled_at && (
        <Notice kind="stop" title={t.cancelledTitle(day.format(meeting.cancelled_at))}>
          <p>
            <Words>{meeting.cancelled_because ?? ''}</Words>
          </p>
        </Notice>
      )}
      {moves.length > 0 && (
        <Notice kind="wait" title={t.movedTitle}>
          {moves.map((move) => (
            <p key={move.ordinal}>
              <Words>
                {t.moved(
                  day.format(move.at),
                  [whenWords(move, locale, timeZone), move.venue].filter(Boolean).join(' '),
                  move.reason,
                )}
              </Words>
            </p>
          ))}
        </Notice>
      )}
    </>
  )
}

function Aside({ view }: { readonly view: SessionView }) {
  const t = useText(text)
  const s = useText(sessionText)
  const locale = useLocale()
  const { meeting, place, stage, figures } = view
  const base = `/stations/${place.number}/sessions/${meeting.number}`
  const over = stage === 'ended' || stage === 'recorded'
  const items: Definition[] = [
    ...(view.leaders.length > 0
      ? [
          {
            term: t.leaders,
            value: (
              <Words>{view.leaders.map(({ name }) => name ?? t.leader).join(locale === 'en' ? ', ' : '、')}</Words>
            ),
          },
        ]
      : []),
    { term: t.audience, value: <Words>{audienceIn(meeting, locale) || t.everybody}</Words> },
    ...(meeting.signs_up && !over && stage !== 'planned'
      ? [{ term: t.seats, value: s.signedUp(figures.coming, meeting.capacity) }]
      : []),
    ...(over
      ? [
          {
            term: t.came,
            value: (
              <>
                {t.count(figures.presentByCode + figures.presentByStaff)}
                <br />
                <span class="muted">{s.cameHow(figures.presentByCode, figures.presentByStaff)}</span>
              </>
            ),
          },
        ]
      : []),
  ]
  const isLive = meeting.kind === 'livestream'
  return (
    <>
      <DefinitionList items={items} />
      {isLive && stage !== 'planned' && stage !== 'cancelled' && (
        <p>
          <ButtonLink href={`${base}/live`}>{over ? t.liveAgain : t.live}</ButtonLink>
        </p>
      )}
      {!isLive && meeting.recording_url && (
        <p>
          <a href={meeting.recording_url} rel="external noopener">
            {t.recording}
          </a>
        </p>
      )}
      {(stage === 'published' || stage === 'running') && (
        <p>
          <a href={`${base}/session.ics`}>{t.addCalendar}</a>
        </p>
      )}
      {view.may.work && (
        <section aria-labelledby="staff">
          <h2 id="staff">{t.staff}</h2>
          <ul>
            {stage !== 'planned' && stage !== 'cancelled' && (
              <li>
                <a href={`${base}/run`}>{t.run}</a>
              </li>
            )}
            {view.may.run && (stage === 'published' || stage === 'running') && (
              <li>
                <a href={`${base}/door`}>{t.door}</a>
              </li>
            )}
            {view.may.run && stage === 'planned' && (
              <li>
                <a href={`${base}/edit`}>{t.edit}</a>
              </li>
            )}
            {view.may.run && stage === 'published' && (
              <li>
                <a href={`${base}/move`}>{t.move}</a>
              </li>
            )}
            {view.may.run && (stage === 'planned' || stage === 'published') && (
              <li>
                <a href={`${base}/cancel`}>{t.cancel}</a>
              </li>
            )}
          </ul>
        </section>
      )}
    </>
  )
}

function SignUpBox({ view, values, errors }: SessionPageProps) {
  const t = useText(text)
  const { meeting, place, stage, mine, figures } = view
  const base = `/stations/${place.number}/sessions/${meeting.number}`
  if (stage !== 'published' && stage !== 'running') return null
  if (!meeting.signs_up) return <p>{t.noSignUp}</p>
  const full = meeting.capacity !== null && figures.coming >= meeting.capacity
  const field = (name: string) => ({ name, value: values[name] ?? '', ...(errors[name] && { error: errors[name] }) })
  return (
    <section aria-labelledby="sign-up">
      <h2 id="sign-up">{t.signUp}</h2>
      {mine ? (
        <Notice kind="ok">
          {mine.present_at ? t.minePresent : mine.state === 'waiting' ? t.mineWaiting : t.mineComing(mine.people)}{' '}
          {!mine.present_at && <a href={`${base}/mine/${spaced(mine.code)}`}>{t.mineLink}</a>}
        </Notice>
      ) : (
        <Form action={`${base}/sign-up`} guard={`sign-up ${base}`}>
          {full && <p>{t.full}</p>}
          <Field
            {...field('name')}
            label={t.name}
            hint={t.nameHint}
            autocomplete="name"
            maxLength={40}
            width="medium"
          />
          <Field {...field('contact')} label={t.contact} hint={t.contactHint} optional maxLength={200} width="medium" />
          <Field
            {...field('people')}
            value={values.people ?? '1'}
            type="number"
            inputmode="numeric"
            min={1}
            max={20}
            label={t.people}
            width="short"
          />
          <Button>{t.send}</Button>
        </Form>
      )}
    </section>
  )
}

/** The minutes by agenda item, and what became of each matter. */
function Minutes({ view }: { readonly view: SessionView }) {
  const t = useText(text)
  const locale = useLocale()
  const { meeting, notes, agenda, timeZone } = view
  if (notes.length === 0) return null
  const day = new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'long', timeZone })
  const groups = [
    ...agenda.map((item) => ({
      id: item.id as string | null,
      title: (locale === 'en' && item.title_en) || item.title,
    })),
    { id: null, title: agenda.length > 0 ? t.noItem : '' },
  ]
  return (
    <section aria-labelledby="minutes">
      <h2 id="minutes">{t.minutes}</h2>
      {meeting.recorded_at ? (
        <p class="muted">
          {t.minutesNote(day.format(meeting.recorded_at))} <a href="/verify">{t.check}</a>
        </p>
      ) : (
        <Notice kind="wait">{t.draftNotes}</Notice>
      )}
      {groups.map(({ id, title }) => {
        const of = notes.filter((note) => note.agenda_item_id === id)
        if (of.length === 0) return null
        return (
          <section key={id ?? 'other'}>
            {title && (
              <h3>
                <Words>{title}</Words>
              </h3>
            )}
            <ul class="said">
              {of.map((note) => (
                <NoteItem key={note.id} note={note} view={view} />
              ))}
            </ul>
          </section>
        )
      })}
      {notes.some(({ matter_at }) => matter_at) && (
        <p>
          <a href="/r">{t.follow}</a>
        </p>
      )}
    </section>
  )
}

function NoteItem({ note, view }: { readonly note: SessionView['notes'][number]; readonly view: SessionView }) {
  const t = useText(text)
  const locale = useLocale()
  const c = casesText[locale]
  const { meeting } = view
  const matter = view.matters.get(note.id)
  const standing = matter?.standing
  const added = meeting.recorded_at !== null && note.made_at > meeting.recorded_at
  return (
    <li id={`note-${note.position}`}>
      <p>
        {note.said_by !== null && (
          <b>
            <Words>{note.named ? t.saidBy(note.said_by) : t.somebody}</Words>
          </b>
        )}
        <Words>{note.body}</Words> {added && <Tag>{t.added}</Tag>}
      </p>
      {matter && (
        <div class="matter">
          <p class="row">
            <Tag kind="accent">{t.matter}</Tag>
            {standing ? (
              <span>
                <Words>
                  {standing.holder.kind === 'nobody'
                    ? c.whyOf[standing.why]
                    : (matter.holderName ?? c.whyOf[standing.why])}
                </Words>
                {standing.dueOn && (
                  <>
                    {' · '}
                    <DueWords standing={standing} today={view.today} locale={locale} />
                  </>
                )}
              </span>
            ) : (
              <span class="muted">{t.matterOpening}</span>
            )}
          </p>
          {standing && matter.holderName && <p class="muted">{c.whyOf[standing.why]}</p>}
        </div>
      )}
    </li>
  )
}
