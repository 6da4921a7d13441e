import './tables.ts'
import { join } from 'node:path'
import type { ModuleManifest, OpenDataColumn } from '#web/routes'
import { countAll } from './count.ts'
import { text as dataText } from './open-data.text.ts'
import { text } from './pages/figures-page.text.ts'
import { routes } from './routes.tsx'
import { longRows } from './section.ts'
import { type FiguresView, opinionFigures, projectFigures } from './view.ts'

const columns: readonly OpenDataColumn[] = [
  { key: 'section', label: '表 section', type: 'text' },
  { key: 'row', label: '行 row', type: 'text' },
  { key: 'measure', label: '指标 measure', type: 'text' },
  { key: 'value', label: '数值 value', type: 'number' },
  { key: 'words', label: '文字 words', type: 'text' },
]

/** The public figures of a council, counted from what the parts store. */
export const insight: ModuleManifest = {
  name: 'insight',
  path: 'insight',
  migrations: { name: 'insight', directory: join(import.meta.dirname, 'migrations') },
  sweeps: [{ name: 'insight.count', everyMs: 60_000, run: countAll }],
  routes,
  offers: {
    menu: ({ locale }) => ({ href: '/insight', label: text[locale].title }),
    openData: [
      {
        name: 'opinion-figures',
        title: ({ locale }) => dataText[locale].opinions,
        columns,
        rows: (app, _, reader) => rowsOf(opinionFigures({ app, ...reader }, { year: null, place: null })),
      },
      {
        name: 'legislation-figures',
        title: ({ locale }) => dataText[locale].legislation,
        columns,
        rows: (app, _, reader) => rowsOf(projectFigures({ app, ...reader }, { year: null })),
      },
    ],
  },
}

async function* rowsOf(view: Promise<FiguresView>): AsyncGenerator<Record<string, unknown>> {
  const { sections } = await view
  for (const section of sections) yield* longRows(section)
}
