import type { Story } from '../story.ts'
import { propertyProject } from './projects.ts'

/** The third link of the chain: being prepared, not yet open. */
export const propertySecond: Story = {
  project: propertyProject,
  kind: 'new',
  phase: 'deliberation',
  title: '云山市住宅小区物业管理条例（草案二次审议稿）',
  en: 'Regulation on Residential Property Management, draft for the second reading',
  summary: '根据大家的意见改过的草案，交付表决之前再听一次。',
  summaryEn: 'The draft as changed by what people said, heard once more before the vote.',
  text: 'property-second.md',
  label: '草案二次审议稿（再次征求意见）',
  prepared: 6,
  opinions: [],
}
