import { readFileSync } from "node:fs";
import { fold } from "./fold.ts";
import { provinceNames } from "./places.ts";
import { plainText } from "./plain.ts";

/** Level of government that an agency's name shows. `unknown` when the words do not say. */
export type AgencyLevel = "central" | "province" | "district" | "commune" | "unknown";

/**
 * An agency as a text names it. `key` is what two namings of the same agency share: folded (no diacritics, lower
 * case, single spaces), abbreviations expanded, "và", commas and dashes dropped, place removed: "so tai chinh",
 * "ubnd cap xa", "cong an tinh", "phong tai chinh ke hoach". Old and new names of reorganised agencies keep
 * different keys.
 */
export interface Agency {
  key: string;
  /** As printed, on one line, without markdown; a member of "các Sở: A, B" with its head word: "Sở B". */
  name: string;
  level: AgencyLevel;
  /** Province or locality inside the name ("Sở Nội vụ tỉnh Lạng Sơn" → "Lạng Sơn"), else null. */
  place: string | null;
  /** `group`: stands for its members ("các sở, ban, ngành"). `person`: a post ("Giám đốc Sở Nội vụ" keeps the agency's key). */
  kind: "agency" | "group" | "person";
}

interface SectorRow {
  name: string;
  abbr: string[];
  heads: string[];
}
interface AgencyRow {
  name: string;
  abbr: string[];
  also?: string[];
  level: AgencyLevel;
}
const data = JSON.parse(readFileSync(new URL("./data/agencies.json", import.meta.url), "utf8")) as {
  sectors: SectorRow[];
  agencies: AgencyRow[];
};

/** Names of fields of work that follow Bộ, Sở or Phòng, longest first: "Văn hóa, Thể thao và Du lịch". */
export const SECTOR_NAMES: readonly string[] = data.sectors.map((row) => row.name).sort((a, b) => b.length - a.length);

/** A known name or shorthand and the agency it stands for. */
export interface AgencyName {
  writing: string;
  name: string;
  level: AgencyLevel;
}

const HEAD_LETTER: Readonly<Record<string, string>> = { Bộ: "B", Sở: "S", Phòng: "P" };
const HEAD_LEVEL: Readonly<Record<string, AgencyLevel>> = { Bộ: "central", Sở: "province", Phòng: "district" };

function sectorNames(row: SectorRow): AgencyName[] {
  return row.heads.flatMap((head) => {
    const level = HEAD_LEVEL[head] ?? "unknown";
    const name = `${head} ${row.name}`;
    const short = row.abbr.flatMap((abbr) => [
      `${head} ${abbr}`,
      `${HEAD_LETTER[head]}${abbr}`,
      `${HEAD_LETTER[head]} ${abbr}`,
    ]);
    return [name, ...short].map((writing) => ({ writing, name, level }));
  });
}

function otherNames(row: AgencyRow): AgencyName[] {
  return [row.name, ...row.abbr, ...(row.also ?? [])].map((writing) => ({ writing, name: row.name, level: row.level }));
}

/** Every agency of the country's tables under every writing: full name, "Sở TC", "STC", "VPCP". */
export const AGENCY_NAMES: readonly AgencyName[] = [
  ...data.sectors.flatMap(sectorNames),
  ...data.agencies.flatMap(otherNames),
];

const BY_WRITING: ReadonlyMap<string, AgencyName> = new Map(
  AGENCY_NAMES.map((entry) => [squeeze(fold(entry.writing)), entry] as const).reverse(),
);

/** Post before an agency's name: "Giám đốc Sở", "Chủ tịch UBND", "Thủ trưởng các". */
const POSTS =
  /^(?:cac )?(?:dong chi )?(?:pho )?(?:thu truong (?:cac )?|giam doc |chu tich |bo truong (?=bo )|chanh van phong (?=van phong)|truong ban (?=ban )|vu truong (?=vu )|cuc truong (?=cuc )|tong giam doc |chanh thanh tra (?=thanh tra)|vien truong (?=vien)|thong doc (?=ngan hang)|tong giam doc |tong thanh tra (?=chinh phu|thanh tra)|chanh an (?=toa)|chi huy truong (?=bo)|bi thu )+/;

const EXPANSIONS: readonly (readonly [RegExp, string])[] = [
  [/\buy ban nhan dan\b|\bub nhan dan\b|\buy ban nd\b/g, "ubnd"],
  [/\bhoi dong nhan dan\b/g, "hdnd"],
  [/\b(?:uy ban |ub)?(?:trung uong )?(?:mat tran to quoc|mttq)(?: ?viet nam| ?vn)?\b|\bub ?mttq ?(?:vn)?\b/g, "mttq"],
  [/\bvp (?=ubnd|hdnd)/g, "van phong "],
  [/\bbql\b/g, "ban quan ly"],
  [/\bkcn\b/g, "khu cong nghiep"],
  [/\bkkt\b/g, "khu kinh te"],
  [/\btp\b/g, "thanh pho"],
  [/\bca (?=tinh|thanh pho|xa)/g, "cong an "],
];

