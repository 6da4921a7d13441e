/** Row types of every table, added by declaration merging beside each table's owner. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging in every part and module
export interface Tables {}
