import { findProvision, plainWords } from '#parts/laws'
import { fidelityHints, intents, type RefinementRow } from '#parts/opinions'
import {
  Button,
  Checkboxes,
  classNames,
  DateField,
  Details,
  FieldError,
  Form,
  fieldId,
  Island,
  Notice,
  Radios,
  Select,
  Tag,
  TextArea,
  Timeline,
  useText,
} from '#ui'
import type { DeskView } from '../queries/desk.ts'
import { typedOf } from '../sources.ts'
import { text } from './argument-desk.text.ts'
import type { OpenedArgument } from './argument-desk-page.tsx'

export interface RefinementPaneProps {
  readonly desk: DeskView
  readonly one: OpenedArgument
  readonly errors: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>>
}

/** What is made of an argument: the present version with its sources, asking, experts, and the form of the next. */
export function RefinementPane(props: RefinementPaneProps) {
  const t = useText(text)
  const { desk, one, errors, values } = props
  const did = (verb: string) => values.do === verb
  const said = (name: string) => ({ name, value: values[name] ?? '', ...(errors[name] && { error: errors[name] }) })
  const at = `${desk.base}/desk/arguments/${one.argument.number}`
  const current = one.versions.find((version) => version.stage !== 'replaced')
  const open = one.argument.stage === 'open'
  return (
    <>
      {one.argument.unrefined_because && (
        <Notice kind="info">
          {t.unrefinedNote} {one.argument.unrefined_because}
        </Notice>
      )}
      {current && <Version version={current} one={one} desk={desk} />}
      {open && current?.stage === 'draft' && (
        <Form action={at}>
          <input type="hidden" name="ordinal" value={String(current.ordinal)} />
          <p class="muted">{t.askWhat}</p>
          <Button name="do" value="ask">
            {t.askNow}
          </Button>
        </Form>
      )}
      {one.answers && current?.asked_at && <Asked {...props} current={current} at={at} open={open} />}
      {open && <NextVersion {...props} at={at} current={current} />}
      {open && <Experts {...props} at={at} />}
      <Remarks {...props} at={at} />
      {open && (
        <Details summary={t.unrefined} open={did('unrefined')}>
          <Form action={at}>
            <TextArea {...said('unrefinedBecause')} label={t.unrefinedBecause} rows={2} />
            <Button kind="quiet" name="do" value="unrefined">
              {t.unrefined}
            </Button>
          </Form>
        </Details>
      )}
      {one.argument.stage === 'refined' && (
        <Details summary={t.reopen} open={did('reopen')}>
          <Form action={at}>
            <TextArea {...said('reopenBecause')} label={t.reopenBecause} rows={2} />
            <Button kind="quiet" name="do" value="reopen">
              {t.reopen}
            </Button>
          </Form>
        </Details>
      )}
      {one.versions.length > 1 && (
        <Details summary={`${t.versions} ${one.versions.length}`}>
          <Timeline
            label={t.versions}
            entries={one.versions.map((version) => ({
              at: version.made_at.toISOString(),
              when: `${t.ordinal(version.ordinal)} · ${desk.days.instant(version.made_at)}`,
              what: version.sentences.map((sentence) => sentence.text).join(''),
              who: version.made_by ? (one.names.get(version.made_by) ?? '') : '',
            }))}
          />
        </Details>
      )}
    </>
  )
}