const PROVINCES = provinceNames()
  .map((name) => squeeze(fold(name)))
  .sort((a, b) => b.length - a.length)
  .join("|");
const PROVINCE_TAIL = new RegExp(`(?: (?:tinh|thanh pho|tp))? (?:${PROVINCES})$`);

function squeeze(folded: string): string {
  return folded.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** The key of an agency's name; see `Agency.key`. */
export function agencyKey(name: string): string {
  let key = squeeze(fold(plainText(name)).replace(/&/g, " "));
  key = withoutShorthand(key);
  for (const [pattern, full] of EXPANSIONS) key = key.replace(pattern, full);
  key = key.replace(POSTS, "").trim();
  key = withoutShorthand(key);
  key = key
    .replace(/\bva\b/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return withLevel(key);
}

/** Writes a shorthand at the start in full: "vpubnd tinh" → "van phong ubnd tinh". */
function withoutShorthand(key: string): string {
  const words = key.split(" ");
  for (let count = Math.min(6, words.length); count > 0; count -= 1) {
    const known = BY_WRITING.get(words.slice(0, count).join(" "));
    if (!known) continue;
    const full = squeeze(fold(known.name));
    return key.startsWith(full) ? key : [full, ...words.slice(count)].join(" ");
  }
  return key;
}

/** Agencies that exist at several levels keep the level in their key, everyone else loses place and level. */
function withLevel(key: string): string {
  const bare = key.replace(PROVINCE_TAIL, "").trim() || key;
  const level = /\b(?:cap )?(?:xa|phuong|dac khu|thi tran)\b/.test(key)
    ? "cap xa"
    : /\b(?:cap )?(?:huyen|quan|thi xa)\b/.test(key)
      ? "cap huyen"
      : "cap tinh";
  if (/^ubnd\b/.test(key)) return `ubnd ${level}`;
  if (/^hdnd\b/.test(key)) return `hdnd ${level}`;
  if (/^mttq\b/.test(key)) return level === "cap xa" ? "mttq cap xa" : "mttq";
  if (/^cong an\b/.test(key)) return level === "cap tinh" ? "cong an tinh" : `cong an ${level}`;
  if (/^thanh tra (?:tinh|thanh pho)/.test(key)) return "thanh tra tinh";
  const tail = bare.replace(/ (?:tinh|thanh pho|thu do|viet nam)$/, "");
  return (tail.split(" ").length > 1 ? tail : bare).replace(PROVINCE_TAIL, "").trim();
}

/** Level shown by a key's head word. */
export function levelOf(key: string): AgencyLevel {
  if (/^bo (?!chi huy|doi|tu lenh)|chinh phu$|trung uong$|toi cao$/.test(key)) return "central";
  if (/cap xa$/.test(key)) return "commune";
  if (/^phong |cap huyen$/.test(key)) return "district";
  if (/^so |^cong an tinh|cap tinh$|^thanh tra tinh|^bo chi huy|^mttq$/.test(key)) return "province";
  return "unknown";
}

const HEADS = /^(bo|so|phong|cuc|vu|chi cuc|tong cuc|thanh tra|van phong|ban) /;

/** The field of work of a Bộ, Sở or Phòng: sectorOf("so tai chinh") → "tai chinh"; null for others. */
export function sectorOf(key: string): string | null {
  if (/^bo (?:chi huy|doi|tu lenh)/.test(key)) return null;
  if (/^cong an /.test(key)) return "cong an";
  return /^(?:bo|so|phong) (.+)$/.exec(key)?.[1] ?? null;
}

/** True when two agencies do the same field of work at different levels: Bộ, Sở, Phòng Tài chính (- Kế hoạch). */
export function sameSector(a: string, b: string): boolean {
  const left = sectorOf(a);
  const right = sectorOf(b);
  if (!left || !right || a === b) return false;
  return left === right || ` ${left} `.includes(` ${right} `) || ` ${right} `.includes(` ${left} `);
}

/** The key without its head word: for telling near names apart. */
export function withoutHead(key: string): string {
  return key.replace(HEADS, "");
}

const BY_KEY: ReadonlyMap<string, string> = new Map(
  AGENCY_NAMES.map(({ name }) => [agencyKey(name), name] as const).reverse(),
);

/** The name under which the country's tables hold an agency; undefined when they do not. */
export const agencyNamed = (key: string): string | undefined => BY_KEY.get(key);
