import { PageHead, sitePaths, useText } from '#ui'
import { text } from './help-page.text.ts'

export interface HelpPageProps {
  readonly councilName: string
  readonly phone: string | null
  /** Address of the list of places, where there is one. */
  readonly placesHref: string | null
}

/** The one place of help: the telephone first, then the few things people ask. */
export function HelpPage({ councilName, phone, placesHref }: HelpPageProps) {
  const t = useText(text)
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      <h2 id="call">{t.call}</h2>
      {phone ? (
        <>
          <p class="big-phone">
            <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>
          </p>
          <p>{t.callWords(councilName)}</p>
        </>
      ) : (
        <p>{t.noPhone}</p>
      )}
      {placesHref && (
        <p>
          <a href={placesHref}>{t.places}</a>
        </p>
      )}
      <h2 id="give">{t.give}</h2>
      <ol>
        {Object.values(t.giveSteps).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p>{t.giveOther}</p>
      <Question id="follow" title={t.follow} words={t.followWords} href="/r" link={t.followLink} />
      <Question id="lost" title={t.lost} words={t.lostWords} href={sitePaths.signIn} link={t.lostLink} />
      <Question id="seen" title={t.seen} words={t.seenWords} href={sitePaths.privacy} link={t.seenLink} />
      <Question id="change" title={t.change} words={t.changeWords} />
      <Question id="held" title={t.held} words={t.heldWords} />
      <Question id="code" title={t.code} words={t.codeWords} />
      <Question id="answer" title={t.answer} words={t.answerWords} />
      <h2>{t.more}</h2>
      <ul>
        <li>
          <a href={sitePaths.verify}>{t.verify}</a>
        </li>
        <li>
          <a href={sitePaths.accessibility}>{t.accessibility}</a>
        </li>
        <li>
          <a href={sitePaths.source}>{t.source}</a>
        </li>
      </ul>
    </>
  )
}

interface QuestionProps {
  readonly id: string
  readonly title: string
  readonly words: string
  readonly href?: string
  readonly link?: string
}

function Question({ id, title, words, href, link }: QuestionProps) {
  return (
    <>
      <h2 id={id}>{title}</h2>
      <p>
        {words} {href && <a href={href}>{link}</a>}
      </p>
    </>
  )
}
