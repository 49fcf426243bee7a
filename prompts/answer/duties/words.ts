import { type DutyRow, findPlaces, fold, type QuestionAgency } from "../../../retrieval/index.ts";
import type { AskContext } from "../context.ts";

/** The agency's own wording, with the place when the question gives it. */
export function agencyName(context: AskContext, agency: QuestionAgency): string {
  const base = inSentence(agency.name.replace(/\s+/g, " ").trim(), agency.kind === "group");
  const locality = localityBehind(context, agency);
  const place = locality ?? context.question.places[0]?.name ?? context.question.localities[0];
  if (
    !place ||
    agency.kind === "group" ||
    fold(base).includes(fold(place)) ||
    namesPlace(base, place) ||
    agency.level === "central"
  )
    return base;
  const bare = base.replace(/\s+(?:tỉnh|thành phố|TP\.?)$/iu, "");
  const inside = /cap (?:xa|huyen)$/.test(agency.key) ? "thuộc " : "";
  return `${bare} ${inside}${locality ? "" : placeKind(context)}${place}`;
}

/** "Phòng Tài chính - Kế hoạch Phan Rang, Sở Tài chính Ninh Thuận": the town right behind the agency is its own. */
function localityBehind({ question }: AskContext, { end }: QuestionAgency): string | undefined {
  if (end === 0) return undefined;
  const behind = fold(question.text.slice(end)).replace(
    /^\s*(?:(?:cua|o|tai|thuoc)\s+)?(?:(?:thanh pho|tp\.?)\s+)?/u,
    "",
  );
  return question.localities.find((name) => behind.startsWith(fold(name.replace(/\s[-–]\s.*$/u, ""))));
}

/** "Sở Nội vụ TPHCM" has its place, in short. */
const namesPlace = (name: string, place: string) => findPlaces(name).some((found) => found.name === place);

/** Groups are written small inside a sentence: "giao các cơ quan báo chí". */
function inSentence(name: string, isGroup: boolean): string {
  return isGroup && /^(?:Các|Những|Thủ trưởng|Giám đốc|Chủ tịch)\s/u.test(name)
    ? (name[0] as string).toLowerCase() + name.slice(1)
    : name;
}

function placeKind(context: AskContext): string {
  const [place] = context.question.places;
  return place ? (place.kind === "thành phố" ? "TP. " : "tỉnh ") : "";
}

/** A duty's agency in running text: "Thủ trưởng các Phòng…" as printed, without line breaks. */
export function properName(row: DutyRow): string {
  const name = row.agency.name
    .replace(/\s+/g, " ")
    .replace(/[:;,.]+$/, "")
    .replace(
      /^(?:Giám đốc |Thủ trưởng )?(?:các )?(Sở|Bộ): ?/iu,
      (_, head: string) => `${head[0]?.toUpperCase()}${head.slice(1)} `,
    )
    .trim();
  return name === name.toUpperCase() ? name[0] + name.slice(1).toLowerCase() : name;
}

export function groupWords(rows: readonly DutyRow[]): string {
  const words = new Map(rows.map((row) => [fold(properName(row)), properName(row)]));
  return [...words.values()].slice(0, 2).join("”, “");
}
