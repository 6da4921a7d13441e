import type { z } from 'zod'
import { perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { newId } from '#kernel/ids'
import type { Outcome } from '#kernel/outcome'
import { addOrganisation, createCouncil } from '#parts/councils'
import { noteHaving, openPlace } from '#parts/network'

export interface DemoPlace {
  readonly id: string
  readonly name: string
}

export interface DemoCity {
  readonly councilId: string
  readonly districts: readonly { readonly councilId: string; readonly contactPoint: DemoPlace }[]
  readonly contactPoint: DemoPlace
  readonly collectionPoints: readonly DemoPlace[]
  readonly station: DemoPlace
  readonly departments: readonly DemoPlace[]
  /** A law firm's public service and a university's law school, which advise the contact point. */
  readonly advisers: readonly DemoPlace[]
}

/** @throws Error when the seed asks for something the house refuses */
export function done<Result>(outcome: Outcome<Result>, what = ''): Result {
  if (!outcome.ok) throw new Error(`the demo data was refused: ${JSON.stringify(outcome)} ${what}`)
  return outcome.result
}

const week = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:30' }))

const collectionPoints = [
  [
    '临江社区信息采集点',
    'Linjiang Community Collection Point',
    '临江街道望江路 6 号',
    '6 Wangjiang Road, Linjiang Street',
    30.252,
    119.982,
  ],
  [
    '望山社区信息采集点',
    'Wangshan Community Collection Point',
    '望山街道松风巷 21 号',
    '21 Songfeng Lane, Wangshan Street',
    30.266,
    119.995,
  ],
  [
    '清泉社区信息采集点',
    'Qingquan Community Collection Point',
    '清泉街道石桥路 3 号',
    '3 Shiqiao Road, Qingquan Street',
    30.241,
    120.011,
  ],
  [
    '云栖产业园信息采集点',
    'Yunqi Business Park Collection Point',
    '云栖产业园 2 号楼一层',
    'Building 2, ground floor, Yunqi Business Park',
    30.238,
    119.968,
  ],
] as const

const departments = [
  ['云山市住房和城乡建设局', 'Yunshan Housing and Construction Bureau'],
  ['云山市互联网信息办公室', 'Yunshan Internet Information Office'],
  ['云山市司法局', 'Yunshan Justice Bureau'],
] as const

const advisers = [
  ['enterprise', '云山律师公益服务中心', 'Yunshan Lawyers’ Public Service Centre'],
  ['institution', '云山大学法学院', 'Yunshan University School of Law'],
] as const

/** A city council with two districts, a contact point and its collection points. */
export async function foundCouncils(app: App): Promise<DemoCity> {
  const councilId = newId()
  await found(app, councilId, null, {
    slug: 'yunshan',
    level: 'municipal',
    isDefault: true,
    name_zh: '云山市人民代表大会常务委员会',
    name_en: 'Standing Committee of the Yunshan City People’s Congress',
    short_name_zh: '云山市人大',
    short_name_en: 'Yunshan City Congress',
    phone: '0000-12345',
  })
  const contactPoint = await place(app, councilId, {
    kind: 'contact-point',
    level: 'municipal',
    hostKind: 'street',
    name_zh: '临江基层立法联系点',
    name_en: 'Linjiang Legislative Contact Point',
    address_zh: '云山市临江街道河滨路 18 号',
    address_en: '18 Hebin Road, Linjiang Street, Yunshan',
    latitude: 30.25,
    longitude: 119.985,
    opening: week,
  })
  for (const [item, evidence] of [
    ['rules', '工作办法已上墙'],
    ['venue', '党群服务中心二楼'],
    ['team', '专职 2 人，联络员 1 人'],
    ['funds', '列入年度预算'],
    ['plan', '年度工作计划已公布'],
  ] as const) {
    done(
      await perform(app, noteHaving, systemActor(councilId), {
        placeId: contactPoint.id,
        item,
        since: day(app),
        evidence,
      }),
    )
  }
  const points: DemoPlace[] = []
  for (const [name_zh, name_en, address_zh, address_en, latitude, longitude] of collectionPoints) {
    points.push(
      await place(app, councilId, {
        kind: 'collection-point',
        level: 'community',
        hostKind: 'community',
        parentId: contactPoint.id,
        name_zh,
        name_en,
        address_zh,
        address_en,
        latitude,
        longitude,
        opening: week,
      }),
    )
  }
  const station = await place(app, councilId, {
    kind: 'station',
    level: 'community',
    hostKind: 'community',
    sharedWithId: contactPoint.id,
    name_zh: '临江社区代表联络站',
    name_en: 'Linjiang Community Deputies’ Station',
    address_zh: '云山市临江街道河滨路 18 号',
    address_en: '18 Hebin Road, Linjiang Street, Yunshan',
    latitude: 30.251,
    longitude: 119.984,
    opening: week,
  })
  const bureaus: DemoPlace[] = []
  for (const [name_zh, name_en] of departments) {
    bureaus.push(await organisation(app, councilId, { kind: 'department', name_zh, name_en }))
  }
  const advising: DemoPlace[] = []
  for (const [kind, name_zh, name_en] of advisers) {
    advising.push(await organisation(app, councilId, { kind, name_zh, name_en }))
  }
  const districts = [
    await district(app, councilId, 'linjiang', '临江区', 'Linjiang District'),
    await district(app, councilId, 'wangshan', '望山区', 'Wangshan District'),
  ]
  return {
    councilId,
    districts,
    contactPoint,
    collectionPoints: points,
    station,
    departments: bureaus,
    advisers: advising,
  }
}

async function found(
  app: App,
  councilId: string,
  parentId: string | null,
  fields: Omit<z.input<typeof createCouncil.input>, 'parent_id'>,
): Promise<void> {
  done(await perform(app, createCouncil, systemActor(councilId), { parent_id: parentId, ...fields }))
}

async function district(app: App, parentId: string, slug: string, zh: string, en: string) {
  const councilId = newId()
  await found(app, councilId, parentId, {
    slug,
    level: 'district',
    hosts: [`${slug}.localhost`],
    name_zh: `${zh}人民代表大会常务委员会`,
    name_en: `Standing Committee of the ${en} People’s Congress`,
    short_name_zh: `${zh}人大`,
    short_name_en: `${en} Congress`,
  })
  const contactPoint = await place(app, councilId, {
    kind: 'contact-point',
    level: 'district',
    hostKind: 'street',
    name_zh: `${zh}政务中心基层立法联系点`,
    name_en: `${en} Legislative Contact Point`,
    latitude: null,
    longitude: null,
    opening: week,
  })
  return { councilId, contactPoint }
}

async function organisation(
  app: App,
  councilId: string,
  fields: z.input<typeof addOrganisation.input>,
): Promise<DemoPlace> {
  const { organisationId } = done(await perform(app, addOrganisation, systemActor(councilId), fields))
  return { id: organisationId, name: fields.name_zh }
}

async function place(app: App, councilId: string, fields: z.input<typeof openPlace.input>): Promise<DemoPlace> {
  const { placeId } = done(await perform(app, openPlace, systemActor(councilId), { ...fields, since: day(app) }))
  return { id: placeId, name: fields.name_zh }
}

function day(app: App): string {
  return app.clock.now().toISOString().slice(0, 10)
}
