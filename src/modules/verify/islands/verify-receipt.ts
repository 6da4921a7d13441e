import { canCheck, check } from '../check/check.ts'
import { receiptAsPasted } from '../check/format.ts'
import { type ResultWords, resultOf, type ShownResult } from '../check/result.ts'

/** Checks a receipt in the browser alone: nothing is sent, and it works without a network once the page is open. */
for (const area of document.querySelectorAll<HTMLElement>('[data-verify]')) start(area)

async function start(area: HTMLElement): Promise<void> {
  const form = area.querySelector('form')
  const result = document.getElementById('result')
  if (!form || !result || !(await canCheck())) return
  const where = form.querySelector<HTMLElement>('[data-where]')
  if (where) where.textContent = area.dataset.inBrowser ?? ''
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void answer(area, form, result)
  })
}

async function answer(area: HTMLElement, form: HTMLFormElement, place: HTMLElement): Promise<void> {
  const data = new FormData(form)
  const file = data.get('file')
  const chosen = file instanceof File && file.size > 0 ? await file.text() : textOf(data, 'receipt')
  const words = textOf(data, 'words')
  const t: ResultWords = JSON.parse(area.dataset.words ?? '{}')
  const shown =
    chosen.trim() === ''
      ? { good: false, title: area.dataset.missing ?? '', words: '', compared: null, rows: [] }
      : resultOf(await check(receiptAsPasted(chosen), area.dataset.policy ?? '', words), t, words !== '')
  place.replaceChildren(sectionOf(shown, area.dataset.inside ?? ''))
  place.focus()
  place.scrollIntoView()
}

function textOf(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : ''
}

/** The same elements that the server makes. */
function sectionOf({ good, title, words, compared, rows }: ShownResult, inside: string): HTMLElement {
  const section = element('section', { class: `receipt-result ${good ? 'good' : 'bad'}` }, element('h2', {}, title))
  if (words) section.append(element('p', {}, words))
  if (compared) section.append(element('p', { class: compared.same ? 'same' : 'differs' }, compared.words))
  if (rows.length > 0) {
    const list = element('dl', { class: 'defs' })
    for (const { term, value, isCode } of rows) {
      const cell = element('dd', {}, isCode ? element('code', {}, value) : value)
      list.append(element('div', {}, element('dt', {}, term), cell))
    }
    section.append(element('details', {}, element('summary', {}, inside), list))
  }
  return section
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...children: (Node | string)[]
): HTMLElement {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}
