import { type Case, casesText, type Standing, StandingView, type Step } from '#parts/cases'
import { Columns, DefinitionList, ErrorSummary, PageHead, Tag, Words } from '#ui'
import { ElsewhereView } from '../exchange/outgoing-view.tsx'
import type { Elsewhere } from '../exchange/queries.ts'
import { MergingSection, type MergingView } from '../merging/merged-parts.tsx'
import type { Forwarding, Matter, Said } from '../queries/matter.ts'
import { type Bureau, BureauForms, type Sorting } from './bureau-forms.tsx'
import { DepartmentForms } from './department-forms.tsx'
import { KeeperForms } from './keeper-forms.tsx'
import { History, promiseWords, Replies, type Shown } from './matter-parts.tsx'
import { LookBackForm } from './promise-forms.tsx'
import { RatingsLink } from './rating-parts.tsx'
import { Reported, type ReportedFacts } from './reported.tsx'
import { text } from './work-page.text.ts'

export interface Choice {
  readonly value: string
  readonly label: string
}

/** What this viewer may do with the matter as it stands: each form is shown where its action would not refuse. */
export interface May {
  readonly give: boolean
  readonly reply: boolean
  readonly askBack: boolean
  readonly letter: boolean
  readonly accept: boolean
  readonly return: boolean
  readonly decideReturn: boolean
  readonly askExtension: boolean
  readonly decideExtension: boolean
  readonly review: boolean
  readonly sort: boolean
  readonly send: boolean
  readonly promise: boolean
  readonly lookBack: boolean
  readonly forward: boolean
  readonly assist: boolean
  readonly view: string | null
  readonly sawName: boolean
}

