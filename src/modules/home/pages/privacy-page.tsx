import type { Remaining } from '#kernel/module'
import { DefinitionList, PageHead, sitePaths, Table, useText } from '#ui'
import { text } from './privacy-page.text.ts'

export interface PrivacyPageProps {
  readonly councilName: string
  readonly phone: string | null
  /** What every part and module says it keeps after an erasure. */
  readonly remains: readonly Remaining[]
}

/** What is collected, why, who sees it, how long, and how to get a copy or have it erased. */
export function PrivacyPage({ councilName, phone, remains }: PrivacyPageProps) {
  const t = useText(text)
  return (
    <>
      <PageHead title={t.title} lead={t.lead(councilName)} />
      <Table
        caption={t.table}
        columns={[
          { label: t.what, names: true, cell: ({ what }) => what },
          { label: t.why, cell: ({ why }) => why },
          { label: t.seen, cell: ({ seen }) => seen },
          { label: t.long, cell: ({ long }) => long },
        ]}
        rows={Object.values(t.rows)}
        keyOf={({ what }) => what}
      />
      <h2>{t.log}</h2>
      <p>{t.logWords}</p>
      <h2>{t.rights}</h2>
      <DefinitionList
        items={[
          { term: t.see, value: <Way words={t.seeWords} href="/me/data" link={t.mine} /> },
          { term: t.erase, value: <Way words={t.eraseWords} href="/me/data" link={t.mine} /> },
          { term: t.takeBack, value: <Way words={t.takeBackWords} href="/r" link={t.find} /> },
        ]}
      />
      <h2>{t.remains}</h2>
      <DefinitionList items={remains.map(({ what, why }) => ({ term: what, value: why }))} />
      <h2>{t.backups}</h2>
      <p>{t.backupsWords(councilName)}</p>
      <h2>{t.law}</h2>
      <p>{t.lawWords}</p>
      <h2>{t.ask}</h2>
      <p class="row">
        {phone && <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{t.askPhone(phone)}</a>}
        <a href={sitePaths.help}>{t.askHelp}</a>
      </p>
    </>
  )
}

function Way({ words, href, link }: { readonly words: string; readonly href: string; readonly link: string }) {
  return (
    <>
      {words} <a href={href}>{link}</a>
    </>
  )
}
