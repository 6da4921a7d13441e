import { takenAt } from './exif.ts'

type Words = DOMStringMap

/** The button that reads where the phone is, once; and the offer of the place a photo remembers. Never by itself. */
export function offerPlace(form: HTMLFormElement, words: Words): { readonly show: () => void } {
  const button = form.querySelector<HTMLButtonElement>('[data-snap-here]')
  const told = form.querySelector<HTMLElement>('[data-snap-told]')
  if (!button || !told) return { show: () => {} }
  if (navigator.geolocation) button.hidden = false

  const set = (latitude: string, longitude: string, accuracy: string) => {
    for (const [name, value] of Object.entries({ latitude, longitude, accuracy })) {
      const input = form.elements.namedItem(name)
      if (input instanceof HTMLInputElement) input.value = value
    }
    form.dispatchEvent(new Event('input'))
  }
  const say = (sentence: string, press?: readonly [string, () => void]) => {
    told.replaceChildren(sentence)
    if (!press) return
    const action = document.createElement('button')
    action.type = 'button'
    action.className = 'btn quiet'
    action.textContent = press[0]
    action.addEventListener('click', press[1])
    told.append(' ', action)
  }
  const drop = [
    words.dropposition ?? '',
    () => {
      set('', '', '')
      say('')
      button.focus()
    },
  ] as const

  button.addEventListener('click', () => {
    say(words.finding ?? '')
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        set(coords.latitude.toFixed(6), coords.longitude.toFixed(6), String(Math.round(coords.accuracy)))
        say((words.found ?? '').replace('{n}', String(Math.max(10, Math.round(coords.accuracy / 10) * 10))), drop)
      },
      () => say(words.notfound ?? ''),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    )
  })

  form.querySelector('input[name=photo]')?.addEventListener('change', async (event) => {
    // At once: the picture is about to be drawn anew without it.
    const [photo] = (event.target as HTMLInputElement).files ?? []
    const placed = form.elements.namedItem('latitude')
    const taken = photo && (await takenAt(photo))
    if (!taken || (placed instanceof HTMLInputElement && placed.value !== '')) return
    say(words.fromphoto ?? '', [
      words.usephoto ?? '',
      () => {
        set(taken.latitude.toFixed(6), taken.longitude.toFixed(6), '')
        say(words.tookphoto ?? '', drop)
      },
    ])
  })
  return {
    show: () => {
      const placed = form.elements.namedItem('latitude')
      if (placed instanceof HTMLInputElement && placed.value !== '') say(words.foundplain ?? '', drop)
    },
  }
}
