export interface Feed {
  readonly title: string
  readonly language: string
  /** Address of the feed itself, and of the page it stands for. */
  readonly self: string
  readonly page: string
  readonly author: string
  /** Of the feed, where it has no entry. */
  readonly updatedAt: Date
  readonly entries: readonly FeedEntry[]
}

export interface FeedEntry {
  readonly url: string
  readonly title: string
  readonly summary: string
  readonly publishedAt: Date
  readonly updatedAt: Date
  readonly category: string
}

/** An Atom feed. Source: RFC 4287. */
export function atomFeed(feed: Feed): string {
  const newest = new Date(Math.max(0, ...feed.entries.map(({ updatedAt }) => updatedAt.getTime())))
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(feed.language)}">`,
    `<title>${xml(feed.title)}</title>`,
    `<id>${xml(feed.self)}</id>`,
    `<updated>${(feed.entries.length > 0 ? newest : feed.updatedAt).toISOString()}</updated>`,
    `<link rel="self" type="application/atom+xml" href="${xml(feed.self)}"/>`,
    `<link rel="alternate" type="text/html" href="${xml(feed.page)}"/>`,
    `<author><name>${xml(feed.author)}</name></author>`,
    ...feed.entries.map(entryOf),
    '</feed>',
    '',
  ].join('\n')
}

function entryOf({ url, title, summary, publishedAt, updatedAt, category }: FeedEntry): string {
  return [
    '<entry>',
    `<title>${xml(title)}</title>`,
    `<id>${xml(url)}</id>`,
    `<link rel="alternate" type="text/html" href="${xml(url)}"/>`,
    `<published>${publishedAt.toISOString()}</published>`,
    `<updated>${updatedAt.toISOString()}</updated>`,
    `<category term="${xml(category)}"/>`,
    `<summary>${xml(summary)}</summary>`,
    '</entry>',
  ].join('')
}

function xml(text: string): string {
  const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign).replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '')
}
