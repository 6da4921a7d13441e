import { prepareDemo } from '../src/start.ts'
import { assets } from '../src/web/assets.ts'

/** After an installation: builds the style sheets and scripts, and the demo's data, so that the first start is quick. */
assets().url('public.css')
await prepareDemo()
