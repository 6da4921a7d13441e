import { type MenuItem, PageHead, sitePaths, useText } from '#ui'
import { text } from './menu-page.text.ts'

export interface MenuPageProps {
  readonly items: readonly MenuItem[]
  readonly signedIn: boolean
  readonly hasDesk: boolean
}

/** Every place of the site on one page, for those who look for something. */
export function MenuPage({ items, signedIn, hasDesk }: MenuPageProps) {
  const t = useText(text)
  const mine: readonly (readonly [string, string])[] = signedIn
    ? [[sitePaths.me, t.me], [sitePaths.inbox, t.inbox], ...(hasDesk ? [[sitePaths.desk, t.desk] as const] : [])]
    : [[sitePaths.signIn, t.signIn]]
  return (
    <>
      <PageHead title={t.title} />
      <div class="site-map">
        <Group
          title={t.do}
          links={[
            [sitePaths.home, t.home],
            ...items.map(({ href, label }) => [href, label] as const),
            ['/r', t.findReceipt],
          ]}
        />
        <Group title={t.mine} links={mine} />
        <Group
          title={t.about}
          links={[
            [sitePaths.help, t.help],
            [sitePaths.verify, t.verify],
            ['/figures', t.figures],
            [sitePaths.openData, t.openData],
            ['/councils', t.councils],
            [sitePaths.accessibility, t.accessibility],
            [sitePaths.privacy, t.privacy],
            [sitePaths.source, t.source],
          ]}
        />
      </div>
    </>
  )
}

function Group({ title, links }: { readonly title: string; readonly links: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {links.map(([href, label]) => (
          <li key={href}>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}
