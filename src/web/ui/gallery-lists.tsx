import { qrSvg } from '#kernel/documents/qr'
import type { PageFrame } from './frame.ts'
import { text } from './gallery.text.ts'
import {
  Bar,
  BarChart,
  ButtonLink,
  ButtonRow,
  Card,
  CardGrid,
  CopyButton,
  DefinitionList,
  Desk,
  DeskKeys,
  Details,
  Dialog,
  EmptyState,
  FilterBar,
  Menu,
  Pager,
  Pane,
  PrintButton,
  PrintSheet,
  ProgressBar,
  QrFigure,
  SearchBox,
  Secondary,
  Select,
  Shown,
  Stat,
  StatRow,
  Table,
  Tabs,
  TimeChart,
  Timeline,
  WorkList,
} from './index.ts'

interface GalleryProps {
  readonly frame: PageFrame
}

/** Everything one reads through: tables, numbers, cards, what folds and opens, paper, the desk. */
export function GalleryLists({ frame }: GalleryProps) {
  return (
    <>
      <Lists frame={frame} />
      <Figures frame={frame} />
      <Charts frame={frame} />
      <Opening frame={frame} />
      <Paper frame={frame} />
      <DeskSample frame={frame} />
    </>
  )
}

function Lists({ frame }: GalleryProps) {
  const t = text[frame.locale]
  const rows = [
    { name: t.riverEast, said: 218, answered: 201 },
    { name: t.riverWest, said: 164, answered: 164 },
    { name: t.hillTop, said: 100, answered: 62 },
  ]
  const columns = [
    { label: t.community, cell: (row: (typeof rows)[number]) => row.name, names: true },
    {
      label: t.opinions,
      cell: (row: (typeof rows)[number]) => row.said,
      numeric: true,
      sort: { href: '/ui?sort=said', now: 'descending' as const },
    },
    {
      label: t.answeredCount,
      cell: (row: (typeof rows)[number]) => row.answered,
      numeric: true,
      sort: { href: '/ui?sort=answered' },
    },
  ]
  return (
    <>
      <h2>{t.tables}</h2>
      <SearchBox action="/ui" label={t.searchLabel} />
      <FilterBar action="/ui" clearHref="/ui">
        <Select name="channel" label={t.channel} options={[{ value: 'web', label: t.riverEast }]} empty={t.all} />
        <Select name="state" label={t.state} options={[{ value: 'done', label: t.answered }]} empty={t.all} />
      </FilterBar>
      <Tabs
        label={t.sections}
        tabs={[
          { href: '/ui', label: t.all, count: 482, current: true },
          { href: '/ui?tab=mine', label: t.mine, count: 3 },
          { href: '/ui?tab=answered', label: t.answered, count: 427 },
        ]}
      />
      <Table
        caption={t.tableCaption}
        columns={columns}
        rows={rows}
        keyOf={(row) => row.name}
        total={[t.total, 482, 427]}
      />
      <Shown page={2} pageSize={20} total={482} />
      <Pager page={2} pages={25} hrefOf={(page) => `/ui?page=${page}`} />
      <Table caption={t.emptyCaption} columns={columns} rows={[]} keyOf={(row) => row.name} />
      <BudgetTable frame={frame} />
    </>
  )
}

function BudgetTable({ frame }: GalleryProps) {
  const t = text[frame.locale]
  const years = [2022, 2023, 2024, 2025, 2026]
  const rows = [
    { name: t.education, amounts: [182_340, 190_112, 201_450, 214_003, 220_871] },
    { name: t.health, amounts: [92_015, 97_330, 99_821, 104_420, 110_006] },
  ]
  const number = new Intl.NumberFormat(frame.locale)
  return (
    <Table
      caption={t.wideCaption}
      phone="scroll"
      rows={rows}
      keyOf={(row) => row.name}
      columns={[
        { label: t.item, cell: (row) => row.name, names: true },
        ...years.map((year, index) => ({
          label: String(year),
          cell: (row: (typeof rows)[number]) => number.format(row.amounts[index] ?? 0),
          numeric: true,
        })),
      ]}
    />
  )
}

