import { type Trend, weekInWords, weekName, wilson } from "../statistics/index.ts";
import type { Report } from "./table.ts";
import { count, hiddenWords, percent, portionInWords, timeTaken } from "./words.ts";

/** Names of a list in the message. */
const MOST_NAMES = 3;
/** Zalo takes 2,000 characters at most, Telegram 4,096. */
const LONGEST = 1_800;

/** The report as one message. `publicUrl` null: without a link. */
export function reportText(report: Report, publicUrl: string | null): string {
  const { week, period } = report;
  const link = publicUrl === null ? [] : [`Xem đầy đủ: ${publicUrl}/quan-tri/bao-cao-tuan/${weekName(week.week)}`];
  const head = `Báo cáo tuần ${weekInWords(week.week)}`;
  if (week.all === null) {
    return [head, `Tuần này chưa đủ ${week.smallestGroup} người hỏi nên không có số liệu.`, ...link].join("\n");
  }
  const lines = [
    `${count(week.all.exchanges)} lượt hỏi của ${count(week.all.persons)} người${comparedWithBefore(report)}.`,
    helped(report),
    names("Hỏi nhiều", period.lists.topic, report, "topic"),
    names(
      "Tăng",
      period.lists.topic.filter(({ change }) => change?.direction === "rising"),
      report,
      "topic",
    ),
    names("Chưa có văn bản", period.lists.missing, report, "missing"),
    week.all.answering === null
      ? null
      : `Thời gian trả lời: một nửa dưới ${timeTaken(week.all.answering.p50)}, 95 % dưới ${timeTaken(week.all.answering.p95)}.`,
    reviewed(report),
  ].filter((line) => line !== null);
  const text = [head, ...lines].join("\n");
  const room = LONGEST - link.join("").length - 1;
  return [text.length <= room ? text : `${text.slice(0, room - 1)}…`, ...link].join("\n");
}

function comparedWithBefore({ period: { change } }: Report): string {
  if (change === null) return "";
  const { difference, share } = change;
  if (difference === 0) return ", bằng tuần trước";
  const size = share === null ? `${count(Math.abs(difference))} lượt` : percent(Math.abs(share));
  return `, ${difference > 0 ? "tăng" : "giảm"} ${size} so với tuần trước`;
}

function helped({ week, period }: Report): string {
  const hidden = hiddenWords(week.smallestGroup);
  const { answered, notFound, again, feedback } = period;
  const up = feedback?.up ?? null;
  return [
    `Trả lời được ${answered === null ? hidden : portionInWords(answered)}`,
    `không tìm thấy ${notFound === null ? hidden : count(notFound.count)}`,
    `phải hỏi lần nữa ${again === null ? hidden : count(again.count)}`,
    up === null ? `👍 👎 ${hidden}` : `👍 ${count(up)} 👎 ${count(feedback?.down ?? 0)}`,
  ]
    .join("; ")
    .concat(".");
}

function names(title: string, rows: readonly Trend[], { labels }: Report, list: "topic" | "missing"): string | null {
  if (rows.length === 0) return null;
  const named = rows
    .slice(0, MOST_NAMES)
    .map(({ value, exchanges }) => `${labels.nameOf(list, value)} (${count(exchanges)})`);
  return `${title}: ${named.join(", ")}.`;
}

function reviewed({ week: { reviewed: one } }: Report): string | null {
  const interval = one === null ? null : wilson(one.wrong, one.exchanges);
  if (one === null || interval === null) return null;
  return `Đã rà soát ${count(one.exchanges)} lượt, sai ${percent(one.wrong / one.exchanges)} (khoảng tin cậy 95 %: ${percent(interval.low)} đến ${percent(interval.high)}).`;
}
