/** One appointment as a calendar program needs it. */
export interface CalendarEvent {
  /** Unique in the world and the same for good. */
  readonly uid: string
  /** Grows with every correction. */
  readonly sequence: number
  readonly changedAt: Date
  readonly startsAt: Date
  /** Null: nobody said when it ends. */
  readonly endsAt: Date | null
  readonly title: string
  readonly where: string
  readonly about: string
  readonly url: string
  readonly withdrawn: boolean
}

export interface CalendarFile {
  /** Who wrote it, for the file's PRODID: the module's name. */
  readonly product: string
  readonly name: string
  /** Language of the words, BCP 47. */
  readonly language: string
  readonly events: readonly CalendarEvent[]
}

/**
 * An iCalendar file. A withdrawn appointment stays in it as cancelled, so that a program that holds it takes it out.
 * Source: RFC 5545; the name by RFC 7986, 5.1.
 */
export function iCalendar({ product, name, language, events }: CalendarFile): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//Zhitong//${product}//ZH`,
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME;LANGUAGE=${language}:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    ...events.flatMap((event) => eventLines(event, language)),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

function eventLines(event: CalendarEvent, language: string): string[] {
  const words = (property: string, value: string) =>
    value === '' ? [] : [`${property};LANGUAGE=${language}:${escaped(value)}`]
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(event.uid)}`,
    `DTSTAMP:${instant(event.changedAt)}`,
    `LAST-MODIFIED:${instant(event.changedAt)}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTART:${instant(event.startsAt)}`,
    ...(event.endsAt ? [`DTEND:${instant(event.endsAt)}`] : []),
    ...words('SUMMARY', event.title),
    ...words('LOCATION', event.where),
    ...words('DESCRIPTION', event.about),
    `URL:${event.url}`,
    `STATUS:${event.withdrawn ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
  ]
}

/** `20261120T010000Z`. Source: RFC 5545, 3.3.5, form 2. */
function instant(at: Date): string {
  return at.toISOString().replace(/[-:]|\.\d+/g, '')
}

/** Source: RFC 5545, 3.3.11. Other control characters than tab are not allowed in a text. */
function escaped(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\n/g, '\\n')
    .replace(/[^\P{Cc}\t]/gu, '')
}

/** Lines of at most 75 octets, none cut within a character. Source: RFC 5545, 3.1. */
function folded(line: string): string {
  const pieces: string[] = []
  let piece = ''
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > 75) {
      pieces.push(piece)
      piece = ' '
      octets = 1
    }
    piece += character
    octets += size
  }
  return [...pieces, piece].join('\r\n')
}
