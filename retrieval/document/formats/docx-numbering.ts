/** Numbers that Word computes ("1.", "a)", "Điều 3.") stand nowhere in a .docx's text: they are counted here. */
interface Level {
  start: number;
  format: string;
  /** "%1.", "Điều %1.", "%1.%2" */
  pattern: string;
}

interface Lists {
  /** Levels of a list by its numId. */
  levels: ReadonlyMap<string, { abstract: string; levels: ReadonlyMap<number, Level> }>;
  /** Numbering that a paragraph style brings. */
  styles: ReadonlyMap<string, { numId: string; level: number }>;
}

export interface NumberingParts {
  document: string;
  numbering: string | null;
  styles: string | null;
}

/**
 * document.xml with each automatic number written out as text before its paragraph. Works on the XML's own words:
 * paragraph properties come first in a paragraph and hold all that counts. Files whose prefix is not "w:" stay as they are.
 */
export function writeNumbers({ document, numbering, styles }: NumberingParts): string {
  if (numbering === null) return document;
  const lists = readLists(numbering, styles ?? "");
  const count = counter();
  return withoutChanges(document).replace(
    /<w:pPr>((?:(?!<w:pPr>)[\s\S])*?)<\/w:pPr>/g,
    (whole: string, properties: string) => {
      const place = placeOf(properties, lists);
      const list = place ? lists.levels.get(place.numId) : undefined;
      if (!place || !list) return whole;
      const label = count(list, place.level);
      const rest = properties.replace(/<w:numPr>[\s\S]*?<\/w:numPr>|<w:numPr\/>/g, "");
      const run = label === "" ? "" : `<w:r><w:t xml:space="preserve">${escapeXml(label)} </w:t></w:r>`;
      return `<w:pPr>${rest}</w:pPr>${run}`;
    },
  );
}

const withoutChanges = (xml: string) => xml.replace(/<w:pPrChange\b[\s\S]*?<\/w:pPrChange>/g, "");
const escapeXml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const unescapeXml = (text: string) =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll("&amp;", "&");
const attribute = (xml: string, tag: string): string | null =>
  new RegExp(`<w:${tag}\\b[^>]*?w:val="([^"]*)"`).exec(xml)?.[1] ?? null;

function placeOf(properties: string, lists: Lists): { numId: string; level: number } | null {
  const style = lists.styles.get(attribute(properties, "pStyle") ?? "");
  const own = /<w:numPr>([\s\S]*?)<\/w:numPr>/.exec(properties)?.[1];
  const numId = (own === undefined ? null : attribute(own, "numId")) ?? style?.numId ?? null;
  if (numId === null || numId === "0") return null;
  const level = own === undefined ? null : attribute(own, "ilvl");
  return { numId, level: level === null ? (style?.level ?? 0) : Number(level) };
}

function readLists(numbering: string, styles: string): Lists {
  const abstracts = new Map<string, Map<number, Level>>();
  for (const [, id = "", body = ""] of numbering.matchAll(
    /<w:abstractNum\b[^>]*?w:abstractNumId="([^"]*)"[^>]*>([\s\S]*?)<\/w:abstractNum>/g,
  ))
    abstracts.set(id, readLevels(body));
  const levels = new Map<string, { abstract: string; levels: ReadonlyMap<number, Level> }>();
  for (const [, id = "", body = ""] of numbering.matchAll(
    /<w:num\b[^>]*?w:numId="([^"]*)"[^>]*>([\s\S]*?)<\/w:num>/g,
  )) {
    const abstract = attribute(body, "abstractNumId") ?? "";
    const own = abstracts.get(abstract);
    if (own) levels.set(id, overridden(own, { body, id, abstract }));
  }
  return { levels, styles: readStyles(styles) };
}

function readLevels(body: string): Map<number, Level> {
  const levels = new Map<number, Level>();
  for (const [, level = "", words = ""] of body.matchAll(/<w:lvl\b[^>]*?w:ilvl="(\d)"[^>]*>([\s\S]*?)<\/w:lvl>/g)) {
    levels.set(Number(level), {
      start: Number(attribute(words, "start") ?? "1"),
      format: attribute(words, "numFmt") ?? "decimal",
      pattern: unescapeXml(attribute(words, "lvlText") ?? ""),
    });
  }
  return levels;
}