/** A version, sentence by sentence, with the numbers of its sources and what may have been lost or added. */
export function Version({
  version,
  one,
  desk,
}: {
  readonly version: RefinementRow
  readonly one: Pick<OpenedArgument, 'argument' | 'members'>
  readonly desk: DeskView
}) {
  const t = useText(text)
  const provision = desk.version && findProvision(desk.version.text, one.argument.provision_id ?? '')?.provision
  const about = provision ? plainWords(provision) : ''
  const numberOf = (opinionId: string) => one.members.findIndex((member) => member.id === opinionId) + 1
  const sourced = version.sentences.filter((sentence) => sentence.sources.length > 0).length
  const hinted = version.sentences
    .map((sentence) => ({ sentence, hints: hintsOf(sentence) }))
    .filter((each) => each.hints.length > 0)
  return (
    <section aria-label={t.current}>
      <p class="row">
        <b>{t.ordinal(version.ordinal)}</b> <Tag>{t.intents[version.intent]}</Tag>
        <Tag kind={sourced === version.sentences.length ? 'ok' : 'stop'}>
          {t.everySentence} {sourced} / {version.sentences.length}
        </Tag>
      </p>
      <p class="law">
        {version.sentences.map((sentence) => (
          <>
            {sentence.text}
            {[...new Set(sentence.sources.map((source) => numberOf(source.opinionId)))].map((number) => (
              <a class="src" key={number} href={`#source-${number}`}>
                {number}
              </a>
            ))}
          </>
        ))}
      </p>
      {version.reason && <p class="words muted">{version.reason}</p>}
      {hinted.length > 0 && (
        <Notice kind="wait">
          <ul>
            {hinted.map(({ sentence, hints }) => (
              <li key={sentence.text}>{t.hintAt(beginning(sentence.text), hints)}</li>
            ))}
          </ul>
          <p class="muted">{t.hintNote}</p>
        </Notice>
      )}
    </section>
  )

  function hintsOf(sentence: RefinementRow['sentences'][number]): string[] {
    const sources = sentence.sources.flatMap(({ opinionId, start, end }) => {
      const body = one.members.find((member) => member.id === opinionId)?.body
      return body ? [body.slice(start, end)] : []
    })
    return fidelityHints(sentence.text, sources, about).map(({ kind, words }) => {
      const message = t.hints[kind]
      return typeof message === 'string' ? message : message(words)
    })
  }
}

function beginning(sentence: string): string {
  return sentence.length > 24 ? `${sentence.slice(0, 24)}…` : sentence.replace(/[。.；;]$/u, '')
}

interface Below extends RefinementPaneProps {
  readonly at: string
}

function Asked({
  desk,
  one,
  errors,
  values,
  current,
  at,
  open,
}: Below & { readonly current: RefinementRow; readonly open: boolean }) {
  const t = useText(text)
  const { asked, yes, no } = one.answers ?? { asked: 0, yes: 0, no: 0 }
  const n = desk.days.number
  const saidNo = one.confirmations.filter((each) => each.answer === 'no')
  return (
    <section class="card">
      <h3>{t.meaning}</h3>
      <p>{t.asked(n(asked), n(yes), n(no), n(asked - yes - no))}</p>
      {saidNo.length > 0 && (
        <>
          <p>
            <b>{t.saidNo}</b>
          </p>
          <ul>
            {saidNo.map((each) => (
              <li key={each.opinion_id}>
                <span class="src">{one.members.findIndex((member) => member.id === each.opinion_id) + 1}</span>{' '}
                {each.because}
              </li>
            ))}
          </ul>
        </>
      )}
      {open && (
        <Form action={at}>
          <input type="hidden" name="ordinal" value={String(current.ordinal)} />
          {one.waitEnds && <p class="muted">{t.finishHint(desk.days.instant(one.waitEnds))}</p>}
          <TextArea
            name="because"
            label={t.finishBecause}
            rows={2}
            optional
            value={values.because ?? ''}
            {...(errors.because && { error: errors.because })}
          />
          <Button name="do" value="finish">
            {t.finish}
          </Button>
        </Form>
      )}
    </section>
  )
}

/** Empty rows for more sentences; saving brings new ones. */
const spareRows = 2

