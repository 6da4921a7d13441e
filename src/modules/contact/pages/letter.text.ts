import { messages } from '#kernel/text'

/** The words of a deputy contact letter. The letter itself is Chinese; its title and numbers are as official letters have them. */
export const text = messages(
  {
    head: (council: string) => `${council}代表联系函`,
    number: (year: number, number: number) => `代联函〔${year}〕${number}号`,
    to: (organisation: string) => `${organisation}：`,
    dueRow: '答复期限',
    due: (day: string) => `${day}前`,
    opening: (deputy: string) => `人大代表${deputy}收到居民反映的下列事项，现发函联系，请研究办理。`,
    openingOffice: '本单位收到居民反映的下列事项，现发函联系，请研究办理。',
    said: '居民反映',
    spot: (spot: string) => `地点：${spot}`,
    closing: (day: string) =>
      `请于${day}前书面答复代表，写明办理结果、时间安排和理由；不属于你单位职责的，请在规定的工作日内退回并说明应由哪个单位办理。`,
    deputy: (name: string) => `人大代表：${name}`,
    scan: '扫码办理',
    scanWords: '扫右边的二维码，可以接收、退回、问清情况、申请延期和答复。全部经过留痕，居民看得到。',
  },
  {
    head: (council) => `${council} · Deputy contact letter`,
    number: (year, number) => `DCL [${year}] No. ${number}`,
    to: (organisation) => `To ${organisation},`,
    dueRow: 'Reply due',
    due: (day) => `by ${day}`,
    opening: (deputy) =>
      `Deputy ${deputy} was told of the following matter by a resident and asks you to look into it.`,
    openingOffice: 'We were told of the following matter by a resident and ask you to look into it.',
    said: 'What the resident said',
    spot: (spot) => `Place: ${spot}`,
    closing: (day) =>
      `Please reply to the deputy in writing by ${day}, with the result, the dates and the reasons. If you are not in charge, please return this letter within the working days allowed and say who is.`,
    deputy: (name) => `Deputy: ${name}`,
    scan: 'Open and handle',
    scanWords:
      'The code leads to the page where you accept, return, ask back, ask for more time and reply. Everything is on record, and the resident can see it.',
  },
)