export interface WorkPageProps {
  readonly matter: Matter
  readonly said: Said
  readonly reported: ReportedFacts
  readonly standing: Standing
  readonly holderName: string | null
  readonly letterNumber: string | null
  readonly forwardings: readonly Forwarding[]
  readonly steps: readonly Step[]
  readonly may: May
  readonly organisations: readonly Choice[]
  /** How many of the organisations come first because they are proposed. */
  readonly proposed: number
  readonly deputies: readonly Choice[]
  readonly classes: readonly Choice[]
  readonly months: number
  readonly bureau: Bureau | null
  readonly elsewhere: Elsewhere
  /** Whether this viewer may say that two matters are one. */
  readonly decidesAlike: boolean
  readonly sorting: Sorting
  readonly merging: MergingView
  readonly vague: string | null
  readonly shown: Shown
  /** The form that was refused, what was typed in it, and what is wrong. */
  readonly form: string
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

/** One matter for those who handle it: where it stands, what they can do now, what happened. */
export function WorkPage(props: WorkPageProps) {
  const { matter, shown, errors, may, form } = props
  const { work } = matter
  const t = text[shown.locale]
  const c = casesText[shown.locale]
  const topic = props.sorting.topics.find(({ value }) => value === work.topic)
  return (
    <>
      <ErrorSummary
        errors={Object.fromEntries(Object.entries(errors).map(([name, words]) => [name && `${form}-${name}`, words]))}
      />
      <PageHead
        title={work.title}
        above={
          <>
            <Tag kind={work.stage === 'settled' ? 'ok' : 'accent'}>{c.stage[work.stage]}</Tag>
            {work.outcome && <Tag kind="ok">{c.outcome[work.outcome]}</Tag>}
            {work.grade && <Tag kind={work.grade === 'hard' ? 'stop' : 'plain'}>{c.grade[work.grade]}</Tag>}
            {topic && <Tag>{topic.label}</Tag>}
          </>
        }
        lead={t.title(matter.number)}
      />
      <Columns
        asideLabel={t.way}
        aside={
          <section aria-labelledby="way">
            <h2 id="way">{t.way}</h2>
            <History steps={props.steps} shown={shown} />
          </section>
        }
      >
        <SaidBy {...props} />
        <section aria-labelledby="standing">
          <h2 id="standing">{t.standing}</h2>
          <StandingView
            standing={props.standing}
            holderName={props.holderName}
            steps={work.replyClock?.steps ?? null}
            today={shown.today}
            day={shown.day}
            locale={shown.locale}
          />
          {props.letterNumber && (
            <p>
              {props.letterNumber} · <a href={`/contact/matters/${matter.number}/letter.pdf`}>{t.letterPdf}</a>
            </p>
          )}
          <ElsewhereView elsewhere={props.elsewhere} decides={props.decidesAlike} />
        </section>
        <section aria-labelledby="todo">
          <h2 id="todo">{t.todo}</h2>
          {anything(may) ? (
            <>
              <DepartmentForms {...props} />
              <KeeperForms {...props} />
            </>
          ) : (
            <p class="muted">{t.nothing}</p>
          )}
        </section>
        {work.promises.length > 0 && <Promises {...props} work={work} />}
        <Replies replies={work.replies} forwardings={props.forwardings} shown={shown} />
        <Views work={work} shown={shown} />
        <RatingsLink matter={matter} shown={shown} />
        <MergingSection view={props.merging} number={matter.number} shown={shown} />
        {props.bureau && <BureauForms {...props} bureau={props.bureau} />}
      </Columns>
    </>
  )

  /** Looking back stands beside the promise, and a name is no task. */
  function anything({ sawName: _, lookBack: __, sort: ___, view, ...rest }: May): boolean {
    return view !== null || Object.values(rest).some((each) => each)
  }
}

function SaidBy({ matter, said, reported, may, shown }: WorkPageProps) {
  const t = text[shown.locale]
  return (
    <section aria-labelledby="said">
      <h2 id="said">{t.said}</h2>
      <p class="words" lang={said.locale}>
        {said.body}
      </p>
      {matter.spot && (
        <p class="muted">
          <Words>{matter.spot}</Words>
        </p>
      )}
      <Reported matter={matter} said={said} reported={reported} shown={shown} />
      <p class="muted">{said.public ? t.public : t.private}</p>
      {may.sawName && (
        <>
          <DefinitionList
            items={[
              { term: t.who, value: said.name ?? t.unnamed },
              ...(said.contact ? [{ term: t.contact, value: said.contact }] : []),
            ]}
          />
          <p class="muted">{t.onlyYou}</p>
        </>
      )}
    </section>
  )
}

function Promises(props: WorkPageProps & { readonly work: Case }) {
  const { work, shown, may } = props
  const t = text[shown.locale]
  const c = casesText[shown.locale]
  return (
    <section aria-labelledby="promises">
      <h2 id="promises">{t.promises}</h2>
      {work.promises.map((promise) => (
        <article class="card" key={promise.id}>
          <p>
            <b>
              <Words>{promiseWords(promise, shown)}</Words>
            </b>
          </p>
          {promise.result !== null && (
            <>
              <p class="row">
                <Tag kind={promise.result === 'kept' ? 'ok' : 'stop'}>{c.lookResult[promise.result]}</Tag>
                {promise.verdict && (
                  <Tag kind={promise.verdict === 'confirmed' ? 'ok' : 'stop'}>
                    {promise.verdict === 'confirmed' ? c.step['promise-confirmed'] : c.step['promise-denied']}
                  </Tag>
                )}
              </p>
              <p class="words">
                <Words>{promise.look_words ?? ''}</Words>
              </p>
            </>
          )}
          {promise.result === null && may.lookBack && <LookBackForm {...props} promise={promise} />}
        </article>
      ))}
    </section>
  )
}

function Views({ work, shown }: { readonly work: Case; readonly shown: Shown }) {
  const t = text[shown.locale]
  const helping = work.assignments.filter(({ role, state }) => role === 'assist' && state !== 'moved')
  if (helping.length === 0) return null
  return (
    <section aria-labelledby="assisting">
      <h2 id="assisting">{t.assisting}</h2>
      {helping.map((each) => (
        <article class="card" key={each.id}>
          <h3>{shown.organisation(each.organisation_id)}</h3>
          {each.view && <p class="words">{each.view}</p>}
        </article>
      ))}
    </section>
  )
}
