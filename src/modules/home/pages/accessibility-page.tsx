import { PageHead, sitePaths, useText } from '#ui'
import { text } from './accessibility-page.text.ts'

export interface AccessibilityPageProps {
  readonly councilName: string
  readonly phone: string | null
}

/** What works, how it is checked, what is known not to work, and whom to tell. */
export function AccessibilityPage({ councilName, phone }: AccessibilityPageProps) {
  const t = useText(text)
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      <h2>{t.works}</h2>
      <ul>
        {Object.values(t.worksList).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <h2>{t.checked}</h2>
      <p>{t.checkedWords}</p>
      <h2>{t.missing}</h2>
      <ul>
        {Object.values(t.missingList).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <h2>{t.tell}</h2>
      <p>{t.tellWords(councilName)}</p>
      <p class="row">
        {phone && <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{t.tellPhone(phone)}</a>}
        <a href={sitePaths.help}>{t.tellHelp}</a>
      </p>
    </>
  )
}
