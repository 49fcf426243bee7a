import { newsFurniture } from "./furniture-news.ts";
import { portalFurniture } from "./furniture-portal.ts";
import { inside, readLines } from "./lines.ts";
import type { Span } from "./types.ts";

/**
 * Site furniture of a canonical text: menus, counters, notices, bylines, "tin liên quan". Sorted, never overlapping.
 * Precise rather than complete: a menu line that stays does little harm, a clause that goes is lost for good. The
 * metadata box of a legal portal stays out, because for some documents it is the only evidence of number and date.
 */
export function findFurniture(text: string): Span[] {
  const lines = readLines(text);
  const portal = portalFurniture(lines);
  const rest = lines.filter((line) => !inside(portal, line));
  return joined(text, [...portal, ...newsFurniture(rest)]);
}

/** Sorted, and made one where only white space and table marks lie between. */
function joined(text: string, spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last && (span.start <= last.end || /^[\s|*#]*$/u.test(text.slice(last.end, span.start)))) {
      last.end = Math.max(last.end, span.end);
    } else {
      out.push({ start: span.start, end: span.end });
    }
  }
  return out;
}
