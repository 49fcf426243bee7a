import type { Cell, Table } from "../spreadsheet/index.ts";
import {
  type Labels,
  type ListName,
  type Period,
  type PublishedWeek,
  type Slice,
  weekInWords,
  weekName,
  wilson,
} from "../statistics/index.ts";
import { channelName, hiddenWords, OVERALL, unitName, VERDICTS } from "./words.ts";

export interface Report {
  week: PublishedWeek;
  /** Of this one week. */
  period: Period;
  labels: Labels;
}

export const LIST_TITLES: Readonly<Record<ListName, string>> = {
  topic: "Chủ đề",
  agency: "Cơ quan được hỏi tới",
  document: "Văn bản được trích dẫn",
  place: "Địa phương được hỏi tới",
  gap: "Chủ đề không tìm thấy câu trả lời",
  missing: "Văn bản được hỏi mà chưa có",
  nearest: "Văn bản gần nhất với câu hỏi chưa trả lời được",
};

/** The report as one table, a number a row: for CSV and XLSX. What is hidden says so in words and has no number. */
export function reportTable({ week, period, labels }: Report): Table {
  const hidden = hiddenWords(week.smallestGroup);
  const row = (
    part: string,
    name: string,
    what: string,
    value: number | null,
    before: number | null = null,
  ): Cell[] => [...[part, name, what, value, before], value === null ? hidden : null];
  const rows = [
    ...sliceRows("Tất cả", "", week.all, row),
    ...(Object.keys(LIST_TITLES) as ListName[]).flatMap((list) =>
      period.lists[list].flatMap(({ value, exchanges, persons, before }) => [
        row(LIST_TITLES[list], labels.nameOf(list, value), "Lượt hỏi", exchanges, before),
        row(LIST_TITLES[list], labels.nameOf(list, value), "Người hỏi", persons),
      ]),
    ),
    ...week.units.flatMap((unit) => sliceRows("Đơn vị", unitName(unit.name), unit, row)),
    ...week.channels.flatMap((channel) => sliceRows("Kênh", channelName(channel.name), channel, row)),
    ...(week.otherUnits > 0 ? [row("Đơn vị", "Khác", "Lượt hỏi", week.otherUnits)] : []),
    ...(week.otherChannels > 0 ? [row("Kênh", "Khác", "Lượt hỏi", week.otherChannels)] : []),
    ...reviewRows(week, row),
  ];
  return {
    name: weekName(week.week),
    columns: [
      { title: `Mục (${weekInWords(week.week)})`, kind: "text" },
      { title: "Đối tượng", kind: "text" },
      { title: "Chỉ số", kind: "text" },
      { title: "Giá trị", kind: "number" },
      { title: "Tuần trước", kind: "number" },
      { title: "Ghi chú", kind: "text" },
    ],
    rows,
  };
}

type Row = (part: string, name: string, what: string, value: number | null) => Cell[];

function sliceRows(part: string, name: string, slice: Slice | null, row: Row): Cell[][] {
  const numbers: [string, number | null][] = [
    ["Lượt hỏi", slice?.exchanges ?? null],
    ["Người hỏi", slice?.persons ?? null],
    ["Trả lời được", slice?.answered ?? null],
    ["Bot hỏi thêm cho rõ", slice?.clarify ?? null],
    ["Không tìm thấy", slice?.notFound ?? null],
    ["Suýt tìm thấy", slice?.nearMiss ?? null],
    ["Phải hỏi lần nữa", slice?.again ?? null],
    ["Phản hồi", slice?.feedback?.all ?? null],
    ["Phản hồi: hữu ích", slice?.feedback?.up ?? null],
    ["Phản hồi: chưa đúng", slice?.feedback?.down ?? null],
    ["Soạn xong, p50 (ms)", slice?.answering?.p50 ?? null],
    ["Soạn xong, p95 (ms)", slice?.answering?.p95 ?? null],
    ["Gửi tới nơi, p50 (ms)", slice?.delivery?.p50 ?? null],
    ["Gửi tới nơi, p95 (ms)", slice?.delivery?.p95 ?? null],
    ["Token", slice?.tokens ?? null],
    ["Chi phí", slice?.cost ?? null],
  ];
  return numbers.map(([what, value]) => row(part, name, what, value));
}

function reviewRows({ reviewed }: PublishedWeek, row: Row): Cell[][] {
  const interval = reviewed === null ? null : wilson(reviewed.wrong, reviewed.exchanges);
  const percentOf = (share: number | undefined) => (share === undefined ? null : Math.round(share * 1000) / 10);
  const tally = (part: string, names: Readonly<Record<string, string>>, of: Record<string, number> | undefined) =>
    Object.entries(names).map(([key, words]) => row(part, words, "Số lần", of === undefined ? null : (of[key] ?? 0)));
  return [
    row("Rà soát", "", "Lượt đã rà soát", reviewed?.exchanges ?? null),
    row("Rà soát", "", "Lượt sai", reviewed?.wrong ?? null),
    row("Rà soát", "", "Tỷ lệ sai, cận dưới 95 % (%)", percentOf(interval?.low)),
    row("Rà soát", "", "Tỷ lệ sai, cận trên 95 % (%)", percentOf(interval?.high)),
    ...tally("Rà soát: từng ý", VERDICTS, reviewed?.claims),
    ...tally("Rà soát: cả câu", OVERALL, reviewed?.overall),
  ];
}
