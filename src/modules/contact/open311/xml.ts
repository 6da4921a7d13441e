type Value = string | number | boolean | null | undefined | readonly object[] | object

/**
 * A list or thing as XML by the names GeoReport uses: `<services><service>…`.
 * @param item the name of one entry of a list, by the name of the list
 */
export function xmlOf(root: string, value: object, item: Readonly<Record<string, string>>): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${element(root, value, item)}\n`
}

function element(name: string, value: Value, item: Readonly<Record<string, string>>): string {
  if (value === null || value === undefined) return `<${name}/>`
  if (Array.isArray(value)) {
    const each = item[name] ?? 'item'
    return `<${name}>${value.map((entry: Value) => element(each, entry, item)).join('')}</${name}>`
  }
  if (typeof value === 'object') {
    const inside = Object.entries(value).map(([key, entry]) => element(key, entry as Value, item))
    return `<${name}>${inside.join('')}</${name}>`
  }
  return `<${name}>${escaped(String(value))}</${name}>`
}

// What XML 1.0 cannot hold, not even escaped.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly what is taken out
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(unwritable, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
