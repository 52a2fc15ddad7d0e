// A record's or an entry's one-line name in lists.

/** One line of at most 200 characters, never half of one; what no column keeps (NUL cuts a text short) is a space. */
export function labelOf(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .trim()
    .slice(0, 200)
    .replace(/[\ud800-\udbff]$/, '')
}
