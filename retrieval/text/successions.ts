import { readFileSync } from "node:fs";
import { agencyKey } from "./agencies.ts";
import { fold } from "./fold.ts";

/**
 * What became of a body in the reorganisation of 2025: ministries by Nghị quyết 176/2025/QH15, the departments of
 * provinces by Nghị định 45/2025 and 150/2025/NĐ-CP, the district level by Nghị quyết 202/2025/QH15.
 */
export interface Succession {
  /** The former body as it is called: "Sở Thông tin và Truyền thông". */
  from: string;
  key: string;
  /** First ISO day without it. */
  until: string;
  /** Who has its work; where provinces differ, the usual one first. */
  to: readonly string[];
  /** Fields of its work that went elsewhere. */
  parts: readonly Part[];
  /** Abolished with the whole district level: nobody bears its work under another name. */
  district: boolean;
}

interface Part {
  /** The field in words of a sentence: "bảo trợ xã hội, trẻ em". */
  matter: string;
  /** Any of these in a question shows that it is about the field. */
  words: readonly string[];
  to: readonly string[];
}

interface Data {
  bodies: { from: string; until: string; to: string[]; parts?: Part[]; district?: boolean }[];
  formed: string[];
  branches: Record<string, string[]>;
}
const data = JSON.parse(readFileSync(new URL("./data/successions.json", import.meta.url), "utf8")) as Data;

const SUCCESSIONS: readonly Succession[] = data.bodies.map(({ parts = [], district = false, ...row }) => ({
  ...row,
  key: agencyKey(row.from),
  parts,
  district,
}));
const BY_KEY = new Map(SUCCESSIONS.map((row) => [row.key, row]));
const FORMED = new Set(data.formed.map(agencyKey));
const BRANCHES = new Map(
  Object.entries(data.branches).flatMap(([parent, fields]) =>
    fields.map((field) => [agencyKey(`Chi cục ${field}`), parent] as const),
  ),
);

/** What became of the body with this key; null where it still is, or never was. */
export function successionOf(key: string): Succession | null {
  const whole = BY_KEY.get(key);
  if (whole) return whole;
  // "Sở LĐTBXH TPHCM": a place in a writing that keys do not know stays at their end.
  return SUCCESSIONS.find((row) => key.startsWith(`${row.key} `) && key.split(" ").length - words(row) <= 2) ?? null;
}

const words = ({ key }: Succession) => key.split(" ").length;

/** Bodies that a body formed in 2025 took over; none for those that were there before under their name. */
export function predecessorsOf(key: string): readonly Succession[] {
  if (!FORMED.has(key)) return [];
  return SUCCESSIONS.filter((row) => !row.district && agencyKey(row.to[0] ?? "") === key);
}

/** Who has the work that the words of a question are about, the usual one first, and the field where it is a part. */
export function successorsFor(
  { to, parts }: Succession,
  question: string,
): { names: readonly string[]; matter: string | null } {
  const asked = fold(question);
  const part = parts.find((one) => one.words.some((word) => asked.includes(fold(word))));
  return part ? { names: part.to, matter: part.matter } : { names: to, matter: null };
}

/** Everyone who may be named for a body of that key: what it is called, who has its work, whom it took over. */
export function kinNames(key: string): string[] {
  const row = successionOf(key);
  const after = row ? [row.from, ...row.to, ...row.parts.flatMap((part) => part.to)] : [];
  return [...after, ...predecessorsOf(key).map(({ from }) => from), ...[branchParent(key) ?? []].flat()];
}

/** The Sở that a Chi cục belongs to; null for those that none of ours tells. */
export function branchParent(key: string): string | null {
  return BRANCHES.get(key) ?? null;
}

/** Undated texts that name one of these were written after the reorganisation. */
export function namesReorganised(folded: string): boolean {
  return /nong nghiep va moi truong|dan toc va ton giao|dac khu/.test(folded);
}
