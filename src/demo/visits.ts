import { perform } from '#kernel/action'
import {
  askVisit,
  confirmVisit,
  moveVisit,
  noteVisit,
  openRoom,
  refuseVisit,
  withdrawVisit,
} from '../modules/stations/visits/actions.ts'
import { visitByCode } from '../modules/stations/visits/queries.ts'
import { done } from './councils.ts'
import type { Stage } from './tell.ts'

interface Group {
  readonly name: string
  readonly size: number
  readonly purpose: string
  readonly languages?: readonly ('zh-CN' | 'en' | 'ja')[]
  readonly askedDaysAgo: number
  /** Days from today, negative in the past. */
  readonly inDays: number
  readonly became?: 'confirmed' | 'moved' | 'refused' | 'withdrawn'
  readonly came?: number
  readonly noted?: string
}

const groups: readonly Group[] = [
  {
    name: '云山大学法学院本科生',
    size: 42,
    purpose: '看一部地方性法规的意见是怎样从小区里收上来的。',
    askedDaysAgo: 36,
    inDays: -30,
    became: 'confirmed',
    came: 45,
    noted: '听了八步流程，现场模拟了一次意见征集，提了六个问题。',
  },
  {
    name: '友好城市议会代表团',
    size: 12,
    purpose: '了解居民怎样参与立法。',
    languages: ['en'],
    askedDaysAgo: 27,
    inDays: -20,
    became: 'confirmed',
    came: 11,
    noted: '英语讲解，看了意见从收到到答复的全过程。',
  },
  {
    name: '望山中学模拟法庭社',
    size: 28,
    purpose: '社会实践。',
    askedDaysAgo: 15,
    inDays: -9,
    became: 'confirmed',
    came: 0,
  },
  {
    name: '临江街道老年大学',
    size: 30,
    purpose: '听一听养老服务条例草案。',
    askedDaysAgo: 10,
    inDays: 4,
    became: 'moved',
  },
  {
    name: '邻市人大常委会办公室',
    size: 16,
    purpose: '交流联系点建设经验。',
    askedDaysAgo: 5,
    inDays: 6,
    became: 'confirmed',
  },
  {
    name: '外国留学生参观团',
    size: 24,
    purpose: '了解中国的基层民主。',
    languages: ['en', 'ja'],
    askedDaysAgo: 1,
    inDays: 9,
  },
  { name: '某旅行社', size: 60, purpose: '作为旅游线路的一站。', askedDaysAgo: 8, inDays: 2, became: 'refused' },
  {
    name: '云栖产业园工会',
    size: 20,
    purpose: '了解劳动法规征求意见。',
    askedDaysAgo: 7,
    inDays: 3,
    became: 'withdrawn',
  },
]

/** Groups that ask to visit the contact point: who came, who comes, who waits for an answer. */
export function tellVisits({ app, city, company, line }: Stage): void {
  const placeId = city.contactPoint.id
  const staff = () => company.actor('吴波')
  let hall = ''
  line.on(90, 0, async () => {
    const room = (nameZh: string, nameEn: string, capacity: number) =>
      perform(app, openRoom, staff(), { placeId, nameZh, nameEn, capacity })
    hall = done(await room('三楼礼堂', 'Hall, third floor', 80)).roomId
    done(await room('二楼会议室', 'Meeting room, second floor', 20))
  })
  for (const group of groups) {
    const guest = company.actor(`${group.name}的联系人`)
    const ids = { code: '', visitId: '' }
    const startsAt = line.dayOf(-group.inDays, 240)
    const endsAt = line.dayOf(-group.inDays, 360)
    line.on(group.askedDaysAgo, 20, async () => {
      const input = {
        placeId,
        groupName: group.name,
        size: group.size,
        languages: [...(group.languages ?? ['zh-CN' as const])],
        purpose: group.purpose,
        startsAt,
        endsAt,
        contactName: '带队老师',
        contact: 'visit@yunshan.example.org',
      }
      ids.code = done(await perform(app, askVisit, guest, input)).code
      ids.visitId = (await visitByCode(app.database.db, city.councilId, ids.code))?.id ?? ''
    })
    line.on(group.askedDaysAgo - 1, 30, async () => {
      const { visitId } = ids
      if (group.became === 'confirmed') done(await perform(app, confirmVisit, staff(), { visitId, roomId: hall }))
      const later = { startsAt: line.dayOf(-group.inDays - 1, 240), endsAt: line.dayOf(-group.inDays - 1, 360) }
      const moved = { visitId, roomId: hall, ...later, reason: '当天礼堂有选民见面会，往后挪一天。' }
      if (group.became === 'moved') done(await perform(app, moveVisit, staff(), moved))
      const refused = { visitId, reason: '联系点不作旅游景点；想了解工作，欢迎以单位名义预约。' }
      if (group.became === 'refused') done(await perform(app, refuseVisit, staff(), refused))
      if (group.became === 'withdrawn') done(await perform(app, withdrawVisit, guest, { code: ids.code }))
    })
    if (group.came === undefined) continue
    line.on(-group.inDays, 400, async () => {
      const input = { visitId: ids.visitId, came: group.came ?? 0, noted: group.noted ?? '' }
      done(await perform(app, noteVisit, staff(), input))
    })
  }
}
