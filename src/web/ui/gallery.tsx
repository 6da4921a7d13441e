import type { PageFrame } from './frame.ts'
import { text } from './gallery.text.ts'
import { GalleryForms } from './gallery-forms.tsx'
import { GalleryLists } from './gallery-lists.tsx'
import {
  ActionBar,
  ButtonLink,
  ButtonRow,
  Card,
  ChannelTag,
  Columns,
  channels,
  Del,
  DoneBanner,
  Ins,
  Layout,
  Line,
  Notice,
  OriginalIn,
  PageHead,
  Quotable,
  QuoteArea,
  SearchInside,
  Tag,
  Visibility,
  Words,
} from './index.ts'

/** Every component with its states, in the frame's language and manner: what is shown here is what pages may use. */
export function galleryPage(frame: PageFrame) {
  const t = text[frame.locale]
  return (
    <Layout
      frame={frame}
      title={t.title}
      description={t.lead}
      desk
      unlisted
      breadcrumb={[{ href: '/help', label: t.sections }]}
      banner={<DoneBanner title={t.doneTitle}>{t.doneText}</DoneBanner>}
    >
      <h1>{t.title}</h1>
      <p>{t.lead}</p>
      <Clauses frame={frame} />
      <h2>{t.tags}</h2>
      <p class="row">
        <Tag kind="accent">{t.open}</Tag>
        <Tag kind="ok">{t.adopted}</Tag>
        <Tag kind="wait">{t.dissent}</Tag>
        <Tag kind="stop">{t.refused}</Tag>
        <Tag>{t.refinedTag}</Tag>
      </p>
      <p class="row">
        {channels.map((channel) => (
          <ChannelTag key={channel} channel={channel} />
        ))}
      </p>
      <h2>{t.notices}</h2>
      <Notice>{t.noticeText}</Notice>
      <Notice kind="ok">{t.doneText}</Notice>
      <Notice kind="wait">{t.waitText}</Notice>
      <Notice kind="stop">{t.stopText}</Notice>
      <p class="row">
        <Visibility audience="public" />
        <Visibility audience="council" />
        <Visibility audience="staff" />
        <Visibility audience="me" />
      </p>
      <p>
        <Words lang={t.foreignTag}>{t.foreign}</Words> <OriginalIn words={t.foreign} lang={t.foreignTag} />
      </p>
      <GalleryForms frame={frame} />
      <GalleryLists frame={frame} />
      <ActionBar>
        <ButtonLink href="#write">{t.write}</ButtonLink>
        <ButtonLink href="#photo" kind="quiet">
          {t.photo}
        </ButtonLink>
      </ActionBar>
    </Layout>
  )
}

function Clauses({ frame }: { readonly frame: PageFrame }) {
  const t = text[frame.locale]
  const { stations, opinion } = t
  return (
    <>
      <PageHead
        level={2}
        title={t.law}
        above={
          <>
            <Tag kind="accent">{t.open}</Tag> <span class="muted">{t.left}</span>
          </>
        }
        lead={t.summary}
      />
      <Line
        across
        label={t.lineLabel}
        stations={[
          { state: 'passed', label: stations.planned, note: stations.plannedNote },
          { state: 'passed', label: stations.drafted, note: stations.draftedNote, href: '#drafted' },
          { state: 'here', label: stations.open, note: stations.openNote },
          { state: 'to-come', label: stations.refined, note: stations.refinedNote },
          { state: 'to-come', label: stations.debated, note: stations.debatedNote },
          { state: 'to-come', label: stations.answered, note: stations.answeredNote },
        ]}
      />
      <Columns
        asideLabel={t.aside}
        aside={
          <>
            <Card title={t.opinionLine}>
              <Line
                label={t.opinionLine}
                stations={[
                  { state: 'passed', label: opinion.received, note: opinion.receivedNote },
                  { state: 'passed', label: opinion.placed, note: opinion.placedNote },
                  { state: 'passed', label: opinion.refined, note: opinion.refinedNote },
                  { state: 'here', label: opinion.sent, note: opinion.sentNote },
                  { state: 'to-come', label: opinion.answer, note: opinion.answerNote },
                ]}
              />
            </Card>
            <Card title={t.changes}>
              <p class="law">
                {t.changeBefore}
                <Del>{t.changeFrom}</Del>
                <Ins>{t.changeTo}</Ins>
                {t.changeAfter}
              </p>
              <Tag kind="ok">{t.adopted}</Tag>
            </Card>
            <Card title={t.stoppedLine}>
              <Line
                label={t.stoppedLine}
                stations={[
                  { state: 'passed', label: opinion.received, note: opinion.receivedNote },
                  { state: 'stopped', label: t.withdrawn, note: t.withdrawnNote },
                ]}
              />
            </Card>
          </>
        }
      >
        <h3>{t.chapter}</h3>
        <SearchInside within="clauses" />
        <div id="clauses">
          <QuoteArea href="/ui?write=1">
            <article class="clause" id="art_21">
              <Quotable provision="art_21" number={t.clauseNo}>
                {t.clause}
              </Quotable>
              <p class="plain-words">
                <b>{t.plainWords}</b> {t.plain}
              </p>
              <ButtonRow>
                <ButtonLink href="#write" label={`${t.write}: ${t.clauseNo}`}>
                  {t.write}
                </ButtonLink>
                <ButtonLink href="#said" kind="quiet">
                  {t.saidBy}
                </ButtonLink>
              </ButtonRow>
              <ul class="said">
                <li id="said">
                  <p>{t.said}</p>
                  <span class="muted">
                    <ChannelTag channel="site" />
                    <span>{t.saidBy}</span>
                    <Tag kind="ok">{t.refinedTag}</Tag>
                  </span>
                </li>
              </ul>
            </article>
            <article class="clause" id="art_22">
              <Quotable provision="art_22" number={t.clauseNo2}>
                {t.clause2}
              </Quotable>
            </article>
          </QuoteArea>
        </div>
      </Columns>
    </>
  )
}
