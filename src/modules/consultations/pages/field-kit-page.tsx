import { Notice, PageHead, useText } from '#ui'
import { text } from './field-kit-page.text.ts'

/** The shell of the kit: what is in it is put there by the phone, from what it keeps. */
export function KitPage({ view }: { readonly view: { readonly may: boolean; readonly signedIn: boolean } }) {
  const t = useText(text)
  return (
    <>
      <link rel="manifest" href="/consultations/field/manifest.webmanifest" />
      <PageHead title={t.title} lead={t.lead} />
      {view.signedIn && !view.may && <Notice kind="wait">{t.notCollector}</Notice>}
      <noscript>
        <Notice kind="stop">{t.noScripts}</Notice>
      </noscript>
      <div id="field-kit">
        <p class="muted">{t.opening}</p>
      </div>
    </>
  )
}
