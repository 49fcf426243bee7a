import type { OutlineKind } from "../types.ts";

/** How a paragraph is numbered. `series` tells numberings apart ("1." from "a)"), `rank` orders them from the top. */
export interface Label {
  kind: OutlineKind;
  series: string;
  rank: number;
  /** "Điều 2", "4", "a", "III", "1.1", "-". */
  text: string;
  /** Length of the label in the plain text, with the white space behind it. */
  length: number;
}

interface Rule {
  pattern: RegExp;
  kind: OutlineKind;
  series: string;
  rank: number;
  /** Further condition on the whole plain paragraph. */
  when?: (plain: string, match: RegExpMatchArray) => boolean;
  label?: (match: RegExpMatchArray) => string;
}

const upperCased = (text: string) => text === text.toUpperCase() && /\p{Lu}/u.test(text);
const short = (plain: string) => plain.length <= 220 && !/[.;]$/.test(plain);
const roman = /^(?:X{0,3})(?:IX|IV|V?I{0,3})$/;

const RULES: readonly Rule[] = [
  {
    pattern: /^(PHỤ LỤC|Phụ lục)(?:\s+(?:SỐ|số))?(?:\s+(\d+[A-Za-z]?|[IVX]+[A-Z]?|[A-Z]))?\s*[.:]?\s*/u,
    kind: "annex",
    series: "annex",
    rank: 0,
    when: (plain, match) => upperCased(match[1] as string) || plain.length <= 40,
    label: (match) => (match[2] ? `Phụ lục ${match[2]}` : "Phụ lục"),
  },
  {
    pattern: /^(?:MẪU|BIỂU MẪU|BIỂU)(?:\s+(?:SỐ))?\s+(\d+[\w/-]*|[IVX]+)\s*[.:]?\s*/u,
    kind: "annex",
    series: "annex",
    rank: 0,
    when: (plain) => plain.length <= 200,
    label: (match) => `Mẫu ${match[1]}`,
  },
  {
    pattern: /^Phần\s+(?:thứ\s+)?(nhất|hai|ba|tư|năm|[IVX]+|\d+|[A-H])(?![\p{L}\d])\s*[.:]?\s*/iu,
    kind: "phan",
    series: "phan",
    rank: 1,
    when: (plain, match) => short(plain) && (match.index ?? 0) === 0,
    label: (match) => `Phần ${match[1]}`,
  },
  {
    pattern: /^Chương\s+([IVXLC]+|\d+)(?![\p{L}\d])\s*[.:]?\s*/iu,
    kind: "chuong",
    series: "chuong",
    rank: 2,
    when: short,
    label: (match) => `Chương ${match[1]}`,
  },
  {
    pattern: /^Mục\s+([IVX]+|\d+)(?![\p{L}\d]|\.\d)\s*[.:]?\s*/iu,
    kind: "muc",
    series: "muc",
    rank: 3,
    when: (plain) => short(plain) && /^Mục\s+\S+\s*[.:]?\s*(?:$|[\p{Lu}])/iu.test(plain),
    label: (match) => `Mục ${match[1]}`,
  },
  {
    pattern: /^Điều\s+(\d+[a-z]?)\s*([.:]?)\s*/iu,
    kind: "dieu",
    series: "dieu",
    rank: 4,
    when: (plain, match) => match[2] !== "" || (plain.length <= 160 && !/[.;,]$/.test(plain)),
    label: (match) => `Điều ${match[1]}`,
  },
  {
    pattern: /^([IVX]{1,5})\s*[.)/–-]\s*(?=\S|$)/u,
    kind: "muc",
    series: "roman",
    rank: 5,
    when: (_, match) => roman.test(match[1] as string),
  },
  {
    pattern: /^([A-H])\s*[.)/–-]\s*(?=\p{Lu})/u,
    kind: "phan",
    series: "letter",
    rank: 3.5,
    when: (plain) => plain.length <= 200,
  },
  { pattern: /^(\d{1,2}(?:\.\d{1,2}){1,3})\s*[.):]?\s*(?=[^\d%])/u, kind: "number", series: "decimal", rank: 7 },
  { pattern: /^(\d{1,3})\s*(?:[.)](?!\d)|\/(?=\s))\s*(?=\S|$)/u, kind: "number", series: "number", rank: 6 },
  { pattern: /^\((\d{1,2})\)\s*/u, kind: "number", series: "(number)", rank: 8.5 },
  { pattern: /^\(([ivx]{1,5})\)\s*/u, kind: "number", series: "(roman)", rank: 8.6 },
  { pattern: /^\(([a-zđ])\)\s*/u, kind: "diem", series: "(letter)", rank: 8.7 },
  { pattern: /^([a-zđ]|aa|bb|cc|dd)\s*[).]\s+(?=\S)/u, kind: "diem", series: "diem", rank: 8 },
  { pattern: /^[-–—−](?:\s+(?=[^\s-])|(?=[\p{L}"“(]))/u, kind: "dash", series: "dash", rank: 9, label: () => "-" },
  { pattern: /^\+(?:\s+(?=\S)|(?=[\p{L}"“(]))/u, kind: "dash", series: "plus", rank: 10, label: () => "+" },
  { pattern: /^[•●▪◦∙·➢❖✓»o](?:\s+)(?=\S)/u, kind: "dash", series: "bullet", rank: 9.5, label: () => "•" },
];

/** The label at the start of a paragraph's plain text, or null for prose. */
export function readLabel(plain: string): Label | null {
  for (const rule of RULES) {
    const match = plain.match(rule.pattern);
    if (!match || (rule.when && !rule.when(plain, match))) continue;
    const depth = rule.series === "decimal" ? ((match[1] as string).split(".").length - 2) * 0.2 : 0;
    return {
      kind: rule.kind,
      series: rule.series === "decimal" ? `decimal${(match[1] as string).split(".").length}` : rule.series,
      rank: rule.rank + depth,
      text: rule.label ? rule.label(match) : (match[1] as string),
      length: match[0].length,
    };
  }
  return null;
}

/** True when a line may open a paragraph: it carries a label, also in markdown marks. */
export function opensWithLabel(line: string): boolean {
  const plain = line.replace(/^[*_#\s\\]+/, "").replace(/[*_]+/g, "");
  if (/^Điều\s/i.test(plain)) return /^Điều\s+\d+[a-z]?\s*[.:]/i.test(plain);
  const label = readLabel(plain);
  if (label === null) return /^[-–+•]$|^(?:[IVX]{1,4}|\d{1,3})[.)]$|^[a-zđ][).]$|^\d+(\.\d+)+\.?$/u.test(plain);
  if (label.series === "dash") return /^[-–—−]\s+["“(]?[\p{Lu}\d]/u.test(plain);
  return true;
}
