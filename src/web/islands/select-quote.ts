/**
 * Select words of a provision and write on just these. The words, what stands around them and where they begin go
 * along in a link's query, or into the form of the page, under `provision`, `quote`, `prefix`, `suffix`, `start`.
 */
const around = 32

interface Quote {
  readonly provision: string
  readonly quote: string
  readonly prefix: string
  readonly suffix: string
  /** UTF-16 units from the beginning of the provision's text. */
  readonly start: string
}

for (const area of document.querySelectorAll<HTMLElement>('[data-quote-label]')) listen(area)

function listen(area: HTMLElement): void {
  const offer = document.createElement('a')
  offer.className = 'btn quote-offer'
  offer.textContent = area.dataset.quoteLabel ?? ''
  let timer = 0
  document.addEventListener('selectionchange', () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => show(area, offer), 200)
  })
  // A press would clear the selection, and with it the offer, before it became a click.
  offer.addEventListener('mousedown', (event) => event.preventDefault())
  offer.addEventListener('click', (event) => {
    const form = document.getElementById(area.dataset.quoteForm ?? '')
    if (!(form instanceof HTMLFormElement)) return
    event.preventDefault()
    fill(form, JSON.parse(offer.dataset.quote ?? '{}'))
    offer.remove()
  })
}

function show(area: HTMLElement, offer: HTMLAnchorElement): void {
  if (offer === document.activeElement) return
  const selection = document.getSelection()
  const range = selection?.rangeCount ? selection.getRangeAt(0) : null
  const text = quotableOf(range, area)
  const quote = range && text ? quoteOf(range, text) : null
  if (!range || !text || !quote) {
    offer.remove()
    return
  }
  offer.dataset.quote = JSON.stringify(quote)
  offer.href = addressFor(area, quote)
  // Just after the words, so that Tab leads there.
  text.after(offer)
  const words = range.getBoundingClientRect()
  const left = Math.min(words.left, document.documentElement.clientWidth - offer.offsetWidth - 16)
  offer.style.left = `${Math.max(8, left) + window.scrollX}px`
  offer.style.top = `${words.bottom + window.scrollY + 8}px`
}

function addressFor(area: HTMLElement, quote: Quote): string {
  const href = area.dataset.quoteHref
  if (!href) return `#${area.dataset.quoteForm}`
  return `${href}${href.includes('?') ? '&' : '?'}${new URLSearchParams({ ...quote })}`
}

/** The one provision the selection lies in; null when it crosses two, for then it has no place to stand. */
function quotableOf(range: Range | null, area: HTMLElement): HTMLElement | null {
  const [from, to] = [range?.startContainer, range?.endContainer].map(
    (node) => (node instanceof Element ? node : node?.parentElement)?.closest<HTMLElement>('[data-quotable]') ?? null,
  )
  return from && from === to && area.contains(from) ? from : null
}

function quoteOf(range: Range, text: HTMLElement): Quote | null {
  const inside = range.commonAncestorContainer
  if ((inside instanceof Element ? inside : inside.parentElement)?.closest('[data-quote-skip]')) return null
  const before = document.createRange()
  before.setStart(text, 0)
  before.setEnd(range.startContainer, range.startOffset)
  const all = document.createRange()
  all.selectNodeContents(text)
  const [whole, lead, chosen] = [wordsOf(all), wordsOf(before), wordsOf(range)]
  const quote = chosen.trim()
  if (!quote) return null
  const start = lead.length + chosen.indexOf(quote)
  return {
    provision: text.dataset.quotable ?? '',
    quote,
    prefix: whole.slice(Math.max(0, start - around), start),
    suffix: whole.slice(start + quote.length, start + quote.length + around),
    start: String(start),
  }
}

/** The words of a range without marks that are not the law's: numbers of articles, counts beside a line. */
function wordsOf(range: Range): string {
  const part = range.cloneContents()
  for (const mark of part.querySelectorAll('[data-quote-skip]')) mark.remove()
  return part.textContent ?? ''
}

function fill(form: HTMLFormElement, quote: Quote): void {
  for (const [name, value] of Object.entries(quote)) {
    const field = form.elements.namedItem(name)
    if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = value
  }
  for (const shown of form.querySelectorAll('[data-quote-shown]')) shown.textContent = quote.quote
  form.querySelector<HTMLTextAreaElement>('textarea:not([name=quote])')?.focus()
}
