import { dateTag } from '#kernel/text'
import { type Council, nameIn } from '#parts/councils'
import { Button, DateField, DefinitionList, Field, Form, Radios, Table, TextArea, useLocale, useText } from '#ui'
import { adminText } from '../admin.text.ts'
import { text } from './council-page.text.ts'
import { fieldOf, Room, type RoomView } from './room.tsx'

export interface CouncilView extends RoomView {
  readonly council: Council
  readonly divisionCode: string | null
  readonly hosts: readonly string[]
  readonly above: readonly Council[]
  readonly below: readonly Council[]
  readonly days: readonly { readonly day: string; readonly working: boolean; readonly name: string }[]
}

/** The council itself: names, addresses, levels, and the days on which it differs from the national calendar. */
export function CouncilPage({ view }: { readonly view: CouncilView }) {
  const t = useText(text)
  const a = useText(adminText)
  const locale = useLocale()
  const { council } = view
  const names = (councils: readonly Council[]) => councils.map((each) => nameIn(each, locale)).join(' · ') || t.none
  return (
    <Room view={view} title={t.title} lead={t.lead}>
      <Form action="/admin/council">
        <Field {...fieldOf(view, 'name_zh', council.name_zh)} label={a.nameZh} />
        <Field {...fieldOf(view, 'name_en', council.name_en)} label={a.nameEn} optional />
        <Field {...fieldOf(view, 'short_name_zh', council.short_name_zh)} label={t.shortZh} optional />
        <Field {...fieldOf(view, 'short_name_en', council.short_name_en)} label={t.shortEn} optional />
        <Field {...fieldOf(view, 'phone', council.phone)} label={t.phone} type="tel" width="medium" optional />
        <TextArea
          {...fieldOf(view, 'hosts', view.hosts.join('\n'))}
          label={t.hosts}
          hint={t.hostsHint}
          rows={3}
          optional
        />
        <Field {...fieldOf(view, 'division_code', view.divisionCode)} label={t.division} width="medium" optional />
        <Field {...fieldOf(view, 'time_zone', council.time_zone)} label={t.timeZone} width="medium" />
        <Button>{a.save}</Button>
      </Form>
      <section aria-labelledby="levels">
        <h2 id="levels">{t.levels}</h2>
        <DefinitionList
          items={[
            { term: t.above, value: names(view.above) },
            { term: t.below, value: names(view.below) },
          ]}
        />
      </section>
      <Calendar view={view} />
    </Room>
  )
}

function Calendar({ view }: { readonly view: CouncilView }) {
  const t = useText(text)
  const locale = useLocale()
  const words = new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'full', timeZone: 'UTC' })
  const inWords = (day: string) => words.format(new Date(`${day}T00:00:00Z`))
  return (
    <section aria-labelledby="calendar">
      <h2 id="calendar">{t.calendar}</h2>
      <p class="muted">{t.calendarNote}</p>
      <Table
        caption={t.calendar}
        captionHidden
        keyOf={({ day }) => day}
        rows={view.days}
        empty={t.noDays}
        columns={[
          { label: t.day, names: true, cell: ({ day }) => inWords(day) },
          { label: t.what, cell: ({ working }) => (working ? t.working : t.off) },
          { label: t.why, cell: ({ name }) => name },
          {
            label: t.remove,
            cell: ({ day }) => (
              <Form action="/admin/council/calendar/clear">
                <input type="hidden" name="day" value={day} />
                <Button kind="quiet" label={t.removeOf(inWords(day))}>
                  {t.remove}
                </Button>
              </Form>
            ),
          },
        ]}
      />
      <Form action="/admin/council/calendar">
        <DateField {...fieldOf(view, 'day')} label={t.day} />
        <Radios
          {...fieldOf(view, 'working', 'off')}
          label={t.what}
          inline
          options={(['off', 'working'] as const).map((value) => ({ value, label: t[value] }))}
        />
        <Field {...fieldOf(view, 'name')} label={t.why} hint={t.whyHint} />
        <Button>{t.add}</Button>
      </Form>
    </section>
  )
}
