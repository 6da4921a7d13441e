import {
  Button,
  Checkbox,
  ConfirmForm,
  Details,
  Field,
  Form,
  Select,
  Tag,
  TextArea,
  useLocale,
  useText,
  Words,
} from '#ui'
import { spaced } from '../words.ts'
import { text } from './run-page.text.ts'
import type { RunPageProps, Values } from './run-page.tsx'

type Props = RunPageProps & { readonly base: string }
type Note = RunPageProps['view']['notes'][number]

/** The minutes while they are written: note by note, each may become a matter. */
export function RunMinutes({ view, base, values, errors }: Props) {
  const t = useText(text)
  const { notes, stage } = view
  const open = stage === 'running' || stage === 'ended' || stage === 'recorded'
  return (
    <section aria-labelledby="minutes">
      <h2 id="minutes">{t.minutes}</h2>
      <ul class="said">
        {notes.map((note) => (
          <OneNote key={note.id} note={note} view={view} base={base} values={values} errors={errors} />
        ))}
      </ul>
      {open && (
        <Form action={`${base}/notes`} guard={`note ${base}`} label={t.note}>
          <h2>{t.note}</h2>
          <NoteFields view={view} values={values.noteId ? {} : values} errors={values.noteId ? {} : errors} id="note" />
          <Button>{t.save}</Button>
        </Form>
      )}
    </section>
  )
}

interface FieldsProps {
  readonly view: RunPageProps['view']
  readonly values: Values
  readonly errors: Values
  /** Before the field's name, where a page shows it more than once. */
  readonly id: string
}

function NoteFields({ view, values, errors, id }: FieldsProps) {
  const t = useText(text)
  const locale = useLocale()
  const error = errors[`${id}-body`]
  return (
    <>
      <TextArea
        id={`f-${id}-body`}
        name="body"
        label={t.noteBody}
        rows={3}
        maxLength={2000}
        value={values.body ?? ''}
        {...(error && { error })}
      />
      {view.agenda.length > 0 && (
        <Select
          id={`f-${id}-item`}
          name="agendaItemId"
          label={t.item}
          empty={t.itemNone}
          optional
          value={values.agendaItemId ?? ''}
          options={view.agenda.map((item) => ({
            value: item.id,
            label: (locale === 'en' && item.title_en) || item.title,
          }))}
        />
      )}
      <Field
        id={`f-${id}-saidBy`}
        name="saidBy"
        label={t.saidBy}
        hint={t.saidByHint}
        optional
        maxLength={40}
        width="medium"
        value={values.saidBy ?? ''}
      />
      <Checkbox id={`f-${id}-named`} name="named" label={t.named} checked={values.named === 'yes'} />
    </>
  )
}

interface NoteProps {
  readonly note: Note
  readonly view: RunPageProps['view']
  readonly base: string
  readonly values: Values
  readonly errors: Values
}

function OneNote({ note, view, base, values, errors }: NoteProps) {
  const t = useText(text)
  const again = values.noteId === note.id
  const isDraft = note.leaf_id === null && note.matter_at === null
  const own: Values = again
    ? values
    : {
        body: note.body,
        agendaItemId: note.agenda_item_id ?? '',
        saidBy: note.said_by ?? '',
        named: note.named ? 'yes' : '',
      }
  return (
    <li id={`note-${note.position}`}>
      <p>
        {note.said_by && (
          <b>
            <Words>{`${note.said_by} `}</Words>
          </b>
        )}
        <Words>{note.body}</Words> {note.leaf_id && <Tag kind="ok">{t.published}</Tag>}
      </p>
      {note.receipt !== null ? (
        <div class="matter">
          <p class="row">
            <Tag kind="accent">{t.isMatter}</Tag> <b class="num">{t.receipt(spaced(note.receipt))}</b>
          </p>
          {note.follows && <p>{t.receiptHint}</p>}
          <p>
            <a href={`/r/${spaced(note.receipt)}`}>{t.receiptLink}</a>
          </p>
        </div>
      ) : (
        <MatterForm note={note} view={view} base={base} />
      )}
      {isDraft && (
        <>
          <Details summary={t.change} open={again}>
            <Form action={`${base}/notes/change`}>
              <input type="hidden" name="noteId" value={note.id} />
              <input type="hidden" name="position" value={note.position} />
              <NoteFields view={view} values={own} errors={again ? errors : {}} id={`note${note.position}`} />
              <Button kind="quiet">{t.saveChange}</Button>
            </Form>
          </Details>
          <ConfirmForm
            action={`${base}/notes/drop`}
            label={t.drop}
            question={t.dropQuestion}
            confirmLabel={t.drop}
            values={{ noteId: note.id }}
          />
        </>
      )}
    </li>
  )
}

function MatterForm({ note, view, base }: Pick<NoteProps, 'note' | 'view' | 'base'>) {
  const t = useText(text)
  return (
    <Details summary={t.matter}>
      <Form action={`${base}/notes/matter`}>
        <input type="hidden" name="noteId" value={note.id} />
        <p class="muted">{t.matterNote}</p>
        {view.leaders.length > 0 && (
          <Select
            id={`f-keeper-${note.position}`}
            name="keeperId"
            label={t.keeper}
            empty={t.keeperNone}
            optional
            options={view.leaders.map(({ id, name }) => ({ value: id, label: name ?? id.slice(-4) }))}
          />
        )}
        <Checkbox id={`f-follows-${note.position}`} name="follows" label={t.follows} />
        <Button>{t.matterDo}</Button>
      </Form>
    </Details>
  )
}
