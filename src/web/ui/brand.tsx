/** The mark: the line from where a word is said to where it arrives. Also the site's icon. */
const path = 'M6 27V11a7 7 0 0 1 14 0v10a4 4 0 0 0 8 0V5'

/** The mark as a picture beside the name; it says nothing the name does not say. */
export function BrandMark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d={path} />
      <circle class="from" cx="6" cy="27" r="4.2" />
      <circle class="to" cx="28" cy="5" r="3.6" />
    </svg>
  )
}

/** The icon of the browser's tab as a file of its own; it follows the light or dark of the system. */
export const faviconSvg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 0 34 33"><style>*{--c:#b3311f;--p:#fff}@media(prefers-color-scheme:dark){*{--c:#ef7a63;--p:#171614}}</style><path d="${path}" style="fill:none;stroke:var(--c);stroke-width:4;stroke-linecap:round"/><circle cx="6" cy="27" r="4.2" style="fill:var(--p);stroke:var(--c);stroke-width:3"/><circle cx="28" cy="5" r="3.6" style="fill:var(--c)"/></svg>`
