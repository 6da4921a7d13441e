import { toSend } from './model.ts'
import { all } from './store.ts'

/** Everything that has not arrived, as one file for the desk: words, sessions, and the bytes of photos and recordings. */
export async function exportFile(): Promise<void> {
  const [items, sessions, files] = await Promise.all([all('items'), all('sessions'), all('files')])
  const left = items.filter(({ state }) => state === 'ready' || state === 'refused' || state === 'draft')
  const wanted = new Set(left.flatMap((item) => item.files.map(({ fileKey }) => fileKey)))
  const content = {
    kind: 'zhitong-field',
    version: 1,
    phoneNow: new Date().toISOString(),
    sessions,
    items: left.map((item) => ({
      consultationId: item.consultationId,
      placeId: item.placeId,
      collectorId: item.collectorId,
      state: item.state,
      code: item.code,
      item: toSend(item, document.documentElement.lang),
    })),
    files: await Promise.all(
      files
        .filter(({ fileKey }) => wanted.has(fileKey))
        .map(async ({ fileKey, type, bytes }) => ({ fileKey, type, base64: await base64(bytes) })),
    ),
  }
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([JSON.stringify(content)], { type: 'application/json' }))
  link.download = `zhitong-${new Date().toISOString().slice(0, 16).replace(':', '')}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

function base64(bytes: ArrayBuffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '')
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(new Blob([bytes]))
  })
}
