declare module 'subset-font' {
  /** A font with only the glyphs that `text` needs. */
  export default function subsetFont(
    font: Uint8Array,
    text: string,
    options?: {
      readonly targetFormat?: 'sfnt' | 'truetype' | 'woff' | 'woff2'
      readonly noHinting?: boolean
      readonly noLayoutClosure?: boolean
      readonly keepFeatures?: readonly string[]
      readonly dropTables?: readonly string[]
    },
  ): Promise<Buffer>
}
