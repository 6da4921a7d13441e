import { perform } from '#kernel/action'
import { awardPlaque, tellBase } from '../modules/stations/plaques/actions.ts'
import type { BaseItem } from '../modules/stations/plaques/tables.ts'
import { done } from './councils.ts'
import type { Stage } from './tell.ts'

const functions: Readonly<Record<BaseItem, string>> = {
  practise: '居民在这里提意见、开议事会，一条意见从收到到答复都能走完。',
  show: '一楼走廊展示近年采纳的意见和改动的条文，每月更换。',
  publicise: '每季度一次普法讲座，中英文讲解可以预约。',
  radiate: '带动四个信息采集点，骑手站、医院、园区的意见都收得上来。',
}

/** A practice base with its plaque and functions, and a featured station. */
export function tellPlaques({ app, city, company, line }: Stage): void {
  const issuedBy = '云山市人民代表大会常务委员会'
  line.on(150, 30, async () => {
    const by = company.actor('蒋敏')
    const issuedOn = line.dayOf(150).toISOString().slice(0, 10)
    const of = { issuedOn, issuedBy }
    const base = {
      ...of,
      placeId: city.contactPoint.id,
      kind: 'base' as const,
      plaqueNumber: '云人基〔2026〕1 号',
      titleZh: '全过程人民民主实践基地',
      titleEn: 'Practice base of whole-process people’s democracy',
    }
    done(await perform(app, awardPlaque, by, base))
    const featured = {
      ...of,
      placeId: city.station.id,
      kind: 'featured' as const,
      plaqueNumber: '云人特〔2026〕3 号',
      titleZh: '特色代表联络站',
      titleEn: 'Featured deputies’ station',
    }
    done(await perform(app, awardPlaque, by, featured))
  })
  line.on(149, 30, async () => {
    for (const [item, told] of Object.entries(functions) as [BaseItem, string][]) {
      done(await perform(app, tellBase, company.actor('孙丽'), { placeId: city.contactPoint.id, item, told }))
    }
  })
}
