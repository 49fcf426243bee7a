import { readFileSync } from "node:fs";
import { fold } from "./fold.ts";
import { findNames, type NamePattern, nameIndex, namePattern } from "./names.ts";

/** A province or centrally run city. `name` is the name as used in the text, old or new. */
export interface Place {
  name: string;
  /** Today's province that holds it (Nghị quyết 202/2025/QH15): "Bắc Giang" → "Bắc Ninh". */
  province: string;
  kind: "tỉnh" | "thành phố";
}

export interface FoundPlace extends Place {
  start: number;
  end: number;
}

interface ProvinceRow {
  name: string;
  kind: "tỉnh" | "thành phố";
  mergedFrom: string[];
}

const rows = JSON.parse(readFileSync(new URL("./data/provinces.json", import.meta.url), "utf8")) as ProvinceRow[];

/** Writings that are not the official name. Short ones are only used as whole syllables. */
const OTHER_WRITINGS: Readonly<Record<string, readonly string[]>> = {
  "Hà Nội": ["HN", "TPHN", "Hanoi"],
  "Hồ Chí Minh": ["TPHCM", "HCM", "HCMC", "TP HCM", "Sài Gòn", "Ho Chi Minh City"],
  "Đà Nẵng": ["Danang", "TP ĐN"],
  "Đắk Lắk": ["Đắc Lắc", "Đăk Lăk", "Daklak", "Đaklak"],
  "Đắk Nông": ["Đắc Nông", "Đăk Nông"],
  "Bắc Kạn": ["Bắc Cạn"],
  Huế: ["Thừa Thiên Huế", "Thừa Thiên - Huế"],
  "Kon Tum": ["Kontum"],
  "Bà Rịa - Vũng Tàu": ["BRVT", "Vũng Tàu"],
};

function patterns(): NamePattern<Place>[] {
  const out: NamePattern<Place>[] = [];
  const add = (name: string, province: ProvinceRow) => {
    const place: Place = { name, province: province.name, kind: name === province.name ? province.kind : "tỉnh" };
    for (const writing of [name, ...(OTHER_WRITINGS[name] ?? [])]) out.push(namePattern(writing, place));
  };
  for (const row of rows) {
    add(row.name, row);
    for (const old of row.mergedFrom) add(old, row);
  }
  return out;
}

const PLACES = nameIndex(patterns());

/** Provinces and cities named in a text, by current, former or short name, with or without diacritics. */
export function findPlaces(text: string): FoundPlace[] {
  return findNames(text, PLACES)
    .filter((hit) => !isCommonWord(text.slice(hit.start, hit.end)) && !isPartOfName(text, hit.start))
    .map((hit) => ({ ...hit.value, start: hit.start, end: hit.end }));
}

/** "hòa bình", "thái bình" in lower case with accents are words, not provinces. */
function isCommonWord(written: string): boolean {
  return /^(hòa bình|hoà bình|thái bình|an giang|phú thọ)$/u.test(written) && /^(hòa|hoà|thái)/u.test(written);
}

/** "Nguyễn Hòa Bình", "Lê Thái Bình": a person. */
const FAMILY_NAME =
  /(?<![\p{L}])(?:Nguyễn|Trần|Lê|Phạm|Phan|Vũ|Võ|Đặng|Bùi|Hoàng|Huỳnh|Đỗ|Ngô|Dương|Lý|Trương|Đinh|Mai|Tô|Đào|Đoàn)\s$/u;

/** "đường Hồ Chí Minh", "Đoàn TNCS Hồ Chí Minh": the name of something else. */
function isPartOfName(text: string, start: number): boolean {
  return (
    FAMILY_NAME.test(text.slice(Math.max(0, start - 8), start)) ||
    (/(?:đường|duong|tncs|cộng sản|cong san|tư tưởng|tu tuong|chủ tịch|học viện|báo|lăng|sông|quốc lộ)\s$/iu.test(
      text.slice(Math.max(0, start - 12), start),
    ) &&
      /^h/iu.test(text[start] ?? ""))
  );
}

/** Official names, current and former. */
export function provinceNames(): string[] {
  return rows.flatMap((row) => [row.name, ...row.mergedFrom]);
}

/** Today's province of a current or former province; null when it is neither. */
export function currentProvince(name: string): string | null {
  return findPlaces(name)[0]?.province ?? null;
}

/** First ISO day of today's provinces (Nghị quyết 202/2025/QH15). */
export const MERGED_ON = "2025-07-01";

/** True when two names, old or new, are of one of today's provinces. */
export function isSameProvince(a: string, b: string): boolean {
  return fold(a) === fold(b) || (currentProvince(a) !== null && currentProvince(a) === currentProvince(b));
}
