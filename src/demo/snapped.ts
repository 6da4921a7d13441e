import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { checkUpload } from '#parts/files'
import { attachFile } from '../modules/contact/actions/files.ts'
import { join } from '../modules/contact/actions/joining.ts'
import { raise } from '../modules/contact/actions/resident.ts'
import { matterByReceipt } from '../modules/contact/queries/matter.ts'
import { done } from './councils.ts'
import type { Stage } from './tell.ts'

/** A manhole without its cover, as a phone might have taken it: drawn, since the city is invented. */
const coverPhoto = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="360"><rect width="480" height="360" fill="#8d8a84"/><path d="M0 250h480v110H0z" fill="#77736c"/><ellipse cx="240" cy="235" rx="110" ry="46" fill="#3a3733"/><ellipse cx="240" cy="242" rx="88" ry="33" fill="#151312"/><path d="M96 120l22 96h-44z" fill="#d8582f"/><path d="M88 176h16" stroke="#fff" stroke-width="12"/></svg>`

interface Snap {
  readonly daysAgo: number
  readonly who: string
  readonly body: string
  readonly topic: string
  readonly spot: string
  readonly north: number
  readonly east: number
  readonly photo?: string
  readonly private?: true
  /** Who joined it, so many days ago, and what they added. */
  readonly joined?: readonly (readonly [daysAgo: number, who: string, words: string])[]
}

/** What residents snapped on their way: positions around the contact point, and neighbours who have the same. */
const snaps: readonly Snap[] = [
  {
    daysAgo: 5,
    who: '夏冬',
    body: '井盖缺了一块，旁边只放了个路锥，晚上骑车很危险。',
    topic: 'cover',
    spot: '临江路公交站旁',
    north: 0.0012,
    east: 0.0008,
    photo: coverPhoto,
    joined: [
      [4, '田甜', '我家孩子每天从这里过。'],
      [3, '任重', '昨晚差点摔进去。'],
    ],
  },
  {
    daysAgo: 3,
    who: '钟声',
    body: '垃圾桶满了三天没人清，天热味道很大。',
    topic: 'rubbish',
    spot: '望山里北门',
    north: -0.002,
    east: 0.0015,
    joined: [[2, '汪洋', '北门外面也堆满了。']],
  },
  {
    daysAgo: 2,
    who: '方圆',
    body: '人行道地砖翘起来，轮椅过不去。',
    topic: 'road',
    spot: '文化路 12 号门口',
    north: 0.0031,
    east: -0.0012,
  },
  {
    daysAgo: 1,
    who: '姚远',
    body: '楼上装修晚上十点还在施工。',
    topic: 'noise',
    spot: '我家楼上',
    north: 0.0005,
    east: 0.0003,
    private: true,
  },
]

/** Where the contact point of the invented city stands. */
const contactPoint = { latitude: 30.25, longitude: 119.985 }

export function tellSnapped(stage: Stage): void {
  const { app, city, company, line } = stage
  for (const snap of snaps) {
    let receipt = ''
    line.on(snap.daysAgo, 40, async () => {
      const actor = company.actor(snap.who)
      const open = !snap.private
      const input = {
        clientKey: newId(),
        body: snap.body,
        spot: snap.spot,
        topic: snap.topic,
        position: {
          latitude: contactPoint.latitude + snap.north,
          longitude: contactPoint.longitude + snap.east,
          accuracyM: 12,
        },
        public: open,
        placeShown: open,
        consent: true as const,
        files: snap.photo ? [await kept(stage, snap.who, snap.photo)] : [],
      }
      receipt = done(await perform(app, raise, actor, input)).receipt
    })
    for (const [daysAgo, who, body] of snap.joined ?? []) {
      line.on(daysAgo, 70, async () => {
        const held = await matterByReceipt(app.database.db, city.councilId, receipt)
        if (!held) throw new Error('a snapped matter of the demonstration is not there')
        const input = { matterId: held.matter.id, clientKey: newId(), body, consent: true as const }
        done(await perform(app, join, company.actor(who), input))
      })
    }
  }
}

async function kept({ app, company }: Stage, who: string, svg: string): Promise<string> {
  const { default: sharp } = await import('sharp')
  const png = await sharp(Buffer.from(svg)).png().toBuffer()
  const checked = await checkUpload({ content: png, nameShown: 'photo.png', kind: 'photo' })
  if (!checked.ok) throw new Error(`the demonstration's photo was refused: ${checked.reason}`)
  return done(await perform(app, attachFile, company.actor(who), { upload: checked.upload })).fileId
}
