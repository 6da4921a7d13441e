import {
  Button,
  ButtonLink,
  ButtonRow,
  ConfirmForm,
  Details,
  ErrorSummary,
  Field,
  Form,
  PageHead,
  Stat,
  StatRow,
  Tabs,
  Tag,
  useLocale,
  useText,
  Words,
} from '#ui'
import { kindOf } from '../kinds.ts'
import type { RunView } from '../queries.ts'
import { text as sessionText } from '../sessions.text.ts'
import { topicIn, whenWords } from '../words.ts'
import { RunMinutes } from './run-minutes.tsx'
import { text } from './run-page.text.ts'
import { RunQuestions } from './run-questions.tsx'
import { stageKinds } from './session-page.tsx'

export type Values = Readonly<Record<string, string>>

export const runTabs = ['check-in', 'questions', 'minutes'] as const
export type RunTab = (typeof runTabs)[number]

export interface RunPageProps {
  readonly view: RunView
  readonly tab: RunTab
  readonly values: Values
  readonly errors: Values
}

/** The work in the room, one thing at a time: who came, what is asked, what was said. */
export function RunPage(props: RunPageProps) {
  const { view, tab, errors } = props
  const t = useText(text)
  const s = useText(sessionText)
  const locale = useLocale()
  const { meeting, place, stage } = view
  const base = `/stations/${place.number}/sessions/${meeting.number}`
  const labels = { 'check-in': t.checkIn, questions: t.questions, minutes: t.minutes }
  const counts = { 'check-in': view.attendances.length, questions: view.questions.length, minutes: view.notes.length }
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
        lead={whenWords(meeting, locale, view.timeZone)}
      />
      <Steps view={view} base={base} />
      <Tabs
        label={t.tabs}
        tabs={runTabs.map((each) => ({
          href: `${base}/run?part=${each}`,
          label: labels[each],
          count: counts[each],
          current: each === tab,
        }))}
      />
      {tab === 'check-in' && <CheckIn {...props} base={base} />}
      {tab === 'questions' && <RunQuestions {...props} base={base} />}
      {tab === 'minutes' && <RunMinutes {...props} base={base} />}
      <p class="row">
        <a href={base}>{t.publicPage}</a>
        {meeting.kind === 'livestream' && <a href={`${base}/live`}>{t.live}</a>}
      </p>
    </>
  )
}

/** Begin, end, publish: the one that comes next. */
function Steps({ view, base }: { readonly view: RunView; readonly base: string }) {
  const t = useText(text)
  const { stage, may } = view
  return (
    <>
      {stage === 'published' && (
        <Form action={`${base}/begin`}>
          <ButtonRow>
            <Button kind="quiet">{t.begin}</Button>
          </ButtonRow>
        </Form>
      )}
      {stage === 'running' && (
        <ConfirmForm
          action={`${base}/end`}
          label={t.end}
          question={t.endQuestion}
          consequence={t.endNote}
          confirmLabel={t.end}
        />
      )}
      {stage === 'ended' && may.run && (
        <ConfirmForm
          action={`${base}/record`}
          label={t.record}
          question={t.recordQuestion}
          consequence={t.recordNote}
          confirmLabel={t.record}
        />
      )}
    </>
  )
}

function CheckIn({ view, base, values, errors }: RunPageProps & { readonly base: string }) {
  const t = useText(text)
  const { figures, attendances, stage, may, meeting } = view
  const open = stage === 'published' || stage === 'running'
  const here = `${base}/run?part=check-in#list`
  return (
    <>
      <StatRow label={t.checkIn}>
        <Stat value={figures.coming} label={t.coming} href={here} />
        <Stat
          value={figures.presentByCode + figures.presentByStaff}
          label={t.present}
          href={here}
          note={`${t.byCode} ${figures.presentByCode} · ${t.byStaff} ${figures.presentByStaff}`}
        />
        {figures.waiting > 0 && <Stat value={figures.waiting} label={t.waiting} href={here} />}
      </StatRow>
      {open && may.run && (
        <ButtonRow>
          <ButtonLink href={`${base}/door`} kind="quiet">
            {t.door}
          </ButtonLink>
        </ButtonRow>
      )}
      <section aria-labelledby="list">
        <h2 id="list">{t.coming}</h2>
        {attendances.length === 0 && <p class="muted">{t.nobody}</p>}
        <ul class="check-list">
          {attendances.map((each) => {
            const name = each.name ?? t.noName
            return (
              <li key={each.id} class="row">
                <span>
                  <Words>{name}</Words> <span class="muted">{each.people > 1 && t.people(each.people)}</span>{' '}
                  {each.state === 'waiting' && <Tag kind="wait">{t.waiting}</Tag>}
                </span>
                {each.present_at && <Tag kind="ok">{t.here}</Tag>}
                {open && may.run && (
                  <Form action={`${base}/tick`}>
                    <input type="hidden" name="attendanceId" value={each.id} />
                    <input type="hidden" name="present" value={each.present_at ? 'no' : 'yes'} />
                    <Button
                      kind={each.present_at ? 'plain' : 'quiet'}
                      label={each.present_at ? t.untickOf(name) : t.tickOf(name)}
                    >
                      {each.present_at ? t.untick : t.tick}
                    </Button>
                  </Form>
                )}
              </li>
            )
          })}
        </ul>
      </section>
      {open && may.run && (
        <Form action={`${base}/walk-in`} label={t.walkIn}>
          <h2>{t.walkIn}</h2>
          {stage === 'published' && <p class="muted">{t.doorNotOpen}</p>}
          <Field name="name" label={t.walkInName} maxLength={40} optional width="medium" value={values.name ?? ''} />
          <Field
            name="people"
            label={t.walkInPeople}
            type="number"
            inputmode="numeric"
            min={1}
            max={20}
            width="short"
            value={values.people ?? '1'}
            {...(errors.people && { error: errors.people })}
          />
          <Button>{t.walkInDo}</Button>
        </Form>
      )}
      {meeting.kind === 'livestream' && may.run && (
        <Details summary={t.recording} open={Boolean(errors.streamUrl || errors.recordingUrl)}>
          <Form action={`${base}/stream`}>
            {(['streamUrl', 'recordingUrl'] as const).map((name) => (
              <Field
                key={name}
                name={name}
                type="url"
                label={t[name]}
                maxLength={500}
                optional
                value={values[name] ?? (name === 'streamUrl' ? meeting.stream_url : meeting.recording_url) ?? ''}
                {...(errors[name] && { error: errors[name] })}
              />
            ))}
            <Button kind="quiet">{t.recordingSave}</Button>
          </Form>
        </Details>
      )}
    </>
  )
}
