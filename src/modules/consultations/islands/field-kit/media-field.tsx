import { useRef, useState } from 'preact/hooks'
import { uuidv7 } from 'uuidv7'
import { buttonClass, useText } from '#ui'
import type { Item, ItemFile } from './model.ts'
import { changeItem, put, remove } from './store.ts'
import { text } from './text.text.ts'

const longestEdge = 2048
const quality = 0.85
const mostFiles = 5
const longestMs = 10 * 60_000
const recordedAs = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus']

/** A photo of written words, or a recording: on the phone first, sent with the opinion. */
export function MediaField({ item }: { readonly item: Item }) {
  const t = useText(text)
  const [trouble, setTrouble] = useState('')
  const recorder = useRecorder(
    (bytes, type) => void keep(item, { kind: 'voice', name: `voice.${type.split('/')[1] ?? 'webm'}`, type, bytes }),
    () => setTrouble(t.recordRefused),
  )
  const photographed = async (input: HTMLInputElement) => {
    const [file] = input.files ?? []
    input.value = ''
    if (!file) return
    const small = await smaller(file)
    setTrouble(small ? '' : t.photoBad)
    if (!small) return
    const bytes = await small.arrayBuffer()
    await keep(item, { kind: 'photo', name: 'photo.jpg', type: small.type, bytes })
  }
  return (
    <div class="field">
      {item.files.length < mostFiles && (
        <>
          <label for="kit-photo">{t.photo}</label>
          <p class="hint" id="kit-photo-hint">
            {t.photoHint}
          </p>
          <input
            class="box file"
            type="file"
            id="kit-photo"
            accept="image/*"
            capture="environment"
            aria-describedby="kit-photo-hint"
            onChange={(event) => void photographed(event.currentTarget)}
          />
          {recorder.able && (
            <p class="row buttons">
              <button class={buttonClass('quiet')} type="button" onClick={recorder.toggle}>
                {recorder.running ? t.recordStop : t.record}
              </button>
            </p>
          )}
        </>
      )}
      <p role="status" class="error">
        {trouble}
      </p>
      <ul class="kit-files">
        {item.files.map((file, index) => (
          <FileRow key={file.fileKey} item={item} file={file} index={index} />
        ))}
      </ul>
    </div>
  )
}

function FileRow({ item, file, index }: { readonly item: Item; readonly file: ItemFile; readonly index: number }) {
  const t = useText(text)
  const name = `${file.kind === 'voice' ? t.recorded : t.photoName} ${index + 1}`
  const drop = async () => {
    await changeItem(item.clientKey, (before) =>
      before.state === 'draft'
        ? { ...before, files: before.files.filter(({ fileKey }) => fileKey !== file.fileKey) }
        : null,
    )
    await remove('files', file.fileKey)
  }
  return (
    <li class="row">
      {name} <span class="num">{Math.ceil(file.sizeBytes / 1000)} kB</span>
      <button class={buttonClass('quiet')} type="button" onClick={() => void drop()}>
        {t.removeFile(name)}
      </button>
    </li>
  )
}

interface Taken {
  readonly kind: 'photo' | 'voice'
  readonly name: string
  readonly type: string
  readonly bytes: ArrayBuffer
}

/** The bytes first, then the item that names them: a phone that dies in between loses nothing that was promised. */
async function keep(item: Item, { kind, name, type, bytes }: Taken): Promise<void> {
  const fileKey = uuidv7()
  await put('files', { fileKey, type, bytes })
  const file: ItemFile = { fileKey, kind, name, sizeBytes: bytes.byteLength }
  await changeItem(item.clientKey, (before) =>
    before.state === 'draft' ? { ...before, files: [...before.files, file] } : null,
  )
}

/** Drawn anew: smaller, and without the place where it was taken. */
async function smaller(file: File): Promise<Blob | null> {
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, longestEdge / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    return await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
  } catch {
    return null
  }
}

function useRecorder(done: (bytes: ArrayBuffer, type: string) => void, refused: () => void) {
  const [running, setRunning] = useState(false)
  const recorder = useRef<MediaRecorder | null>(null)
  const toggle = async () => {
    if (recorder.current) return recorder.current.stop()
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
      const mimeType = recordedAs.find((type) => MediaRecorder.isTypeSupported(type))
      const made = new MediaRecorder(stream, { ...(mimeType && { mimeType }), audioBitsPerSecond: 24_000 })
      const pieces: Blob[] = []
      made.addEventListener('dataavailable', (event) => pieces.push(event.data))
      made.addEventListener('stop', async () => {
        for (const track of stream.getTracks()) track.stop()
        recorder.current = null
        setRunning(false)
        const type = made.mimeType.split(';')[0] ?? 'audio/webm'
        done(await new Blob(pieces, { type }).arrayBuffer(), type)
      })
      made.start()
      setTimeout(() => made.state === 'recording' && made.stop(), longestMs)
      recorder.current = made
      setRunning(true)
    } catch {
      refused()
    }
  }
  const able = 'MediaRecorder' in window && Boolean(navigator.mediaDevices)
  return { able, running, toggle: () => void toggle() }
}
