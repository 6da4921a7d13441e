/** Shows only the provisions of this page that hold the typed words, and marks the words where the browser can. */
for (const box of document.querySelectorAll<HTMLElement>('[data-search-inside]')) {
  const input = box.querySelector('input')
  const place = document.getElementById(box.dataset.searchInside ?? '')
  if (!input || !place) continue
  box.hidden = false
  input.addEventListener('input', () => filter(box, place, input.value))
}

function filter(box: HTMLElement, place: HTMLElement, typed: string): void {
  const words = typed.normalize('NFKC').trim().toLowerCase()
  const found = [...place.querySelectorAll<HTMLElement>('.clause')].filter((clause) => {
    clause.hidden = words !== '' && !textOf(clause).includes(words)
    return !clause.hidden
  })
  mark(words ? found : [], words)
  const status = box.querySelector('[role=status]')
  if (!status) return
  const sentence = found.length === 0 ? box.dataset.none : box.dataset.found?.replace('{n}', String(found.length))
  status.textContent = words ? (sentence ?? '') : ''
}

function textOf(node: Node): string {
  return (node.textContent ?? '').normalize('NFKC').toLowerCase()
}

function mark(clauses: readonly HTMLElement[], words: string): void {
  if (!('highlights' in CSS)) return
  CSS.highlights.delete('found')
  const ranges = clauses.flatMap((clause) => rangesIn(clause, words))
  if (ranges.length > 0) CSS.highlights.set('found', new Highlight(...ranges))
}

function rangesIn(clause: HTMLElement, words: string): Range[] {
  const walker = document.createTreeWalker(clause, NodeFilter.SHOW_TEXT)
  const ranges: Range[] = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = (node.textContent ?? '').toLowerCase()
    for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + words.length)) {
      const range = document.createRange()
      range.setStart(node, at)
      range.setEnd(node, at + words.length)
      ranges.push(range)
    }
  }
  return ranges
}
