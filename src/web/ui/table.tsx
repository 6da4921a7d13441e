import type { ComponentChildren } from 'preact'
import { classNames } from './class-names.ts'
import { useText } from './frame.ts'
import { text } from './ui.text.ts'

export interface Column<Row> {
  readonly label: string
  readonly cell: (row: Row, index: number) => ComponentChildren
  /** Figures: aligned at the end, digits of one width. */
  readonly numeric?: boolean
  /** The cell that names its row. */
  readonly names?: boolean
  /** Where the heading sorts: the address of the other order, and the order now. */
  readonly sort?: { readonly href: string; readonly now?: 'ascending' | 'descending' }
}

export interface TableProps<Row> {
  /** What the table shows; always there, for ears only if `captionHidden`. */
  readonly caption: string
  readonly captionHidden?: boolean
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /**
   * On a phone: each row a small card (`stack`), the table scrolls sideways (`scroll`, for figures to compare), or it
   * stays a table (`keep`, for a name and a number).
   */
  readonly phone?: 'stack' | 'scroll' | 'keep'
  /** A last row of totals: one cell per column. */
  readonly total?: readonly ComponentChildren[]
  readonly empty?: string
  /** The row one stands on, on the desk. */
  readonly currentKey?: string
}

/** Rows of the same kind. */
export function Table<Row>(props: TableProps<Row>) {
  const t = useText(text)
  const { caption, captionHidden, columns, rows, keyOf, phone = 'stack', total, empty = t.tableEmpty } = props
  if (rows.length === 0) {
    return (
      <>
        {!captionHidden && <p class="empty-caption">{caption}</p>}
        <p class="empty-table muted">{empty}</p>
      </>
    )
  }
  const table = (
    <table class={classNames(phone !== 'scroll' && phone)}>
      <caption class={classNames(captionHidden && 'sr')}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <Heading key={column.label} column={column} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={keyOf(row)} aria-current={keyOf(row) === props.currentKey ? 'true' : undefined}>
            {columns.map((column) => (
              <Cell key={column.label} column={column}>
                {column.cell(row, index)}
              </Cell>
            ))}
          </tr>
        ))}
      </tbody>
      {total && (
        <tfoot>
          <tr>
            {columns.map((column, index) => (
              <Cell key={column.label} column={column}>
                {total[index]}
              </Cell>
            ))}
          </tr>
        </tfoot>
      )}
    </table>
  )
  if (phone !== 'scroll') return table
  // Focusable, so that the keyboard can scroll what the finger can.
  return (
    <section class="scroll" aria-label={caption} tabIndex={0}>
      {table}
    </section>
  )
}

function Heading<Row>({ column }: { readonly column: Column<Row> }) {
  const t = useText(text)
  const { label, numeric, sort } = column
  if (!sort) {
    return (
      <th scope="col" class={classNames(numeric && 'num')}>
        {label}
      </th>
    )
  }
  return (
    <th scope="col" class={classNames(numeric && 'num')} aria-sort={sort.now ?? 'none'}>
      <a href={sort.href} aria-label={t.sortBy(label)}>
        {label}
        <span aria-hidden="true">{sort.now === 'ascending' ? ' ↑' : sort.now === 'descending' ? ' ↓' : ' ↕'}</span>
      </a>
    </th>
  )
}

interface CellProps<Row> {
  readonly column: Column<Row>
  readonly children: ComponentChildren
}

function Cell<Row>({ column, children }: CellProps<Row>) {
  const { label, numeric, names } = column
  return names ? (
    <th scope="row" data-label={label} class={classNames(numeric && 'num')}>
      {children}
    </th>
  ) : (
    <td data-label={label} class={classNames(numeric && 'num')}>
      {children}
    </td>
  )
}
