// Runs in a process of its own, started by conversion.ts with a limit on memory and time: reads one file from
// standard input and writes its words, or why there are none, to standard output.
import { FileRefused } from './refusal.ts'

const kind = process.argv[2]
const pieces: Buffer[] = []
for await (const piece of process.stdin) pieces.push(piece as Buffer)
const answer = await convert(new Uint8Array(Buffer.concat(pieces)))
process.stdout.write(JSON.stringify(answer))

async function convert(bytes: Uint8Array): Promise<{ text: string } | { refused: string }> {
  try {
    return { text: await textOf(bytes) }
  } catch (error) {
    return { refused: error instanceof FileRefused ? error.code : 'damaged' }
  }
}

async function textOf(bytes: Uint8Array): Promise<string> {
  if (kind === 'docx') return (await import('./docx.ts')).textOfDocx(bytes)
  if (kind === 'pdf') return (await import('./pdf.ts')).textOfPdf(bytes)
  const { textOfHtml } = await import('./html.ts')
  const { decodeText } = await import('./plain-text.ts')
  return textOfHtml(decodeText(bytes))
}
