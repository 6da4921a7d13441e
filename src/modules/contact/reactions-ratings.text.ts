import { messages } from '#kernel/text'

export const text = messages(
  {
    asked: (matter: string) => `承办单位请求复核评价：${matter}`,
    upheld: (matter: string) => `复核结果：维持原评价。${matter}`,
    anew: (matter: string) => `复核结果：重新评价。${matter}`,
    rated: (matter: string) => `收到一个评价：${matter}`,
    changed: (matter: string) => `一个评价改了：${matter}`,
    body: '打开可以看到评价、理由和复核。',
    again: (matter: string) => `请您重新评一次：${matter}`,
    againBody: '承办单位请求复核，办公室同意了。打开就能重新评价；原来的评价会留作记录。不评的话，原来的评价仍然有效。',
  },
  {
    asked: (matter) => `A department asks for a re-check: ${matter}`,
    upheld: (matter) => `Re-checked, the rating stands: ${matter}`,
    anew: (matter) => `Re-checked, to be rated anew: ${matter}`,
    rated: (matter) => `A rating came in: ${matter}`,
    changed: (matter) => `A rating was changed: ${matter}`,
    body: 'Open it for the rating, the reasons and the re-check.',
    again: (matter) => `Please rate once more: ${matter}`,
    againBody:
      'The department asked for a re-check and the office agreed. Open it to rate again; what you said before stays on record, and counts if you do not.',
  },
)
