import type {
  Answered,
  Answers,
  ArgumentRow,
  Invitation,
  ListedArgument,
  Member,
  RefinementRow,
  Remark,
} from '#parts/opinions'
import {
  Bar,
  Button,
  ConfirmForm,
  Desk,
  DeskKeys,
  Details,
  EmptyState,
  ErrorSummary,
  Field,
  Form,
  fieldId,
  type Option,
  Pane,
  Select,
  Tag,
  useText,
  WorkList,
} from '#ui'
import type { DeskView, Holder } from '../queries/desk.ts'
import { receiptHref } from '../telling.ts'
import { text } from './argument-desk.text.ts'
import { text as headText } from './desk-head.text.ts'
import { DeskHead } from './desk-head.tsx'
import { RefinementPane } from './refinement-pane.tsx'

export interface ArgumentDeskView {
  readonly desk: DeskView
  readonly list: readonly ListedArgument[]
  readonly one: OpenedArgument | null
  readonly errors: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>>
  /** Opinions that were ticked when a form was refused. */
  readonly chosen: readonly string[]
}

/** The argument that is open on the desk. */
export interface OpenedArgument {
  readonly argument: ArgumentRow
  readonly listed: ListedArgument | null
  readonly members: readonly Member[]
  readonly versions: readonly RefinementRow[]
  readonly answers: Answers | null
  readonly confirmations: readonly Answered[]
  readonly remarks: readonly Remark[]
  readonly invitations: readonly Invitation[]
  readonly experts: readonly Holder[]
  readonly staff: readonly Holder[]
  readonly names: ReadonlyMap<string, string>
  readonly places: ReadonlyMap<string, string>
  readonly clauses: readonly Option[]
  readonly mergedInto: number | null
  readonly waitEnds: Date | null
}

/** Arguments on the left, the words in the middle, what is made of them on the right. */
export function ArgumentDeskPage({ view }: { readonly view: ArgumentDeskView }) {
  const t = useText(text)
  const { desk, one } = view
  return (
    <>
      <ErrorSummary errors={view.errors} />
      <DeskHead
        desk={desk}
        tab="arguments"
        keys={
          <DeskKeys
            keys={
              one
                ? [
                    { key: 'Q', label: t.keys.quote, presses: 'quote' },
                    { key: 'M', label: t.keys.merge, presses: 'merge' },
                  ]
                : []
            }
          />
        }
      />
      <Desk>
        <Pane title={t.list}>
          <ArgumentList view={view} />
        </Pane>
        <Pane title={one ? one.argument.title : t.words}>
          {one ? <Words view={view} one={one} /> : <p class="muted">{t.choose}</p>}
        </Pane>
        {one && (
          <Pane title={t.refinement}>
            <RefinementPane desk={desk} one={one} errors={view.errors} values={view.values} />
          </Pane>
        )}
      </Desk>
    </>
  )
}

function ArgumentList({ view }: { readonly view: ArgumentDeskView }) {
  const t = useText(text)
  const { desk, list, one } = view
  if (list.length === 0) return <EmptyState title={t.none}>{t.noneWhy}</EmptyState>
  const most = Math.max(1, ...list.map((each) => each.voices))
  return (
    <WorkList
      label={t.list}
      items={list.map((each) => ({
        href: `${desk.base}/desk/arguments/${each.number}`,
        title: `${each.number} · ${each.title}`,
        count: each.voices,
        note: noteOf(each),
        state: stateOf(each),
        current: each.id === one?.argument.id,
        bar: (
          <Bar
            percent={(each.voices / most) * 100}
            kind={each.stage === 'open' ? (each.texts === 1 && each.voices > 1 ? 'wait' : 'accent') : 'ok'}
          />
        ),
      }))}
    />
  )

  function noteOf(each: ListedArgument): string {
    if (each.texts === 1 && each.voices > 1) return t.sameText(desk.days.number(each.voices))
    const place = desk.place(each.provision_id)
    const dissents = each.dissents > 0 ? ` · ${t.dissents(String(each.dissents))}` : ''
    return `${place}${each.places > 1 ? t.placesN(String(each.places)) : ''}${dissents}`
  }

  function stateOf(each: ListedArgument): string {
    return t.stage[
      each.stage === 'open' && each.refinement && each.refinement !== 'final' ? each.refinement : each.stage
    ]
  }
}

const members = 'members'

