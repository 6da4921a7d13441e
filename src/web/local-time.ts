/** An instant as a form's `datetime-local` field shows it in a time zone: `2026-11-20T14:30`. */
export function toLocal(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? ''
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`
}

/** The instant a `datetime-local` value means in a time zone; what was typed when it is none, for the schema to refuse. */
export function fromLocal(local: string, timeZone: string): Date | string {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local)) return local
  const wanted = Date.parse(`${local}:00Z`)
  // The zone's distance at about that moment; asked twice, as it may change in between.
  let at = wanted
  for (let turn = 0; turn < 2; turn += 1) at += wanted - Date.parse(`${toLocal(new Date(at), timeZone)}:00Z`)
  return new Date(at)
}
