import { useFrame } from './frame.ts'

/**
 * Asks for a browser script in place: what needs a script brings it along. The same script asked for twice is loaded
 * once. Outside any frame nothing is asked for.
 */
export function Island({ name }: { readonly name: string }) {
  const frame = useFrame()
  return frame ? <script type="module" src={frame.islands(name)} /> : null
}
