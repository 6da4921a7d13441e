import type { ComponentChildren } from 'preact'
import { FrameContext, type PageFrame, sitePaths } from './frame.ts'
import { Breadcrumb, type Crumb } from './pager.tsx'
import { DemoStrip, Footer, SkipLink, TopBar } from './shell.tsx'
import { text } from './ui.text.ts'
import { langOf } from './words.tsx'

export interface LayoutProps {
  readonly frame: PageFrame
  /** What this page is about; the site's name is added. Also in the tab and in search results. */
  readonly title: string
  /** One sentence for search results and shared links. */
  readonly description?: string
  readonly children: ComponentChildren
  /** The pages above this one, without the first and without itself. */
  readonly breadcrumb?: readonly Crumb[]
  /** A DoneBanner, an ErrorSummary or a Notice above the content. */
  readonly banner?: ComponentChildren
  /** Set when a form came back with errors: the title says so first. */
  readonly invalid?: boolean
  /** `narrow` for forms and letters, `wide` for tables and the desk. */
  readonly width?: 'narrow' | 'normal' | 'wide'
  /** Adds the desk's style sheet and its density. */
  readonly desk?: boolean
  /** Browser scripts beyond those the components bring along, by name. */
  readonly islands?: readonly string[]
  /** Address without the values that do not change the content. The path without its query unless given. */
  readonly canonical?: string
  /** Set on pages that are nobody else's business. */
  readonly unlisted?: boolean
}

/** A whole page. Render it to a string behind `<!doctype html>`. */
export function Layout(props: LayoutProps) {
  const { frame, title, children, breadcrumb, banner, width = 'normal', desk } = props
  return (
    <FrameContext.Provider value={frame}>
      <html lang={frame.locale} data-elder={frame.elder ? '' : undefined}>
        <Head {...props} title={title} />
        <body class={desk ? 'at-desk' : undefined}>
          <SkipLink frame={frame} />
          <DemoStrip frame={frame} />
          <TopBar frame={frame} />
          <div class={`wrap ${width}`}>
            {breadcrumb && <Breadcrumb crumbs={breadcrumb} />}
            <main id="main" tabIndex={-1}>
              {banner}
              {children}
            </main>
          </div>
          <Footer frame={frame} />
        </body>
      </html>
    </FrameContext.Provider>
  )
}

function Head(props: LayoutProps) {
  const { frame, title, description, invalid, desk, islands = [], unlisted } = props
  const t = text[frame.locale]
  const site = frame.council ? `${frame.council.shortName ?? frame.council.name} · ${t.brand}` : t.brand
  const canonical = props.canonical ?? frame.path.split('?')[0]
  const whole = `${invalid ? `${t.errorInTitle} · ` : ''}${title} · ${site}`
  return (
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title lang={langOf(title, frame.locale)}>{whole}</title>
      <meta name="description" content={description ?? `${title} · ${site}`} />
      {unlisted && <meta name="robots" content="noindex" />}
      <link rel="canonical" href={canonical} />
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content="#201e1b" media="(prefers-color-scheme: dark)" />
      <meta name="format-detection" content="telephone=no" />
      <link rel="icon" href={sitePaths.favicon} type="image/svg+xml" />
      <link rel="stylesheet" href={frame.styles} />
      {desk && <link rel="stylesheet" href={frame.deskStyles} />}
      {[...new Set(islands)].map((name) => (
        <script key={name} type="module" src={frame.islands(name)} />
      ))}
    </head>
  )
}
