import { messages } from '#kernel/text'

/** How to greet somebody who has given no name. */
export const identifyText = messages({ resident: '居民' }, { resident: 'Resident' })
