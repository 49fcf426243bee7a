import type { Database } from "../../retrieval/index.ts";
import { badFilter, filterOfFields } from "../review/filter-fields.ts";
import { type DeskQuery, type Place, REASONS } from "../review/queue.ts";
import { wholeNumber } from "./forms.ts";

/** What stands in the address of the desk's lists, each part as it was typed; empty where nothing narrows. */
export const DESK_FIELDS = [
  ...["xem", "tim", "don-vi", "van-ban", "co-quan", "kenh", "trang-thai"],
  ...["ly-do", "tu", "den", "danh-gia", "cua-toi"],
] as const;
export type DeskField = (typeof DESK_FIELDS)[number];
export type DeskFields = Readonly<Record<DeskField, string>>;

/** Longer than any name of an office; a longer search says nothing more. */
const LONGEST = 300;

export function fieldsOf(read: (name: string) => string | undefined): DeskFields {
  const entries = DESK_FIELDS.map((name) => [name, (read(name) ?? "").trim().slice(0, LONGEST)]);
  return Object.fromEntries(entries) as DeskFields;
}

/** The fields as a query string with some of them changed; those that say nothing are left out. */
export function addressOf(fields: DeskFields, changes: Partial<Record<DeskField | "sau", string>> = {}): string {
  const all = Object.entries({ ...fields, ...changes }).filter(([, value]) => value !== "");
  const query = new URLSearchParams(all).toString();
  return query === "" ? "/quan-tri/ra-soat" : `/quan-tri/ra-soat?${query}`;
}

/** Throws `review.bad_filter` with a sentence for what cannot be looked for. */
export async function deskQuery(db: Database, fields: DeskFields, reviewer: string): Promise<DeskQuery> {
  const reason = REASONS.find((one) => one === fields["ly-do"]);
  if (reason === undefined && fields["ly-do"] !== "") throw badFilter("ly-do", "Không có lý do này; xin chọn lại.");
  return {
    view: fields.xem === "tat-ca" ? "all" : "queue",
    reasons: reason === undefined ? [] : [reason],
    mine: fields["cua-toi"] === "co" ? reviewer : null,
    // The queue knows reasons that are no signal of the answer: they are not for the filter.
    filter: await filterOfFields(db, (name) => (name === "ly-do" ? "" : fields[name as DeskField])),
  };
}

/** "3.1204" in the queue, "1204" in the list of all. */
export function placeOf(text: string | undefined): Place | null {
  const [left, right] = (text ?? "").split(".").map((part) => wholeNumber(part));
  if (left === null || left === undefined || right === null) return null;
  return right === undefined ? { urgency: 0, sequence: left } : { urgency: left, sequence: right };
}

export const placeText = ({ urgency, sequence }: Place, view: DeskQuery["view"]) =>
  view === "queue" ? `${urgency}.${sequence}` : String(sequence);
