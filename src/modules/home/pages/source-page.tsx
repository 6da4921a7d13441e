import { DefinitionList, PageHead, sitePaths, useText } from '#ui'
import { text } from './source-page.text.ts'

export interface SourcePageProps {
  readonly version: string
  /** Address of the repository, where the operator has one. */
  readonly repository: string | null
  readonly operator: string
}

/** The licence, the version that runs, and where its code is. */
export function SourcePage({ version, repository, operator }: SourcePageProps) {
  const t = useText(text)
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      <DefinitionList
        items={[
          { term: t.version, value: `Zhitong ${version}` },
          { term: t.licence, value: t.licenceName },
          ...(repository ? [{ term: t.repository, value: <a href={repository}>{repository}</a> }] : []),
        ]}
      />
      <p>{t.licenceWords}</p>
      <h2>{t.where}</h2>
      <p>{t.whereWords(operator)}</p>
      <h2>{t.parts}</h2>
      <p>{t.partsWords}</p>
      <h2>{t.check}</h2>
      <p>
        {t.checkWords} <a href={sitePaths.verify}>{t.checkLink}</a>
      </p>
    </>
  )
}
