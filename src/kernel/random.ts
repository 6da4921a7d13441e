const supplyBytes = 4096

let supply = new Uint8Array(0)
let used = 0

/**
 * Random bytes fit for secrets, each given out once: drawing thousands at a time costs what drawing a few does. The
 * same in a browser as on a server. What is given is to be read at once, not kept.
 * @param count at most 4096
 */
export function randomOf(count: number): Uint8Array {
  if (used + count > supply.length) {
    supply = crypto.getRandomValues(new Uint8Array(supplyBytes))
    used = 0
  }
  const given = supply.subarray(used, used + count)
  used += count
  return given
}