function Figures({ frame }: GalleryProps) {
  const t = text[frame.locale]
  return (
    <>
      <h2>{t.numbers}</h2>
      <StatRow label={t.numbers}>
        <Stat value={12482} label={t.statLabel} href="#said" note={t.statNote} />
        <Stat value={9} label={t.stations2} href="/ui" />
        <Stat value={427} label={t.answeredPart} href="/ui?tab=answered" />
      </StatRow>
      <ProgressBar label={t.progress} done={44} total={61} kind="ok" />
      <ProgressBar label={t.progressLow} done={2} total={61} kind="wait" />
      <ProgressBar label={t.answeredPart} done={427} total={482} />
      <h2>{t.cards}</h2>
      <CardGrid label={t.cards}>
        {[t.riverEast, t.riverWest, t.hillTop].map((name) => (
          <Card key={name} asItem level={3} title={`${t.cardTitle} · ${name}`} href="#station">
            <p class="muted">{t.cardText}</p>
          </Card>
        ))}
      </CardGrid>
      <EmptyState title={t.emptyTitle} action={<ButtonLink href="#write">{t.write}</ButtonLink>}>
        {t.emptyText}
      </EmptyState>
    </>
  )
}

function Charts({ frame }: GalleryProps) {
  const t = text[frame.locale]
  const bars = [
    { label: t.riverEast, value: 218 },
    { label: t.riverWest, value: 164 },
    { label: t.hillTop, value: 100 },
  ]
  const months = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      label: `${2025 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
      value: ((index * 37) % 60) + index,
    }))
  return (
    <>
      <h2>{t.charts}</h2>
      <BarChart title={t.charts} unit={t.statLabel} points={bars} />
      <TimeChart title={t.charts} unit={t.statLabel} points={months(9)} />
      <TimeChart title={t.charts} unit={t.statLabel} points={months(24)} />
    </>
  )
}

function Opening({ frame }: GalleryProps) {
  const t = text[frame.locale]
  return (
    <>
      <h2>{t.details}</h2>
      <Details summary={t.detailsSummary}>
        <p>{t.detailsText}</p>
      </Details>
      <Secondary label={t.secondary}>
        <p>{t.secondaryText}</p>
      </Secondary>
      <ButtonRow>
        <Menu label={t.moreActions}>
          <a href="#copy">{t.copyLink}</a>
          <a href="#receipt">{t.printIt}</a>
          <a href="#report">{t.report}</a>
        </Menu>
        <ButtonLink href="/verify" kind="quiet" opens="how-to-check">
          {t.dialogOpen}
        </ButtonLink>
        <CopyButton value="7KQ4-M2" label={t.copyLink} />
        <PrintButton />
      </ButtonRow>
      <Dialog id="how-to-check" title={t.dialogOpen}>
        <p>{t.dialogText}</p>
      </Dialog>
      <h2>{t.history}</h2>
      <Timeline
        label={t.history}
        entries={[
          { at: '2026-11-09T14:05:00+08:00', when: '11-09 14:05', what: t.historyWhat1, who: t.historyWho },
          { at: '2026-11-10', when: '11-10', what: t.historyWhat2 },
        ]}
      />
    </>
  )
}

function Paper({ frame }: GalleryProps) {
  const t = text[frame.locale]
  return (
    <>
      <h2>{t.data}</h2>
      <PrintSheet title={t.sheetTitle} foot={t.doneText}>
        <DefinitionList
          items={[
            { term: t.receipt, value: '7KQ4-M2' },
            { term: t.received, value: t.receivedOn },
            { term: t.community, value: t.riverEast, action: <a href="#write">{t.change}</a> },
          ]}
        />
        <QrFigure
          svg={qrSvg('https://yunshan.example/r/7KQ4-M2', { sizeMm: 30, label: t.qrCaption })}
          href="/verify"
          caption={t.qrCaption}
        />
      </PrintSheet>
    </>
  )
}

function DeskSample({ frame }: GalleryProps) {
  const t = text[frame.locale]
  return (
    <>
      <h2>{t.desk}</h2>
      <p class="muted">{t.keysHint}</p>
      <DeskKeys keys={[{ key: 'F', label: t.deskKey, presses: 'finish' }]} />
      <Desk>
        <Pane title={t.deskList}>
          <WorkList
            label={t.deskList}
            items={[
              {
                href: '#one',
                title: t.deskItem1,
                count: 24,
                note: t.deskNote,
                state: t.deskTodo,
                current: true,
                bar: <Bar percent={92} />,
              },
              {
                href: '#two',
                title: t.deskItem2,
                count: 18,
                note: t.deskNote,
                state: t.refinedTag,
                bar: <Bar percent={70} kind="ok" />,
              },
            ]}
          />
        </Pane>
        <Pane title={t.deskSource} actions={<a href="#merge">{t.change}</a>}>
          <p>{t.said}</p>
          <ButtonRow>
            <ButtonLink href="#finished" id="finish">
              {t.deskKey}
            </ButtonLink>
          </ButtonRow>
        </Pane>
      </Desk>
    </>
  )
}
