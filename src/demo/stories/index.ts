import type { Story } from '../story.ts'
import { cyberviolence } from './cyberviolence.ts'
import { eBikes } from './e-bikes.ts'
import { elderCare } from './elder-care.ts'
import { propertyDraft } from './property-draft.ts'
import { propertyOutline } from './property-outline.ts'
import { propertySecond } from './property-second.ts'
import { waste } from './waste.ts'

/** One consultation in each stage; the first three are one chain on one project. */
export const stories: readonly Story[] = [
  propertyOutline,
  propertyDraft,
  elderCare,
  waste,
  eBikes,
  cyberviolence,
  propertySecond,
]
