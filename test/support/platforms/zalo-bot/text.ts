/** Longest text; counted in UTF-16 units, the stricter of the two counts that Zalo may mean. */
const TEXT_LIMIT = 2_000;

/** Why Zalo would refuse a sendMessage with 400, or null. */
export function refusalOf({ text, parse_mode: mode }: Record<string, unknown>): string | null {
  if (typeof text !== "string" || text.trim() === "") return "Bad Request: text is empty";
  if (text.length > TEXT_LIMIT) return "Bad Request: text is too long";
  if (mode === undefined) return null;
  return mode === "markdown" && isKnownMarkdown(text) ? null : "Bad Request: can't parse text";
}

/** The subset that was seen to work: headings, bold, italic, lists, inline code, `\*` and `\_`. */
function isKnownMarkdown(text: string): boolean {
  const bare = text.replace(/\\[*_]/g, "");
  if (/```|\]\(|\\/.test(bare)) return false;
  return [/\*\*/g, /(?<!\*)\*(?!\*)/g, /_/g, /`/g].every((sign) => (bare.match(sign) ?? []).length % 2 === 0);
}

/** A markdown text as it is shown. */
export function shown(text: string, mode: unknown): string {
  if (mode !== "markdown") return text;
  const signs = text
    .replace(/^- /gm, "• ")
    .replace(/^#{1,4} /gm, "")
    .replace(/(?<!\\)(?:\*|_|`)/g, "");
  return signs.replace(/\\([*_])/g, "$1");
}