function Words({ view, one }: { readonly view: ArgumentDeskView; readonly one: OpenedArgument }) {
  const t = useText(text)
  const { desk, errors, values } = view
  const { argument } = one
  const did = (verb: string) => values.do === verb
  const say = (name: string) => (errors[name] ? { error: errors[name] } : {})
  const replying = did('reply') ? values.opinionId : undefined
  const at = `${desk.base}/desk/arguments/${argument.number}`
  const open = argument.stage === 'open'
  const others = view.list.filter((each) => each.id !== argument.id && each.stage === 'open')
  return (
    <>
      {one.mergedInto !== null && (
        <p>
          <a href={`${desk.base}/desk/arguments/${one.mergedInto}`}>{t.mergedInto(one.mergedInto)}</a>
        </p>
      )}
      <p class="muted">
        {desk.place(argument.provision_id)} {argument.theme && <Tag>{argument.theme}</Tag>}
      </p>
      <Form action={at} id={members} label={t.words}>
        {one.members.map((member, index) => (
          <MemberItem key={member.id} member={member} number={index + 1} one={one} view={view} open={open} />
        ))}
        {open && (
          <Details summary={t.chosen} open={did('take-out') || did('split')}>
            {errors.opinionIds && <p class="error">{errors.opinionIds}</p>}
            <Button kind="quiet" name="do" value="take-out">
              {t.takeOut}
            </Button>
            <Field
              name="splitTitle"
              label={t.splitTitle}
              optional
              value={values.splitTitle ?? ''}
              {...(errors.splitTitle && { error: errors.splitTitle })}
            />
            <Button kind="quiet" name="do" value="split">
              {t.split}
            </Button>
          </Details>
        )}
      </Form>
      {one.members
        .filter((member) => member.objection !== null && member.objection_reply === null)
        .map((member) => (
          <Form key={member.id} action={at} label={t.replySend}>
            <input type="hidden" name="opinionId" value={member.id} />
            <Field
              name="reply"
              id={replying === member.id ? fieldId('reply') : `reply-${member.id}`}
              value={replying === member.id ? (values.reply ?? '') : ''}
              {...(replying === member.id && say('reply'))}
              label={t.reply(member.body.slice(0, 20))}
            />
            <Button kind="quiet" name="do" value="reply">
              {t.replySend}
            </Button>
          </Form>
        ))}
      {argument.stage !== 'dissolved' && (
        <Details summary={t.change} open={did('change')}>
          <Form action={at}>
            <Field name="title" label={t.name} value={values.title ?? argument.title} {...say('title')} />
            <Select
              name="provisionId"
              label={t.clause}
              value={(did('change') && values.provisionId) || (argument.provision_id ?? '')}
              empty="—"
              optional
              options={one.clauses}
            />
            <Field name="theme" label={t.theme} value={values.theme ?? argument.theme ?? ''} optional />
            <Select
              name="assignTo"
              label={t.assign}
              value={values.assignTo ?? argument.assigned_to ?? ''}
              empty={t.nobody}
              optional
              options={one.staff.map((each) => ({ value: each.personId, label: each.name }))}
            />
            <Button kind="quiet" name="do" value="change">
              {t.save}
            </Button>
          </Form>
        </Details>
      )}
      {open && others.length > 0 && (
        <details class="more" open={did('merge')}>
          <summary id="merge">{t.merge}</summary>
          <Form action={at}>
            <Select
              name="into"
              label={t.mergeInto}
              empty={false}
              value={values.into ?? ''}
              {...say('into')}
              options={others.map((each) => ({ value: String(each.number), label: `${each.number} · ${each.title}` }))}
            />
            <Button kind="quiet" name="do" value="merge">
              {t.merge}
            </Button>
          </Form>
        </details>
      )}
      {open && (
        <ConfirmForm
          action={at}
          label={t.dissolve}
          question={t.dissolveQuestion}
          consequence={t.dissolveConsequence}
          confirmLabel={t.dissolve}
          kind="grave"
          values={{ do: 'dissolve' }}
        />
      )}
    </>
  )
}

interface MemberProps {
  readonly member: Member
  readonly number: number
  readonly one: OpenedArgument
  readonly view: ArgumentDeskView
  readonly open: boolean
}

function MemberItem({ member, number, one, view, open }: MemberProps) {
  const t = useText(text)
  const h = useText(headText)
  const { desk, chosen } = view
  const place = member.place_id ? one.places.get(member.place_id) : null
  return (
    <article class="desk-member" id={`source-${number}`}>
      <div class="row">
        {open && (
          <input
            type="checkbox"
            name="opinionIds"
            value={member.id}
            {...(number === 1 && { id: fieldId('opinionIds') })}
            checked={chosen.includes(member.id)}
            aria-label={`${number}: ${member.body.slice(0, 30)}`}
          />
        )}
        <span class="src">{number}</span>
        {member.dissent && <Tag kind="wait">{t.dissent}</Tag>}
        {member.stage !== 'received' && <Tag kind="stop">{h.state[member.stage]}</Tag>}
        {member.supports > 0 && <span class="muted num">{h.supports(desk.days.number(member.supports))}</span>}
      </div>
      <p class="words" data-source={number} lang={member.content_locale}>
        {member.body}
      </p>
      {member.suggested && <p class="words law">{member.suggested}</p>}
      <div class="row muted">
        <span>{[place, h.channel[member.channel], member.name].filter(Boolean).join(' · ')}</span>
        <a href={`${desk.base}/desk/opinions/${member.receipt}`}>{t.receipt(receiptHref(member.receipt).slice(3))}</a>
        {open && (
          <button
            class="btn quiet small"
            type="submit"
            name="do"
            value={`dissent:${member.id}:${member.dissent ? 'no' : 'yes'}`}
          >
            {member.dissent ? t.unmarkDissent : t.markDissent}
          </button>
        )}
      </div>
      {member.objection !== null && (
        <p class="sentence-source">
          <b>{t.objection}</b> {member.objection}
          {member.objection_reply !== null && (
            <>
              <br />
              <b>{t.objectionReply}</b> {member.objection_reply}
            </>
          )}
        </p>
      )}
    </article>
  )
}
