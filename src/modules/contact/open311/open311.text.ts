import { messages } from '#kernel/text'

/** Words programs read: by the standard there is one language in an answer, so reasons stand in both. */
export const text = messages(
  {
    group: '代表联络',
    general: '其他事情',
    settled: '反映人确认：已办结。',
    notice: (number: number) => `已收到，编号 ${number}。代表或承办单位会在规定的日期前答复。`,
  },
  {
    group: 'Contact a deputy',
    general: 'Anything else',
    settled: 'Settled: confirmed by the one who asked.',
    notice: (number) => `Received as number ${number}. A deputy or department answers by the day the rules give.`,
  },
)

/** Why a program was refused, and what to do; English, as the standard's own words are. */
export const refusals = {
  jurisdiction: 'jurisdiction_id is not known here. Leave it out, or send the one the discovery document names.',
  key: 'api_key is missing, unknown or ended. Ask the office of this council for one.',
  service: 'service_code is not known. GET services.json lists them.',
  description: 'description is missing, or longer than 2000 characters.',
  location: 'Send lat and long as decimal degrees, or address_string; one of them is required.',
  email: 'email or phone cannot be read.',
  request: 'There is no such request, or not everybody may read it.',
  token: 'There is no such token.',
  dates: 'Dates are ISO 8601 (2026-11-20T09:00:00Z), the first before the last, at most 90 days apart.',
  page: 'page begins at 1; page_size is at most 500.',
  ids: 'service_request_id is a list of numbers with commas between, at most 100.',
  status: 'status is open, closed, or both with a comma.',
  media: 'Photos are not fetched from other addresses. Leave media_url out.',
  many: 'Too many requests in this hour for this key. Try again later.',
} as const
