import { type Database, findAgencies, findDocumentsByNumber, fold, numberParts } from "../../retrieval/index.ts";
import { type DeskQuery, type Place, REASONS } from "../review/queue.ts";
import { consoleError } from "./faults.ts";
import { wholeNumber } from "./forms.ts";

/** What stands in the address of the desk's lists, each part as it was typed; empty where nothing narrows. */
export const DESK_FIELDS = [
  ...["xem", "tim", "don-vi", "van-ban", "co-quan", "kenh", "trang-thai"],
  ...["ly-do", "tu", "den", "danh-gia", "cua-toi"],
] as const;
export type DeskField = (typeof DESK_FIELDS)[number];
export type DeskFields = Readonly<Record<DeskField, string>>;

export const STATUSES = ["answered", "not_found", "clarify"] as const;

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

/** Throws `console.bad_form` with a sentence for what cannot be looked for. */
export async function deskQuery(db: Database, fields: DeskFields, reviewer: string): Promise<DeskQuery> {
  const optional = (name: DeskField) => fields[name] || undefined;
  const status = oneOf(fields["trang-thai"], STATUSES, "trạng thái");
  const reason = oneOf(fields["ly-do"], REASONS, "lý do");
  const reviewed = oneOf(fields["danh-gia"], ["co", "chua"], "tình trạng đánh giá");
  const from = dayStart(fields.tu, "Từ ngày");
  const last = dayStart(fields.den, "Đến ngày");
  if (from && last && last < from) throw bad("“Đến ngày” đứng trước “Từ ngày”; xin đổi lại.");
  return {
    view: fields.xem === "tat-ca" ? "all" : "queue",
    reasons: reason === undefined ? [] : [reason],
    mine: fields["cua-toi"] === "co" ? reviewer : null,
    filter: {
      from,
      to: last && new Date(last.getTime() + 86_400_000),
      statuses: status && [status],
      channels: fields.kenh === "" ? undefined : [fields.kenh],
      unit: optional("don-vi"),
      documentIds: fields["van-ban"] === "" ? undefined : await documentIds(db, fields["van-ban"]),
      agencyKey: fields["co-quan"] === "" ? undefined : agencyKey(fields["co-quan"]),
      reviewed: reviewed && reviewed === "co",
      words: optional("tim"),
    },
  };
}

function oneOf<T extends string>(value: string, known: readonly T[], name: string): T | undefined {
  if (value === "") return undefined;
  const found = known.find((one) => one === value);
  if (found === undefined) throw bad(`Không có ${name} này trong bộ lọc; xin chọn lại.`);
  return found;
}

/** Midnight in Vietnam. */
function dayStart(value: string, label: string): Date | undefined {
  if (value === "") return undefined;
  const time = new Date(`${value}T00:00:00+07:00`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(time.getTime());
  // 31/02 would pass for 03/03.
  if (!isDay || new Date(time.getTime() + 7 * 3_600_000).toISOString().slice(0, 10) !== value) {
    throw bad(`Ngày trong ô “${label}” không đúng; xin ghi như 2026-01-31.`);
  }
  return time;
}

/** "07/CT-TTg", or "#12" for what has no number. */
async function documentIds(db: Database, asked: string): Promise<number[]> {
  const id = wholeNumber(/^#(\d+)$/.exec(asked)?.[1]);
  if (id !== null) return [id];
  const { seq, year, symbol } = numberParts(asked);
  if (seq === "") throw bad("Xin ghi số, ký hiệu của văn bản, ví dụ 07/CT-TTg, hoặc # và mã văn bản.");
  return (await findDocumentsByNumber(db, { seq, year, symbol })).map((document) => document.id);
}

const agencyKey = (name: string) => findAgencies(name)[0]?.key ?? fold(name);

const bad = (sentence: string) =>
  consoleError("console.bad_form", "The desk's filter holds what it cannot use.", sentence);

/** "3.1204" in the queue, "1204" in the list of all. */
export function placeOf(text: string | undefined): Place | null {
  const [left, right] = (text ?? "").split(".").map((part) => wholeNumber(part));
  if (left === null || left === undefined || right === null) return null;
  return right === undefined ? { urgency: 0, sequence: left } : { urgency: left, sequence: right };
}

export const placeText = ({ urgency, sequence }: Place, view: DeskQuery["view"]) =>
  view === "queue" ? `${urgency}.${sequence}` : String(sequence);
