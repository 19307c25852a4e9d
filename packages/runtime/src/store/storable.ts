/**
 * Words as they may stand in a query: no database keeps a NUL, and both drivers fail on one. Nothing stored is called
 * '', so whoever looks for a name with a NUL finds nothing instead of an error.
 */
export const storable = (words: string): string => (words.includes('\0') ? '' : words);
