import { hostKinds, placeKinds, placeLevels } from './tables.ts'

function codes(list: readonly string[]): Record<string, string> {
  return Object.fromEntries(list.map((code) => [code, code]))
}

/** Words that a sheet may use for kinds, levels and hosts, beside the codes themselves. */
export const placeWords = {
  kind: {
    ...codes(placeKinds),
    家: 'home',
    代表之家: 'home',
    站: 'station',
    代表联络站: 'station',
    联络站: 'station',
    点: 'point',
    代表联系点: 'point',
    联系点: 'point',
    基层立法联系点: 'contact-point',
    立法联系点: 'contact-point',
    信息采集点: 'collection-point',
    采集点: 'collection-point',
    实践基地: 'base',
    基地: 'base',
  },
  level: {
    ...codes(placeLevels),
    全国: 'national',
    国家级: 'national',
    省级: 'provincial',
    市级: 'municipal',
    区级: 'district',
    县级: 'district',
    区县级: 'district',
    街道: 'street',
    乡镇: 'street',
    街道级: 'street',
    社区: 'community',
    社区级: 'community',
    村: 'community',
  },
  host: {
    ...codes(hostKinds),
    人大: 'congress',
    街道: 'street',
    乡镇: 'street',
    社区: 'community',
    村: 'community',
    企业: 'enterprise',
    协会: 'association',
    社会组织: 'association',
    学校: 'school',
    法院: 'court',
    园区: 'park',
    公园: 'park',
    楼宇: 'office-block',
    军营: 'barracks',
    其他: 'other',
  },
}
