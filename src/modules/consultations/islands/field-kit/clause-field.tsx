import { useRef, useState } from 'preact/hooks'
import { buttonClass, Details, useLocale, useText } from '#ui'
import type { Item, KitClause, KitText } from './model.ts'
import { changeItem } from './store.ts'
import { text } from './text.text.ts'

const mostFound = 20

/** Which article the speaker means: searched in the downloaded words of the law and in its everyday words. */
export function ClauseField({ item, kitText }: { readonly item: Item; readonly kitText: KitText }) {
  const t = useText(text)
  const [query, setQuery] = useState('')
  const [open, setOpen] = useState(false)
  const changing = useRef<HTMLButtonElement>(null)
  const chosen = kitText.clauses.find(({ id }) => id === item.words.provisionId)
  const found = query.trim() === '' ? [] : search(kitText.clauses, query)
  const pick = (provisionId: string) => {
    setOpen(false)
    changing.current?.focus()
    setQuery('')
    void changeItem(item.clientKey, (before) =>
      before.state === 'draft' ? { ...before, words: { ...before.words, provisionId } } : null,
    )
  }
  return (
    <fieldset class="field kit-clause">
      <legend>{t.clause}</legend>
      <p class="row">
        <b>{chosen ? chosen.label : t.clauseWhole}</b>
        <button
          ref={changing}
          class={buttonClass('quiet')}
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t.clauseChange}
        </button>
      </p>
      {chosen && <p class="law">{chosen.words}</p>}
      {open && (
        <>
          <label for="kit-search">{t.clauseSearch}</label>
          <p class="hint" id="kit-search-hint">
            {t.clauseSearchHint}
          </p>
          <input
            class="box"
            type="search"
            id="kit-search"
            aria-describedby="kit-search-hint"
            autocomplete="off"
            value={query}
            onInput={(event) => {
              event.stopPropagation()
              setQuery(event.currentTarget.value)
            }}
          />
          <p class="hint" role="status">
            {query.trim() !== '' && t.clauseFound(found.length)}
          </p>
          <ul class="kit-clauses">
            {chosen && (
              <li>
                <button class={buttonClass('quiet')} type="button" onClick={() => pick('')}>
                  {t.clauseWhole}
                </button>
              </li>
            )}
            {found.slice(0, mostFound).map((clause) => (
              <Found key={clause.id} clause={clause} pick={pick} />
            ))}
          </ul>
        </>
      )}
    </fieldset>
  )
}

function Found({ clause, pick }: { readonly clause: KitClause; readonly pick: (id: string) => void }) {
  const t = useText(text)
  const locale = useLocale()
  const plain = clause.plain[locale] ?? clause.plain['zh-CN']
  return (
    <li>
      <p class="law">
        <b>{clause.label}</b> {clause.words}
      </p>
      {plain && (
        <Details summary={t.plain}>
          <p>{plain}</p>
        </Details>
      )}
      <button
        class={buttonClass('quiet')}
        type="button"
        aria-label={`${t.choose} ${clause.label}`}
        onClick={() => pick(clause.id)}
      >
        {t.choose}
      </button>
    </li>
  )
}

/** Clauses that hold every word asked for, in their legal or everyday words. */
export function search(clauses: readonly KitClause[], query: string): KitClause[] {
  const wanted = query.toLowerCase().normalize('NFKC').split(/\s+/u).filter(Boolean)
  return clauses.filter(({ label, words, plain }) => {
    const all = [label, words, ...Object.values(plain)].join('\n').toLowerCase().normalize('NFKC')
    return wanted.every((word) => all.includes(word))
  })
}
