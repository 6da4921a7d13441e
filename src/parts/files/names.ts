const extensions: Readonly<Record<string, string>> = {
  'image/webp': 'webp',
  'image/jpeg': 'jpg',
  'audio/webm': 'webm',
  'audio/ogg': 'ogg',
  'audio/mp4': 'm4a',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'text/plain': 'txt',
}

/**
 * The sender's file name made fit to show and to save under: no folders, no control or direction characters (which
 * make `exe.fdp` look like `pdf.exe`), and the ending that the content has.
 */
export function shownName(name: string, mediaType: string): string {
  const extension = extensions[mediaType] ?? 'bin'
  const base = name
    .normalize('NFC')
    .replace(/^.*[\\/]/, '')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\.[^.]{0,8}$/, '')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  const kept = [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(base)].map(({ segment }) => segment)
  let short = ''
  for (const grapheme of kept) {
    if (short.length + grapheme.length > 120) break
    short += grapheme
  }
  return `${short || 'file'}.${extension}`
}
