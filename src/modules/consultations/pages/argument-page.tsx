import { ErrorSummary, PageHead, useText } from '#ui'
import type { DeskView } from '../queries/desk.ts'
import type { OpenedArgument } from './argument-desk-page.tsx'
import { text as headText } from './desk-head.text.ts'
import { text } from './desk-pages.text.ts'
import { Remarks, Version } from './refinement-pane.tsx'

/** An argument for experts and advisers: the words, what was made of them, and room for their view. */
export function ArgumentPage({
  desk,
  one,
  errors,
  values,
}: {
  readonly desk: DeskView
  readonly one: OpenedArgument
  readonly errors: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>>
}) {
  const t = useText(text)
  const h = useText(headText)
  const current = one.versions.find((version) => version.stage !== 'replaced')
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead
        title={one.argument.title}
        above={
          <span class="muted">
            {[t.expertTitle(one.argument.number), desk.place(one.argument.provision_id)].filter(Boolean).join(' · ')}
          </span>
        }
        lead={t.expertLead}
      />
      <h2>{t.suggestion}</h2>
      {current ? <Version version={current} one={one} desk={desk} /> : <p class="muted">{t.noSuggestion}</p>}
      <h2>{t.words}</h2>
      <ol class="desk-words">
        {one.members
          .map((member, index) => ({ member, number: index + 1 }))
          .filter(({ member }) => member.stage === 'received')
          .map(({ member, number }) => (
            <li key={member.id} id={`source-${number}`} value={number}>
              <p class="words" lang={member.content_locale}>
                {member.body}
              </p>
              <p class="muted">
                {[h.channel[member.channel], member.place_id && one.places.get(member.place_id)]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </li>
          ))}
      </ol>
      <Remarks
        desk={desk}
        one={one}
        at={`${desk.base}/arguments/${one.argument.number}`}
        errors={errors}
        values={values}
      />
    </>
  )
}
