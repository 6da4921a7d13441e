import type { Story } from '../story.ts'

/** The legislative project that runs through three consultations: before it, on the draft, and before it is passed. */
export const propertyProject: Story['project'] = {
  key: 'property',
  title: '云山市住宅小区物业管理条例',
  en: 'Yunshan City Regulation on Residential Property Management',
  about: '规范物业服务，让业主共同的钱有账可查，共同的事有法可议。',
}
