import type { NameVisibility } from '#parts/people'
import { type DeputyLevel, deputyLevels } from '../tables.ts'

/** Words that a sheet may use for the level of a congress, beside the codes themselves. */
export const levelWords: Readonly<Record<string, DeputyLevel>> = {
  ...Object.fromEntries(deputyLevels.map((level) => [level, level])),
  全国: 'national',
  国家: 'national',
  全国人大代表: 'national',
  省: 'provincial',
  省级: 'provincial',
  省人大代表: 'provincial',
  市: 'municipal',
  市级: 'municipal',
  市人大代表: 'municipal',
  区: 'district',
  县: 'district',
  区县: 'district',
  区级: 'district',
  县级: 'district',
  区县级: 'district',
  区人大代表: 'district',
  县人大代表: 'district',
  乡: 'town',
  镇: 'town',
  乡镇: 'town',
  乡镇级: 'town',
  镇人大代表: 'town',
  乡镇人大代表: 'town',
}

export const visibilityWords: Readonly<Record<string, NameVisibility>> = {
  public: 'public',
  office: 'office',
  nobody: 'nobody',
  公开: 'public',
  所有人: 'public',
  工作人员: 'office',
  不公开: 'nobody',
}
