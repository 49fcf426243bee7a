/**
 * The one form of a text that is stored, quoted and pointed into: Unicode NFC, LF line ends, no byte order mark.
 * Nothing else is changed, so that a quote stays the source's own words.
 */
export function canonicalise(raw: string): string {
  return raw
    .replace(/^\uFEFF+/, "")
    .replace(/\r\n?/g, "\n")
    .normalize("NFC");
}
