import { type Actor, perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { newId } from '#kernel/ids'
import {
  addUnit,
  agreeToShow,
  appoint,
  formCouncil,
  holdTraining,
  type ServiceRole,
  serviceRoles,
} from '#parts/network'
import { giveRole, type Role } from '#parts/people'
import { type DemoCity, done } from './councils.ts'

/** A demo account: what it may do, and at which place. */
interface Part {
  readonly name: string
  readonly role: Role | null
  readonly at?: (city: DemoCity) => string
}

const collector = (name: string, point: number): Part => ({
  name,
  role: 'collector',
  at: (city) => city.collectionPoints[point]?.id ?? city.contactPoint.id,
})
const atContactPoint = (name: string, role: Role): Part => ({ name, role, at: (city) => city.contactPoint.id })

/** Sixty invented people in all roles; the first of each role stands on the list of demo accounts. */
const cast: readonly Part[] = [
  { name: '周明', role: 'clerk' },
  { name: '沈岚', role: 'clerk' },
  atContactPoint('孙丽', 'point-staff'),
  atContactPoint('吴波', 'point-staff'),
  atContactPoint('钱芳', 'liaison'),
  collector('李桂兰', 0),
  collector('张大勇', 0),
  collector('刘洋', 1),
  collector('马小兵', 1),
  collector('胡静', 2),
  collector('郭建国', 2),
  collector('何雪', 3),
  collector('罗志强', 3),
  atContactPoint('郑律', 'adviser'),
  atContactPoint('谢文', 'adviser'),
  { name: '韩教授', role: 'expert' },
  { name: '唐教授', role: 'expert' },
  ...['冯秀珍', '于海', '董梅', '萧山', '程远', '曹颖', '袁野', '邓洁', '许诺'].map((name) =>
    atContactPoint(name, 'council-member'),
  ),
  ...['王秀英', '宋刚', '林晓', '彭涛', '苏琴', '卢伟'].map((name): Part => ({ name, role: 'deputy' })),
  { name: '蒋敏', role: 'committee' },
  { name: '蔡正', role: 'committee' },
  { name: '贾芸', role: 'street-office' },
  { name: '丁强', role: 'department', at: (city) => city.departments[0]?.id ?? city.contactPoint.id },
  { name: '段宁', role: 'department', at: (city) => city.departments[0]?.id ?? city.contactPoint.id },
  { name: '温良', role: 'department-head', at: (city) => city.departments[0]?.id ?? city.contactPoint.id },
  { name: '魏红', role: 'department', at: (city) => city.departments[1]?.id ?? city.contactPoint.id },
  { name: '薛立', role: 'department', at: (city) => city.departments[2]?.id ?? city.contactPoint.id },
  { name: '陈立', role: 'administrator' },
  { name: '何静', role: 'security-officer' },
  { name: '潘审', role: 'auditor' },
  { name: '杜记者', role: 'media' },
  ...[
    '赵阿姨',
    '戴师傅',
    '夏冬',
    '钟声',
    '汪洋',
    '田甜',
    '任重',
    '姜维维',
    '范思',
    '方圆',
    '石磊',
    '姚远',
    '谭松',
    '廖凡',
    '邹静',
    '何护士',
    '蒋老板',
    '主播小鹿',
  ].map((name): Part => ({ name, role: null })),
]

export interface DemoPerson {
  readonly accountId: string
  readonly personId: string
  readonly name: string
  readonly role: Role | null
  readonly scopeId: string | null
}

/** Who acts in the story, by name. */
export interface Company {
  readonly people: readonly DemoPerson[]
  /** Somebody of the cast with their rights; anybody else is a guest with a device of their own. */
  actor(name: string): Actor
  person(name: string): DemoPerson
  isOfTheCast(name: string): boolean
}

/** Puts the cast on the city's books, with accounts that a click signs in to, and gives each their duty. */
export async function bringPeople(app: App, city: DemoCity): Promise<Company> {
  const people = await enrol(app, city)
  await giveDuties(app, city, people)
  await trainAndForm(app, city, people)
  return companyOf(city.councilId, people)
}

async function enrol(app: App, city: DemoCity): Promise<DemoPerson[]> {
  const now = app.clock.now()
  const shown = new Set<string>()
  const people = cast.map((part, position) => {
    const key = part.role ?? 'resident'
    const first = !shown.has(key)
    shown.add(key)
    return {
      accountId: newId(),
      personId: newId(),
      name: part.name,
      role: part.role,
      scopeId: part.at?.(city) ?? null,
      position: first ? position + 1 : null,
    }
  })
  const { db } = app.database
  await db
    .insertInto('people.account')
    .values(
      people.map((person) => ({
        id: person.accountId,
        created_at: now,
        locale: null,
        elder: false,
        disabled_at: null,
        erase_at: null,
        erased_at: null,
        demo_position: person.position,
      })),
    )
    .execute()
  await db
    .insertInto('people.person')
    .values(
      people.map((person) => ({
        council_id: city.councilId,
        id: person.personId,
        account_id: person.accountId,
        name: person.name,
        display_name: null,
        name_visibility: person.role === 'deputy' ? ('public' as const) : ('office' as const),
        created_at: now,
        suspended_at: null,
        erased_at: null,
      })),
    )
    .execute()
  return people
}

const titles: Partial<Record<Role, string>> = {
  'point-staff': '专职工作人员',
  liaison: '联络员',
  collector: '信息员',
  adviser: '顾问',
  'council-member': '立法议事会成员',
}

/** Duties at a place come with an appointment there; the others are given by themselves. */
async function giveDuties(app: App, city: DemoCity, people: readonly DemoPerson[]): Promise<void> {
  const system = systemActor(city.councilId)
  const since = app.clock.now().toISOString().slice(0, 10)
  const serving = async (placeId: string, person: DemoPerson, role: ServiceRole) => {
    const title = titles[role] ?? null
    const input = { placeId, personId: person.personId, role, title, since }
    const { serviceId } = done(await perform(app, appoint, system, input))
    done(await perform(app, agreeToShow, actorOf(city.councilId, person), { serviceId, agrees: true }))
  }
  for (const person of people) {
    const { personId, role, scopeId } = person
    const atPlace = serviceRoles.find((each) => each === role && each !== 'deputy')
    if (atPlace && scopeId) await serving(scopeId, person, atPlace)
    else if (role) done(await perform(app, giveRole, system, { personId, role, scopeId }))
  }
  const deputies = people.filter(({ role }) => role === 'deputy')
  for (const deputy of deputies.slice(0, 4)) await serving(city.station.id, deputy, 'deputy')
  for (const deputy of deputies.slice(4)) await serving(city.contactPoint.id, deputy, 'deputy')
}

/** The legislative council of nine, two adviser units, and a course for the collectors. */
async function trainAndForm(app: App, city: DemoCity, people: readonly DemoPerson[]): Promise<void> {
  const system = systemActor(city.councilId)
  const today = app.clock.now().toISOString().slice(0, 10)
  const placeId = city.contactPoint.id
  done(await perform(app, formCouncil, system, { placeId, formedOn: today }))
  for (const [index, { id }] of city.advisers.entries()) {
    const role = index === 0 ? 'adviser-unit' : 'liaison-unit'
    done(await perform(app, addUnit, system, { placeId, organisationId: id, role, since: today }))
  }
  const collectors = people.filter(({ role }) => role === 'collector')
  const course = '怎样听、怎样记：信息员入门'
  const personIds = collectors.map(({ personId }) => personId)
  done(await perform(app, holdTraining, system, { placeId, course, heldOn: today, hours: 3, personIds }))
}

function companyOf(councilId: string, people: readonly DemoPerson[]): Company {
  const known = new Map(people.map((person) => [person.name, person]))
  const guests = new Map<string, Actor>()
  return {
    people,
    isOfTheCast: (name) => known.has(name),
    person(name) {
      const found = known.get(name)
      if (!found) throw new Error(`nobody of the cast is called ${name}`)
      return found
    },
    actor(name) {
      const person = known.get(name)
      if (person) return actorOf(councilId, person)
      const guest = guests.get(name) ?? aGuest(councilId)
      guests.set(name, guest)
      return guest
    },
  }
}

function aGuest(councilId: string): Actor {
  return { kind: 'guest', councilId, accountId: null, personId: null, deviceId: newId(), grants: [] }
}

function actorOf(councilId: string, { accountId, personId, role, scopeId }: DemoPerson): Actor {
  const grants = role === null ? [] : [{ role, scopeId }]
  return { kind: 'person', councilId, accountId, personId, deviceId: null, grants }
}
