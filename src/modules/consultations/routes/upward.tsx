import type { Http } from '#web/routes'
import { answerRoutes } from './answer.tsx'
import { evaluationRoutes } from './evaluation.tsx'
import { letterRoutes } from './letters.tsx'
import { packageRoutes } from './packages.tsx'
import { projectRoutes } from './projects.tsx'
import { storyRoutes } from './story.tsx'
import { submissionRoutes } from './submission.tsx'

/** What follows refinement: submission, answer, the public story, the ledger, open data, exchange with councils. */
export function upwardRoutes(http: Http): void {
  submissionRoutes(http)
  answerRoutes(http)
  letterRoutes(http)
  storyRoutes(http)
  packageRoutes(http)
  evaluationRoutes(http)
  projectRoutes(http)
}
