/**
 * Makes photos small before they are sent and shows them. Drawing them anew also leaves behind where and when they
 * were taken. A picture this browser cannot read is sent as it is; the server reads it.
 */
const longestEdge = 2048
const quality = 0.85

for (const input of document.querySelectorAll<HTMLInputElement>('input[type=file][data-photo]')) prepare(input)

function prepare(input: HTMLInputElement): void {
  const preview = document.createElement('div')
  preview.className = 'preview'
  const words = document.createElement('p')
  words.className = 'hint'
  words.setAttribute('role', 'status')
  input.after(preview, words)
  input.addEventListener('change', async () => {
    const before = [...(input.files ?? [])]
    const after = await Promise.all(before.map(smaller))
    input.files = filesOf(after)
    show(preview, after, input.dataset.photoAlt ?? '')
    words.textContent = after.some((file, index) => file !== before[index]) ? changed(input, before, after) : ''
  })
}

async function smaller(file: File): Promise<File> {
  if (!file.type.startsWith('image/') || file.type === 'image/gif') return file
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, longestEdge / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
    return blob ? new File([blob], `${file.name.replace(/\.\w+$/, '')}.jpg`, { type: 'image/jpeg' }) : file
  } catch {
    return file
  }
}

function filesOf(files: readonly File[]): FileList {
  const carrier = new DataTransfer()
  for (const file of files) carrier.items.add(file)
  return carrier.files
}

function show(preview: HTMLElement, files: readonly File[], alt: string): void {
  for (const image of preview.querySelectorAll('img')) URL.revokeObjectURL(image.src)
  preview.replaceChildren(
    ...files.map((file, index) => {
      const image = new Image()
      image.src = URL.createObjectURL(file)
      image.alt = files.length > 1 ? `${alt} ${index + 1}` : alt
      return image
    }),
  )
}

function changed(input: HTMLInputElement, before: readonly File[], after: readonly File[]): string {
  const total = (files: readonly File[]) =>
    new Intl.NumberFormat(document.documentElement.lang, {
      style: 'unit',
      unit: 'kilobyte',
      maximumFractionDigits: 0,
    }).format(files.reduce((sum, file) => sum + file.size, 0) / 1000)
  return (input.dataset.photoSmaller ?? '').replace('{from}', total(before)).replace('{to}', total(after))
}