function NextVersion({ one, errors, values, at, current }: Below & { readonly current: RefinementRow | undefined }) {
  const t = useText(text)
  const numbered = one.members.map(({ id, body }) => ({ id, body }))
  const stored = (current?.sentences ?? []).map((sentence) => typedOf(sentence, numbered))
  const sentRows = Number(values.rows ?? 0)
  const count = Math.max(stored.length + spareRows, sentRows, 2)
  const failed = values.do === 'draft'
  const wrong = (name: string, hint?: string) => ({
    'aria-invalid': errors[name] ? ('true' as const) : undefined,
    'aria-describedby': classNames(hint, errors[name] && `${fieldId(name)}-error`),
  })
  return (
    <Details summary={t.saveDraft} open={!current || failed}>
      <Form action={at} guard={`refinement-${one.argument.id}`}>
        <input type="hidden" name="rows" value={String(count)} />
        <Radios
          name="intent"
          label={t.intent}
          inline
          value={values.intent ?? current?.intent ?? 'change'}
          options={intents.map((intent) => ({ value: intent, label: t.intents[intent] }))}
        />
        <Select
          name="provisionId"
          id="f-refined-provision"
          label={t.clause}
          optional
          empty="—"
          value={values.provisionId ?? current?.provision_id ?? one.argument.provision_id ?? ''}
          options={one.clauses}
        />
        <p class="row">
          <button type="button" class="btn quiet" id="quote" data-quotes hidden>
            {t.quote} <kbd>Q</kbd>
          </button>
          <span role="status" data-quoted class="muted" />
        </p>
        {Array.from({ length: count }, (_, row) => (
          <fieldset class="field" data-sentence key={row}>
            <legend>{t.sentence(row + 1)}</legend>
            <FieldError id={`f-sentences-${row}-text`} error={errors[`sentences.${row}.text`]} />
            <textarea
              class="box law"
              rows={2}
              name={`sentence${row}`}
              id={`f-sentences-${row}-text`}
              aria-label={t.sentence(row + 1)}
              {...wrong(`sentences.${row}.text`)}
            >
              {values[`sentence${row}`] ?? stored[row]?.text}
            </textarea>
            <label for={`f-sentences-${row}-sources`}>{t.sources(row + 1)}</label>
            {row === 0 && (
              <p class="hint" id="sources-hint">
                {t.sourcesHint}
              </p>
            )}
            <FieldError id={`f-sentences-${row}-sources`} error={errors[`sentences.${row}.sources`]} />
            <textarea
              class="box"
              rows={2}
              name={`sources${row}`}
              id={`f-sentences-${row}-sources`}
              {...wrong(`sentences.${row}.sources`, 'sources-hint')}
              data-sources
            >
              {values[`sources${row}`] ?? stored[row]?.sources}
            </textarea>
          </fieldset>
        ))}
        <TextArea
          name="reason"
          label={t.reason}
          rows={3}
          optional
          value={values.reason ?? current?.reason ?? ''}
          {...(errors.reason && { error: errors.reason })}
        />
        <Button name="do" value="draft">
          {t.saveDraft}
        </Button>
        <Island name="desk-quote" />
      </Form>
    </Details>
  )
}

function Experts({ desk, one, errors, values, at }: Below) {
  const t = useText(text)
  const asked = new Set(one.invitations.map((each) => each.person_id))
  const free = one.experts.filter((each) => !asked.has(each.personId))
  return (
    <Details summary={t.experts} open={values.do === 'invite'}>
      {one.invitations.length > 0 && (
        <ul>
          {one.invitations.map((each) => (
            <li key={each.person_id}>
              {one.names.get(each.person_id)}{' '}
              <Tag kind={each.answered_at ? 'ok' : 'wait'}>{each.answered_at ? t.answered : t.invited}</Tag>
              {each.due_on && <span class="muted num"> {desk.days.day(new Date(`${each.due_on}T04:00:00Z`))}</span>}
            </li>
          ))}
        </ul>
      )}
      {free.length === 0 ? (
        <p class="muted">{one.experts.length === 0 ? t.expertsNone : ''}</p>
      ) : (
        <Form action={at}>
          <Checkboxes
            name="personIds"
            label={t.expertsWho}
            {...(errors.personIds && { error: errors.personIds })}
            options={free.map((each) => ({ value: each.personId, label: each.name }))}
          />
          <DateField
            name="dueOn"
            label={t.expertsDue}
            value={values.dueOn ?? ''}
            optional
            {...(errors.dueOn && { error: errors.dueOn })}
          />
          <Button kind="quiet" name="do" value="invite">
            {t.expertsAsk}
          </Button>
        </Form>
      )}
    </Details>
  )
}

/** What was said about an argument, and a form to say something. */
export function Remarks({
  desk,
  one,
  at,
  errors,
  values,
}: Pick<Below, 'desk' | 'at' | 'errors' | 'values'> & {
  readonly one: Pick<OpenedArgument, 'remarks' | 'names'>
}) {
  const t = useText(text)
  return (
    <section aria-labelledby="remarks">
      <h3 id="remarks">{t.remarks}</h3>
      {one.remarks.length === 0 ? (
        <p class="muted">{t.remarksNone}</p>
      ) : (
        <Timeline
          label={t.remarks}
          entries={one.remarks.map((remark) => ({
            at: remark.at.toISOString(),
            when: desk.days.instant(remark.at),
            what: <span class="words">{remark.body}</span>,
            who: remark.person_id ? (one.names.get(remark.person_id) ?? '') : '',
          }))}
        />
      )}
      <Form action={at} guard={`remark-${at}`}>
        <TextArea
          name="remark"
          label={t.remark}
          rows={3}
          value={values.remark ?? ''}
          {...(errors.remark && { error: errors.remark })}
        />
        <Button kind="quiet" name="do" value="remark">
          {t.remarkSend}
        </Button>
      </Form>
    </section>
  )
}
