import { BrandMark } from './brand.tsx'
import { lookHref, type MenuItem, type PageFrame, sitePaths } from './frame.ts'
import { text } from './ui.text.ts'
import { langOf } from './words.tsx'

interface ShellProps {
  readonly frame: PageFrame
}

/** Straight to the content, past everything that is the same on each page. */
export function SkipLink({ frame }: ShellProps) {
  return (
    <a class="skip" href="#main">
      {text[frame.locale].skip}
    </a>
  )
}

/** Says on every page that the data is invented. */
export function DemoStrip({ frame }: ShellProps) {
  const t = text[frame.locale]
  return frame.demo ? (
    <aside class="demo-strip" aria-label={t.demo}>
      <p class="wrap">
        <b>{t.demo}</b> {t.demoWords}
      </p>
    </aside>
  ) : null
}

/** Brand and council, switches, account, menu. */
export function TopBar({ frame }: ShellProps) {
  const t = text[frame.locale]
  const { council } = frame
  return (
    <header class="top">
      <div class="wrap">
        <a class="brand" href={sitePaths.home}>
          <BrandMark />
          <span>
            <b>{t.brand}</b>
            {council && <small>{council.shortName ?? council.name}</small>}
          </span>
        </a>
        <Modes frame={frame} />
        <Account frame={frame} />
        <details class="fold">
          <summary>{t.menu}</summary>
          <nav aria-label={t.menu}>
            <MenuLinks items={frame.menu} />
          </nav>
        </details>
      </div>
      <OpenMenu frame={frame} />
    </header>
  )
}

/** The menu in the open, on screens wide enough. In elder mode the essential entries only, and a way to all. */
function OpenMenu({ frame }: ShellProps) {
  const t = text[frame.locale]
  const items = frame.elder ? essentialOf(frame.menu) : frame.menu
  if (items.length === 0) return null
  return (
    <nav class="main-menu" aria-label={t.mainMenu}>
      <div class="wrap">
        <MenuLinks items={items} />
        {items.length < frame.menu.length && <a href={sitePaths.menu}>{t.moreMenu}</a>}
      </div>
    </nav>
  )
}

/** The entries marked essential and the one in use; the first four where none is marked. */
export function essentialOf(menu: readonly MenuItem[]): readonly MenuItem[] {
  const marked = menu.some((item) => item.essential)
  return menu.filter((item, index) => item.current || (marked ? item.essential : index < 4))
}

function MenuLinks({ items }: { readonly items: readonly MenuItem[] }) {
  return (
    <ul>
      {items.map((item) => (
        <li key={item.href}>
          <a href={item.href} aria-current={item.current ? 'page' : undefined}>
            {item.label}
          </a>
        </li>
      ))}
    </ul>
  )
}

/** Language and letter size. Each link names what one gets, in the words of those who want it. */
function Modes({ frame }: ShellProps) {
  const t = text[frame.locale]
  const other = frame.locale === 'en' ? 'zh-CN' : 'en'
  return (
    <nav class="modes" aria-label={t.modes}>
      <a href={lookHref(frame.path, { lang: other })} lang={other} hreflang={other} rel="nofollow">
        {other === 'en' ? t.english : t.chinese}
      </a>
      <a href={lookHref(frame.path, { elder: !frame.elder })} rel="nofollow">
        {frame.elder ? t.elderOff : t.elderOn}
      </a>
    </nav>
  )
}

function Account({ frame }: ShellProps) {
  const t = text[frame.locale]
  const { viewer } = frame
  if (!viewer) {
    return (
      <nav class="account" aria-label={t.account}>
        <a href={`${sitePaths.signIn}?${new URLSearchParams({ next: frame.path })}`}>{t.signIn}</a>
      </nav>
    )
  }
  return (
    <nav class="account" aria-label={t.account}>
      {viewer.desk && <a href={sitePaths.desk}>{t.desk}</a>}
      <a href={sitePaths.inbox} aria-label={viewer.inboxCount ? t.inboxCount(viewer.inboxCount) : undefined}>
        {t.inbox} {viewer.inboxCount ? <b class="badge num">{viewer.inboxCount}</b> : null}
      </a>
      <a href={sitePaths.me} lang={langOf(viewer.name, frame.locale)}>
        {viewer.name}
      </a>
    </nav>
  )
}

/** The promise, help in one place, and what a public site owes its readers. */
export function Footer({ frame }: ShellProps) {
  const t = text[frame.locale]
  const { council } = frame
  const links = [
    [sitePaths.verify, t.verify],
    [sitePaths.openData, t.openData],
    [sitePaths.accessibility, t.accessibility],
    [sitePaths.privacy, t.privacy],
    [sitePaths.source, t.source],
  ] as const
  return (
    <footer class="bottom">
      <div class="wrap">
        <p class="promise">{t.promise}</p>
        <p class="help-here">
          <b>{t.needHelp}</b> <a href={sitePaths.help}>{t.help}</a>
          {council?.phone && <a href={`tel:${council.phone.replace(/[^\d+]/g, '')}`}>{t.phone(council.phone)}</a>}
        </p>
        <nav aria-label={t.about}>
          <ul>
            {links.map(([href, label]) => (
              <li key={href}>
                <a href={href}>{label}</a>
              </li>
            ))}
          </ul>
        </nav>
        {council && <p class="muted">{council.name}</p>}
      </div>
    </footer>
  )
}
