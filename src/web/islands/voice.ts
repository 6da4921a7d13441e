/** Speaks instead of types: records into a file field. Without a microphone the field's own picker stays. */
const longestMs = 5 * 60_000
const kinds = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus']

for (const input of document.querySelectorAll<HTMLInputElement>('input[type=file][data-voice]')) {
  if ('MediaRecorder' in window && navigator.mediaDevices) offer(input)
}

function offer(input: HTMLInputElement): void {
  const { voiceStart = '', voiceStop = '', voiceDone = '', voiceRefused = '' } = input.dataset
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'btn quiet'
  button.textContent = voiceStart
  const words = document.createElement('p')
  words.className = 'hint'
  words.setAttribute('role', 'status')
  const player = document.createElement('audio')
  player.controls = true
  player.hidden = true
  input.before(button, words, player)
  let recorder: MediaRecorder | null = null

  button.addEventListener('click', async () => {
    if (recorder) return recorder.stop()
    try {
      recorder = await record((file) => {
        recorder = null
        button.textContent = voiceStart
        words.textContent = voiceDone
        keep(input, player, file)
      })
      button.textContent = voiceStop
      words.textContent = ''
    } catch {
      words.textContent = voiceRefused
    }
  })
}

async function record(done: (file: File) => void): Promise<MediaRecorder> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
  const mimeType = kinds.find((kind) => MediaRecorder.isTypeSupported(kind))
  const recorder = new MediaRecorder(stream, { ...(mimeType && { mimeType }), audioBitsPerSecond: 32_000 })
  const pieces: Blob[] = []
  recorder.addEventListener('dataavailable', (event) => pieces.push(event.data))
  recorder.addEventListener('stop', () => {
    for (const track of stream.getTracks()) track.stop()
    const type = recorder.mimeType.split(';')[0] ?? 'audio/webm'
    done(new File(pieces, `voice.${type.split('/')[1]}`, { type }))
  })
  recorder.start()
  setTimeout(() => recorder.state === 'recording' && recorder.stop(), longestMs)
  return recorder
}

function keep(input: HTMLInputElement, player: HTMLAudioElement, file: File): void {
  const carrier = new DataTransfer()
  carrier.items.add(file)
  input.files = carrier.files
  input.dispatchEvent(new Event('change', { bubbles: true }))
  URL.revokeObjectURL(player.src)
  player.src = URL.createObjectURL(file)
  player.hidden = false
}
