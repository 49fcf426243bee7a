import {
  AppError,
  type Database,
  findAgencies,
  findDocumentsByNumber,
  fold,
  numberParts,
  vietnamMidnight,
} from "../../retrieval/index.ts";
import type { ExchangeFilter } from "./filter.ts";

/** The parts of a filter as they stand in an address or on the command line; the desk names them alike. */
export const FILTER_FIELDS = [
  ...["tu", "den", "trang-thai", "kenh", "don-vi", "van-ban", "co-quan", "ly-do", "soan-boi", "danh-gia", "tim"],
] as const;

export const STATUSES = ["answered", "not_found", "clarify"] as const;
export const CHANNELS = ["web", "telegram", "zalo-oa", "zalo-bot", "http", "cli"] as const;
export const SIGNALS = [
  ...(["down", "low-confidence", "dropped-claims", "doubtful-scan", "press", "near-miss", "sample", "double"] as const),
];
const REVIEWED = ["co", "chua"] as const;

/** Longer than any name of an office; a longer search says nothing more. */
const LONGEST = 300;
const DAY_MS = 86_400_000;

/** Throws `review.bad_filter` for what cannot be looked for. `read` gives a field as it was typed; empty: no narrowing. */
export async function filterOfFields(
  db: Database,
  read: (name: string) => string | undefined,
): Promise<ExchangeFilter> {
  const field = (name: string) => (read(name) ?? "").trim().slice(0, LONGEST);
  const from = dayStart(field("tu"), "tu");
  const last = dayStart(field("den"), "den");
  if (from && last && last < from) throw badFilter("den", "“Đến ngày” đứng trước “Từ ngày”; xin đổi lại.");
  const [statuses, channels, signals] = [
    listOf(field("trang-thai"), STATUSES, "trang-thai"),
    listOf(field("kenh"), CHANNELS, "kenh"),
    listOf(field("ly-do"), SIGNALS, "ly-do"),
  ];
  const [reviewed] = listOf(field("danh-gia"), REVIEWED, "danh-gia") ?? [];
  const agency = field("co-quan");
  return present({
    from,
    to: last && new Date(last.getTime() + DAY_MS),
    statuses,
    channels,
    signals,
    unit: field("don-vi") || undefined,
    documentIds: field("van-ban") === "" ? undefined : await documentIds(db, field("van-ban")),
    agencyKey: agency === "" ? undefined : (findAgencies(agency)[0]?.key ?? fold(agency)),
    answeredBy: field("soan-boi") || undefined,
    reviewed: reviewed && reviewed === "co",
    words: field("tim") || undefined,
  });
}

/** Without the parts that narrow nothing, so that a filter can be written down as it is. */
const present = (filter: ExchangeFilter): ExchangeFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));

/** "answered" or "answered,clarify". */
function listOf<T extends string>(text: string, known: readonly T[], name: string): T[] | undefined {
  if (text === "") return undefined;
  return text.split(",").map((part) => {
    const found = known.find((one) => one === part.trim());
    if (found === undefined) throw badFilter(name, "Bộ lọc có giá trị không dùng được; xin chọn lại.");
    return found;
  });
}

/** Midnight in Vietnam. */
function dayStart(text: string, name: string): Date | undefined {
  if (text === "") return undefined;
  const time = vietnamMidnight(text);
  if (time === null) throw badFilter(name, "Ngày trong bộ lọc không đúng; xin ghi như 2026-01-31.");
  return time;
}

/** "07/CT-TTg", or "#12" for what has no number. */
async function documentIds(db: Database, asked: string): Promise<number[]> {
  const id = /^#(\d{1,9})$/.exec(asked)?.[1];
  if (id !== undefined) return [Number(id)];
  const { seq, year, symbol } = numberParts(asked);
  if (seq === "") throw badFilter("van-ban", "Xin ghi số, ký hiệu của văn bản, ví dụ 07/CT-TTg, hoặc # và mã văn bản.");
  return (await findDocumentsByNumber(db, { seq, year, symbol })).map((document) => document.id);
}

export const badFilter = (name: string, sentence: string) =>
  new AppError({
    code: "review.bad_filter",
    message: `The part "${name}" of the filter has a value that cannot be used.`,
    userMessage: sentence,
  });
