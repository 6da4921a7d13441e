/** What stands in braces in a template, by its Chinese and its English name. */
export const placeholders = [
  { key: 'title', zh: '标题' },
  { key: 'number', zh: '编号' },
  { key: 'place', zh: '地点' },
  { key: 'department', zh: '单位' },
  { key: 'today', zh: '今天' },
  { key: 'due', zh: '期限' },
] as const
export type Placeholder = (typeof placeholders)[number]['key']

/** A template with its braces filled in; what has no value, or is no placeholder, stays for the writer to see. */
export function fillTemplate(body: string, values: Readonly<Partial<Record<Placeholder, string>>>): string {
  return body.replace(/\{\s*([^{}\s]{1,20})\s*\}/gu, (whole, name: string) => {
    const found = placeholders.find(({ key, zh }) => key === name || zh === name)
    return (found && values[found.key]) || whole
  })
}
