import { readFileSync } from "node:fs";
import { AGENCY_NAMES, agencyKey, SECTOR_NAMES, sectorOf } from "./agencies.ts";
import { fold } from "./fold.ts";

const abbreviated = JSON.parse(readFileSync(new URL("./data/subject-terms.json", import.meta.url), "utf8")) as Record<
  string,
  string
>;

/** What a directive may be about, longest first: fields of work and the subjects that officials abbreviate. */
const SUBJECTS: readonly { name: string; words: string }[] = [...SECTOR_NAMES, ...Object.values(abbreviated)]
  .map((name) => ({ name, words: ` ${plainWords(name)} ` }))
  .sort((a, b) => b.words.length - a.words.length);
const BY_KEY = new Map(SECTOR_NAMES.map((name) => [sectorOf(agencyKey(`Sở ${name}`)) ?? name, capital(name)]));

const LISTED: ReadonlyMap<string, string> = new Map(AGENCY_NAMES.map(({ name }) => [agencyKey(name), name]));

/** The name of an agency of the country's tables by its key: "so tai chinh" → "Sở Tài chính"; null for others. */
export const listedAgency = (key: string): string | null => LISTED.get(key) ?? null;

/** The field of work of an agency by its key, in words: "so tai chinh" → "Tài chính"; null for one of no single field. */
export function fieldOfAgency(key: string): string | null {
  const sector = sectorOf(key);
  return sector === null ? null : (BY_KEY.get(sector) ?? null);
}

/** The subject that a document's title (trích yếu) names, else the title itself: "Chuyển đổi số". */
export function topicOfTitle(title: string): string {
  const words = ` ${plainWords(title)} `;
  const subject = SUBJECTS.find((one) => words.includes(one.words));
  return capital(
    subject?.name ??
      shorten(
        title
          .replace(/\s+/g, " ")
          .replace(/^v\/v |^về việc |^về /i, "")
          .trim(),
      ),
  );
}

const LONGEST = 80;

function shorten(title: string): string {
  return title.length <= LONGEST ? title : `${title.slice(0, title.lastIndexOf(" ", LONGEST))}…`;
}

function capital(words: string): string {
  return words.charAt(0).toLocaleUpperCase("vi") + words.slice(1);
}

function plainWords(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