interface ListBody {
  body: string;
  id: string;
  abstract: string;
}

/** A list that starts anew counts for itself; others with one definition go on counting together. */
function overridden(own: ReadonlyMap<number, Level>, { body, id, abstract }: ListBody) {
  const levels = new Map(own);
  let restarts = false;
  for (const [, level = "", words = ""] of body.matchAll(
    /<w:lvlOverride\b[^>]*?w:ilvl="(\d)"[^>]*>([\s\S]*?)<\/w:lvlOverride>/g,
  )) {
    const start = attribute(words, "startOverride");
    const base = readLevels(words).get(Number(level)) ?? levels.get(Number(level));
    if (base) levels.set(Number(level), { ...base, start: start === null ? base.start : Number(start) });
    restarts ||= start !== null;
  }
  return { abstract: restarts ? `num ${id}` : abstract, levels };
}

function readStyles(styles: string): Map<string, { numId: string; level: number }> {
  const found = new Map<string, { numId: string; level: number }>();
  for (const [, id = "", body = ""] of styles.matchAll(
    /<w:style\b[^>]*?w:type="paragraph"[^>]*?w:styleId="([^"]*)"[^>]*>([\s\S]*?)<\/w:style>/g,
  )) {
    const inherited = found.get(attribute(body, "basedOn") ?? "");
    const own = /<w:numPr>([\s\S]*?)<\/w:numPr>/.exec(body)?.[1];
    const numId = (own === undefined ? null : attribute(own, "numId")) ?? inherited?.numId ?? null;
    const level = (own === undefined ? null : attribute(own, "ilvl")) ?? String(inherited?.level ?? 0);
    if (numId !== null) found.set(id, { numId, level: Number(level) });
  }
  return found;
}

type ListOf = NonNullable<ReturnType<Lists["levels"]["get"]>>;

/** Counts paragraphs in reading order; a higher level starts the lower ones anew. */
function counter(): (list: ListOf, level: number) => string {
  const counts = new Map<string, number[]>();
  return ({ abstract, levels }, level) => {
    const definition = levels.get(level);
    if (!definition) return "";
    const held = counts.get(abstract) ?? [];
    const next = held[level] === undefined ? definition.start : held[level] + 1;
    counts.set(abstract, [...fill(held, level, levels), next]);
    if (definition.format === "bullet") return "-";
    if (definition.format === "none") return "";
    const at = counts.get(abstract) as number[];
    return definition.pattern.replace(/%(\d)/g, (_, one: string) => {
      const of = levels.get(Number(one) - 1);
      return figure(at[Number(one) - 1] ?? of?.start ?? 1, of?.format ?? "decimal");
    });
  };
}

/** Levels above one that was skipped stand at their start. */
const fill = (held: readonly number[], level: number, levels: ReadonlyMap<number, Level>): number[] =>
  Array.from({ length: level }, (_, at) => held[at] ?? levels.get(at)?.start ?? 1);

function figure(count: number, format: string): string {
  switch (format) {
    case "lowerLetter":
      return letters(count);
    case "upperLetter":
      return letters(count).toUpperCase();
    case "lowerRoman":
      return roman(count).toLowerCase();
    case "upperRoman":
      return roman(count);
    case "decimalZero":
      return String(count).padStart(2, "0");
    default:
      return String(count);
  }
}

/** a … z, aa, bb …, as Word writes them. */
const letters = (count: number): string =>
  String.fromCharCode(97 + ((count - 1) % 26)).repeat(Math.min(9, Math.ceil(Math.max(1, count) / 26)));

const ROMAN: readonly (readonly [number, string])[] = [
  [100, "C"],
  [90, "XC"],
  [50, "L"],
  [40, "XL"],
  [10, "X"],
  [9, "IX"],
  [5, "V"],
  [4, "IV"],
  [1, "I"],
];

function roman(count: number): string {
  let left = Math.min(Math.max(0, count), 399);
  let text = "";
  for (const [value, sign] of ROMAN) {
    text += sign.repeat(Math.floor(left / value));
    left %= value;
  }
  return text;
}
