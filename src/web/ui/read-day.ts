/**
 * The day a person typed, forgivingly: `2026-3-8`, `2026.3.8`, `20260308`, `2026年3月8日`, full-width digits.
 * @returns an ISO date; null where it is no day of the calendar
 */
export function readDay(typed: string): string | null {
  const plain = typed.normalize('NFKC').trim()
  const parts = /^(\d{4})(?:(\d{2})(\d{2})|\s*[年\-/.\s]\s*(\d{1,2})\s*[月\-/.\s]\s*(\d{1,2})\s*日?)$/.exec(plain)
  if (!parts) return null
  const [year, month, day] = [parts[1], parts[2] ?? parts[4], parts[3] ?? parts[5]]
  const iso = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
  const date = new Date(`${iso}T00:00:00Z`)
  // Date rolls 31 June over to 1 July; such a day was not typed by anyone who meant it.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null
}
