import type { z } from 'zod'
import { perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { addArea, addConstituency } from '#parts/councils'
import {
  changeDeputy,
  drawAreas,
  formGroup,
  joinGroup,
  openPlace,
  seatGroup,
  type WriteProfile,
  writeProfile,
} from '#parts/network'
import { type DemoCity, done } from './councils.ts'
import type { Company } from './people.ts'

/** A street of the city: its code, names, communities, and its outline as corners [longitude, latitude]. */
const streets = [
  {
    code: '01',
    zh: '临江街道',
    en: 'Linjiang Street',
    communities: [['0101', '临江社区', 'Linjiang Community']],
    corners: [
      [119.962, 30.244],
      [119.976, 30.243],
      [119.989, 30.246],
      [119.993, 30.255],
      [119.986, 30.262],
      [119.972, 30.261],
      [119.964, 30.254],
    ],
  },
  {
    code: '02',
    zh: '望山街道',
    en: 'Wangshan Street',
    communities: [['0201', '望山社区', 'Wangshan Community']],
    corners: [
      [119.986, 30.262],
      [119.993, 30.255],
      [120.006, 30.257],
      [120.014, 30.265],
      [120.008, 30.276],
      [119.992, 30.278],
      [119.981, 30.271],
    ],
  },
  {
    code: '03',
    zh: '清泉街道',
    en: 'Qingquan Street',
    communities: [['0301', '清泉社区', 'Qingquan Community']],
    corners: [
      [119.989, 30.246],
      [119.996, 30.234],
      [120.013, 30.231],
      [120.026, 30.24],
      [120.02, 30.252],
      [120.006, 30.257],
      [119.993, 30.255],
    ],
  },
  {
    code: '04',
    zh: '云栖街道',
    en: 'Yunqi Street',
    communities: [['0401', '云栖社区', 'Yunqi Community']],
    corners: [
      [119.953, 30.23],
      [119.972, 30.226],
      [119.996, 30.234],
      [119.989, 30.246],
      [119.976, 30.243],
      [119.962, 30.244],
      [119.952, 30.239],
    ],
  },
] as const

type Fields = Partial<z.input<typeof openPlace.input>> & { readonly area: string }

const week = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:30' }))

/** A home, and professional points: where people work, study and trade. */
const opened: readonly (Pick<z.input<typeof openPlace.input>, 'kind' | 'level' | 'hostKind' | 'name_zh'> & Fields)[] = [
  {
    kind: 'home',
    level: 'street',
    hostKind: 'street',
    area: '01',
    name_zh: '临江街道人大代表之家',
    name_en: 'Linjiang Deputies’ Home',
    address_zh: '云山市临江街道滨江大道 2 号',
    address_en: '2 Binjiang Avenue, Linjiang Street, Yunshan',
    latitude: 30.2535,
    longitude: 119.9775,
    opening: week,
    phone: '0000-6601001',
    access: ['step-free', 'toilet', 'large-print'],
    access_note_zh: '西门有坡道，需要手语翻译请提前两天打电话。',
    access_note_en: 'Ramp at the west gate; call two days ahead for sign language.',
    featured: true,
  },
  {
    kind: 'point',
    level: 'municipal',
    hostKind: 'association',
    area: '04',
    name_zh: '中小企业专业代表联系点',
    name_en: 'Small Business Deputies’ Point',
    specialty_zh: '中小企业',
    specialty_en: 'Small business',
    address_zh: '云山市云栖街道创业路 88 号商会大厦三层',
    address_en: '3rd floor, Chamber of Commerce, 88 Chuangye Road, Yunqi Street',
    latitude: 30.2405,
    longitude: 119.9605,
    opening: [{ weekday: 2, from: '14:00', to: '17:00' }],
    access: ['lift', 'toilet', 'parking'],
  },
  {
    kind: 'point',
    level: 'municipal',
    hostKind: 'park',
    area: '04',
    name_zh: '绿色产业专业代表联系点',
    name_en: 'Green Industry Deputies’ Point',
    specialty_zh: '绿色产业',
    specialty_en: 'Green industry',
    address_zh: '云栖产业园 5 号楼',
    address_en: 'Building 5, Yunqi Business Park',
    latitude: 30.2365,
    longitude: 119.9715,
    opening: [{ weekday: 4, from: '09:00', to: '11:30' }],
  },
  {
    kind: 'point',
    level: 'municipal',
    hostKind: 'enterprise',
    area: '04',
    name_zh: '生物医药专业代表联系点',
    name_en: 'Biomedicine Deputies’ Point',
    specialty_zh: '生物医药',
    specialty_en: 'Biomedicine',
    address_zh: '云栖产业园 9 号楼',
    address_en: 'Building 9, Yunqi Business Park',
    latitude: 30.2345,
    longitude: 119.9745,
    opening: [{ weekday: 4, from: '14:00', to: '17:00' }],
  },
  {
    kind: 'point',
    level: 'district',
    hostKind: 'office-block',
    area: '03',
    name_zh: '清泉中心大厦楼宇代表联系点',
    name_en: 'Qingquan Tower Deputies’ Point',
    address_zh: '云山市清泉街道泉城路 1 号清泉中心大厦一层',
    address_en: 'Ground floor, Qingquan Tower, 1 Quancheng Road, Qingquan Street',
    latitude: 30.2445,
    longitude: 120.0055,
    opening: [{ weekday: 3, from: '12:00', to: '13:30' }],
    access: ['step-free', 'lift', 'toilet', 'parking'],
  },
  {
    kind: 'point',
    level: 'municipal',
    hostKind: 'school',
    area: '02',
    name_zh: '云山大学校园代表联系点',
    name_en: 'Yunshan University Deputies’ Point',
    address_zh: '云山市望山街道学府路 100 号学生活动中心',
    address_en: 'Student centre, 100 Xuefu Road, Wangshan Street',
    latitude: 30.2695,
    longitude: 120.0035,
    opening: [{ weekday: 5, from: '16:00', to: '18:00' }],
    access: ['step-free', 'quiet-room'],
  },
]

const seats = [
  ['第一选区', 'First constituency', '01'],
  ['第二选区', 'Second constituency', '02'],
  ['第三选区', 'Third constituency', '03'],
] as const

/** Streets with their outlines, constituencies, professional points, and deputies in their groups with what they say of themselves. */
export async function layOutNetwork(app: App, city: DemoCity, company: Company): Promise<void> {
  const system = systemActor(city.councilId)
  const areaIds = await layOutAreas(app, city)
  await app.database.db
    .updateTable('network.place')
    .set({ area_id: areaIds.get('0101') ?? null })
    .where('council_id', '=', city.councilId)
    .where('place_id', 'in', [city.contactPoint.id, city.station.id, city.collectionPoints[0]?.id ?? city.station.id])
    .execute()
  const since = app.clock.now().toISOString().slice(0, 10)
  const places = new Map<string, string>()
  for (const { area, ...fields } of opened) {
    const input = { ...fields, access: [...(fields.access ?? [])], areaId: areaIds.get(area) ?? null, since }
    places.set(fields.name_zh, done(await perform(app, openPlace, system, input)).placeId)
  }
  const constituencies: string[] = []
  for (const [name_zh, name_en, area] of seats) {
    const input = { name_zh, name_en, kind: 'territorial' as const, areaId: areaIds.get(area) ?? null, seats: 2 }
    constituencies.push(done(await perform(app, addConstituency, system, input)).constituencyId)
  }
  const deputies = company.people.filter(({ role }) => role === 'deputy')
  for (const [index, { personId }] of deputies.entries()) {
    const levels = index === 0 ? (['municipal', 'district'] as const) : (['municipal'] as const)
    const constituencyId = constituencies[index >> 1] ?? null
    done(await perform(app, changeDeputy, system, { personId, levels: [...levels], constituencyId }))
  }
  await formGroups(app, city, company, places)
  await writeProfiles(app, company)
}

async function layOutAreas(app: App, { councilId }: DemoCity): Promise<ReadonlyMap<string, string>> {
  const system = systemActor(councilId)
  const ids = new Map<string, string>()
  for (const { code, zh, en, communities } of streets) {
    const street = { code, kind: 'street' as const, name_zh: zh, name_en: en }
    const { areaId } = done(await perform(app, addArea, system, street))
    ids.set(code, areaId)
    for (const [below, name_zh, name_en] of communities) {
      const village = { code: below, kind: 'village' as const, name_zh, name_en, parentId: areaId }
      ids.set(below, done(await perform(app, addArea, system, village)).areaId)
    }
  }
  const features = streets.map(({ code, corners }) => ({
    type: 'Feature',
    properties: { code },
    geometry: { type: 'Polygon', coordinates: [[...corners, corners[0]]] },
  }))
  const geojson = JSON.stringify({ type: 'FeatureCollection', features })
  done(await perform(app, drawAreas, system, { geojson }))
  return ids
}

async function formGroups(
  app: App,
  city: DemoCity,
  company: Company,
  places: ReadonlyMap<string, string>,
): Promise<void> {
  const clerk = company.actor('周明')
  const groups = [
    {
      group: { kind: 'committee', name_zh: '社会建设委员会', name_en: 'Committee for Social Development' },
      members: ['王秀英', '宋刚'],
      at: [],
    },
    {
      group: { kind: 'professional', name_zh: '企业和产业专业代表小组', name_en: 'Business and Industry Deputies' },
      members: ['彭涛', '苏琴'],
      at: ['中小企业专业代表联系点', '绿色产业专业代表联系点', '生物医药专业代表联系点'],
    },
    {
      group: { kind: 'local', name_zh: '临江第一代表小组', name_en: 'First Linjiang Group' },
      members: ['王秀英', '宋刚', '林晓'],
      at: ['临江街道人大代表之家'],
    },
    {
      group: { kind: 'local', name_zh: '清泉代表小组', name_en: 'Qingquan Group' },
      members: ['卢伟', '苏琴'],
      at: ['清泉中心大厦楼宇代表联系点', '云山大学校园代表联系点'],
    },
  ] as const
  for (const { group, members, at } of groups) {
    const { groupId } = done(await perform(app, formGroup, clerk, group))
    for (const [index, name] of members.entries()) {
      const input = { groupId, personId: company.person(name).personId, leads: index === 0 }
      done(await perform(app, joinGroup, clerk, input))
    }
    for (const name of at)
      done(await perform(app, seatGroup, clerk, { groupId, placeId: places.get(name) ?? city.station.id }))
  }
}

type Profile = Omit<z.input<typeof WriteProfile>, 'personId'>

const all = ['portrait', 'introduction', 'hours', 'activity'] as const

const profiles: Readonly<Record<string, Profile>> = {
  王秀英: {
    introduction_zh: '在临江住了三十年，退休前是小学老师。\n最关心老人出行、孩子上学和小区里的路灯。',
    introduction_en:
      'I have lived in Linjiang for thirty years and taught at its primary school.\nI care most about old people getting about, children’s way to school, and the lamps in our streets.',
    hours: [
      { weekday: 3, from: '14:00', to: '17:00' },
      { weekday: 6, from: '09:00', to: '11:00' },
    ],
    hours_note_zh: '在临江社区代表联络站，来之前打个电话更好。',
    hours_note_en: 'At the Linjiang station; better to call first.',
    agreed: [...all],
  },
  宋刚: {
    introduction_zh: '公交司机，跑 6 路十八年。道路、公交、停车的事都可以找我。',
    introduction_en: 'Bus driver on line 6 for eighteen years. Ask me about roads, buses and parking.',
    hours: [{ weekday: 5, from: '18:30', to: '20:00' }],
    agreed: ['introduction', 'hours', 'activity'],
  },
  彭涛: {
    introduction_zh: '开了一家二十来人的机械加工厂，知道小厂子的难处。',
    introduction_en: 'I run a workshop of twenty people and know what small firms struggle with.',
    agreed: ['introduction', 'activity'],
  },
}

async function writeProfiles(app: App, company: Company): Promise<void> {
  for (const [name, profile] of Object.entries(profiles)) {
    const { personId } = company.person(name)
    done(await perform(app, writeProfile, company.actor(name), { personId, ...profile }))
  }
}
