import { type ArgumentOfOpinion, moderationReasons } from '#parts/opinions'
import {
  Button,
  DefinitionList,
  ErrorSummary,
  Form,
  PageHead,
  Radios,
  Select,
  Tag,
  TextArea,
  Timeline,
  useText,
} from '#ui'
import type { DeskView } from '../queries/desk.ts'
import type { DeskOpinion, JudgedOnce } from '../queries/desk-queue.ts'
import { receiptHref } from '../telling.ts'
import { text as headText } from './desk-head.text.ts'
import { DeskHead } from './desk-head.tsx'
import { text } from './desk-pages.text.ts'
import { text as queueText } from './queue-page.text.ts'

export interface DeskOpinionView {
  readonly desk: DeskView
  readonly opinion: DeskOpinion
  readonly place: string | null
  readonly arguments: readonly ArgumentOfOpinion[]
  readonly history: readonly JudgedOnce[]
  readonly names: ReadonlyMap<string, string>
  /** Whoever may not judge this opinion sees no contact either. */
  readonly mayJudge: boolean
  readonly errors: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>>
}

/** One opinion with where it comes from, where it went, and what was decided about showing it. */
export function DeskOpinionPage({ view }: { readonly view: DeskOpinionView }) {
  const t = useText(text)
  const h = useText(headText)
  const { desk, opinion } = view
  const receipt = receiptHref(opinion.receipt)
  return (
    <>
      <ErrorSummary errors={view.errors} />
      <DeskHead desk={desk} tab="opinions" />
      <PageHead
        level={2}
        title={t.opinionTitle(receipt.slice(3))}
        above={<Tag kind={opinion.stage === 'received' ? 'ok' : 'wait'}>{h.state[opinion.stage]}</Tag>}
      />
      <p class="words" lang={opinion.content_locale}>
        {opinion.body}
      </p>
      {opinion.quote && <p class="law sentence-source">{t.quoted(opinion.quote)}</p>}
      {opinion.suggested && (
        <>
          <h3>{t.suggested}</h3>
          <p class="law words">{opinion.suggested}</p>
        </>
      )}
      <h3>{t.facts}</h3>
      <DefinitionList
        items={[
          { term: t.place, value: desk.place(opinion.provision_id) || h.whole },
          { term: t.came, value: [h.channel[opinion.channel], view.place].filter(Boolean).join(' · ') },
          { term: t.given, value: desk.days.instant(opinion.given_at) },
          { term: t.who, value: opinion.name ?? t.unnamed },
          ...(view.mayJudge && opinion.contact ? [{ term: t.contact, value: opinion.contact }] : []),
          { term: t.seenBy, value: opinion.public ? t.public : t.office },
          {
            term: t.inArguments,
            value:
              view.arguments.length === 0
                ? t.none
                : view.arguments.map((each) => (
                    <a key={each.number} href={`${desk.base}/desk/arguments/${each.number}`}>
                      {each.number} · {each.title}{' '}
                    </a>
                  )),
          },
        ]}
      />
      <h3>{t.history}</h3>
      {view.history.length === 0 ? <p class="muted">{t.noHistory}</p> : <History view={view} />}
      {view.mayJudge && <Judge view={view} />}
    </>
  )
}

function History({ view }: { readonly view: DeskOpinionView }) {
  const t = useText(text)
  const q = useText(queueText)
  return (
    <Timeline
      label={t.history}
      entries={view.history.map((each) => ({
        at: each.at.toISOString(),
        when: view.desk.days.instant(each.at),
        what: each.appeal ? (
          <>
            <b>{t.appeal}</b> {each.appeal}
          </>
        ) : (
          <>
            <b>{q.verdicts[each.verdict]}</b> {each.reason}
          </>
        ),
        ...(!each.appeal && { who: each.by ? (view.names.get(each.by) ?? '') : t.byRule }),
      }))}
    />
  )
}

function Judge({ view }: { readonly view: DeskOpinionView }) {
  const t = useText(text)
  const q = useText(queueText)
  const { opinion, errors, values } = view
  const at = `${view.desk.base}/desk/opinions/${opinion.receipt}`
  const appealed = opinion.stage === 'hidden' && view.history.at(-1)?.appeal
  if (appealed) {
    return (
      <Form action={at}>
        <h3>{t.appealTitle}</h3>
        <p class="muted">{t.appealHint}</p>
        <Radios
          name="upheld"
          label={t.upheld}
          value={values.upheld ?? 'no'}
          options={[
            { value: 'yes', label: t.upheldYes },
            { value: 'no', label: t.upheldNo },
          ]}
        />
        <TextArea
          name="answer"
          label={t.appealAnswer}
          rows={3}
          value={values.answer ?? ''}
          {...(errors.answer && { error: errors.answer })}
        />
        <Button name="do" value="appeal">
          {t.send}
        </Button>
      </Form>
    )
  }
  const choices = {
    received: ['held', 'hidden'],
    held: ['released', 'hidden'],
    hidden: ['restored'],
    withdrawn: [],
  } as const
  const verdicts = choices[opinion.stage]
  if (verdicts.length === 0) return null
  return (
    <Form action={at}>
      <h3>{t.judge}</h3>
      <p class="muted">{q.judgeHint}</p>
      <Radios
        name="verdict"
        label={q.verdict}
        value={values.verdict ?? verdicts[0] ?? ''}
        options={verdicts.map((value) => ({ value, label: q.verdicts[value] }))}
      />
      <Select
        name="reasonCode"
        label={q.reasonCode}
        empty={false}
        value={values.reasonCode ?? ''}
        options={[...moderationReasons, 'mistake' as const].map((value) => ({ value, label: q.reasons[value] }))}
      />
      <TextArea
        name="reason"
        label={q.reason}
        rows={3}
        value={values.reason ?? ''}
        {...(errors.reason && { error: errors.reason })}
      />
      <Button name="do" value="judge">
        {q.do}
      </Button>
    </Form>
  )
}
