import { type LegalText, markWords, provisionPath } from '#parts/laws'
import type { AnsweringChange, Decision } from '#parts/opinions'
import { Del, Ins, langOf, OriginalIn, Tag, type TagKind, useLocale, useText, Words } from '#ui'
import { text } from './answer-words.text.ts'

export const decisionTones: Readonly<Record<Decision, TagKind>> = {
  adopted: 'ok',
  partly: 'ok',
  later: 'wait',
  'not-adopted': 'plain',
}

export interface OutcomeCardProps {
  readonly outcome: {
    readonly decision: Decision
    readonly reason: string
    readonly changes: readonly AnsweringChange[]
  }
  /** The two versions, to name the articles; without them the changed words stand alone. */
  readonly texts?: { readonly old: LegalText; readonly next: LegalText } | null
}

/** The answer to an opinion: the decision, the reason, and the words of the law that changed. */
export function OutcomeCard({ outcome, texts = null }: OutcomeCardProps) {
  const t = useText(text)
  return (
    <div class="outcome">
      <p>
        <Tag kind={decisionTones[outcome.decision]}>{t.decisions[outcome.decision]}</Tag>
      </p>
      <p>
        <b>{t.reason}</b> <Words>{outcome.reason}</Words>
        <OriginalIn words={outcome.reason} />
      </p>
      {outcome.changes.length > 0 && (
        <div>
          <b>{t.changed}</b>
          {outcome.changes.map((change) => (
            <ChangedWords key={`${change.oldProvisionId} ${change.provisionId}`} change={change} texts={texts} />
          ))}
        </div>
      )}
    </div>
  )
}

function ChangedWords({
  change,
  texts,
}: {
  readonly change: AnsweringChange
  readonly texts: OutcomeCardProps['texts']
}) {
  const locale = useLocale()
  const t = useText(text)
  const place = !texts
    ? ''
    : change.provisionId
      ? provisionPath(texts.next, change.provisionId, locale)
      : provisionPath(texts.old, change.oldProvisionId ?? '', locale)
  return (
    <p class="law">
      {place && <span class="no">{place}</span>}
      {change.oldProvisionId === null && <span class="muted">{t.newArticle} </span>}
      {change.provisionId === null && <span class="muted">{t.deletedArticle} </span>}
      <span lang={langOf(change.after || change.before, locale)}>
        {markWords(change.before, change.after).map((mark, index) =>
          mark.kind === 'ins' ? (
            <Ins key={index}>{mark.text}</Ins>
          ) : mark.kind === 'del' ? (
            <Del key={index}>{mark.text}</Del>
          ) : (
            mark.text
          ),
        )}
      </span>
    </p>
  )
}
