/** The collector's kit: begins where the page has a place for it. */
import { start } from './field-kit/app.tsx'

const root = document.getElementById('field-kit')
if (root) void start(root)
