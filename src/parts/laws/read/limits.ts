/** Largest file that is opened. */
export const maxFileBytes = 25_000_000
/** Longest text that is read, in characters and in lines; the Civil Code has 110,000 characters in 2,500 paragraphs. */
export const maxCharacters = 5_000_000
export const maxLines = 50_000
/** What a conversion may take before it is stopped: a little under 10 s and 256 MB, in which the file must be refused. */
export const conversionConfines = { workMs: 9_000, memoryMb: 210 } as const
