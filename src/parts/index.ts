import type { Manifest } from '#kernel/module'
import { casesPart } from '#parts/cases'
import { councilsPart } from '#parts/councils'
import { filesPart } from '#parts/files'
import { lawsPart } from '#parts/laws'
import { meetingsPart } from '#parts/meetings'
import { networkPart } from '#parts/network'
import { noticesPart } from '#parts/notices'
import { opinionsPart } from '#parts/opinions'
import { peoplePart } from '#parts/people'
import { popoloPart } from '#parts/popolo'
import { ratingsPart } from '#parts/ratings'

/** The civic nouns, in the order in which their migrations run. */
export const parts: readonly Manifest[] = [
  councilsPart,
  filesPart,
  peoplePart,
  popoloPart,
  noticesPart,
  networkPart,
  lawsPart,
  opinionsPart,
  casesPart,
  meetingsPart,
  ratingsPart,
]
