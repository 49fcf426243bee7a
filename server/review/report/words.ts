import type { Change, Percentiles, Portion } from "../statistics/index.ts";

/** "1.234" */
export const count = (value: number): string => value.toLocaleString("vi-VN");

/** "77 %" */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** What stands in the place of a number about too few persons. */
export const hiddenWords = (smallestGroup: number): string => `< ${smallestGroup} người`;

/** "92/120 (77 %)": of the weeks in which both are shown. */
export const portionInWords = ({ count: part, of }: Portion): string =>
  of === 0 ? count(part) : `${count(part)}/${count(of)} (${percent(part / of)})`;

const ARROWS = { rising: "▲ tăng", falling: "▼ giảm", steady: "ổn định" } as const;

/** "▲ tăng 12 (+40 %)": the sign, the word and the number, so that it needs no colour. */
export function changeInWords({ difference, share, direction }: Change): string {
  const sign = difference > 0 ? "+" : difference < 0 ? "−" : "";
  const shareWords = share === null || difference === 0 ? "" : `, ${sign}${percent(Math.abs(share))}`;
  return `${ARROWS[direction]} (${sign}${count(Math.abs(difference))}${shareWords})`;
}

/** "0,4 giây", "12 giây", "3 phút" */
export function timeTaken(ms: number): string {
  if (ms < 9_950) return `${(ms / 1000).toLocaleString("vi-VN", { maximumFractionDigits: 1 })} giây`;
  return ms < 120_000 ? `${Math.round(ms / 1000)} giây` : `${Math.round(ms / 60_000)} phút`;
}

export const timesInWords = (times: Percentiles): string => `${timeTaken(times.p50)} / ${timeTaken(times.p95)}`;

const CHANNELS: Readonly<Record<string, string>> = {
  ...{ telegram: "Telegram", "zalo-oa": "Zalo OA", "zalo-bot": "Zalo Bot", web: "Trang web" },
  ...{ http: "HTTP API", cli: "Dòng lệnh" },
};
export const channelName = (channel: string): string => CHANNELS[channel] ?? channel;
export const unitName = (unit: string): string => (unit === "" ? "(không ghi đơn vị)" : unit);

export const VERDICTS: Readonly<Record<string, string>> = {
  supported: "có căn cứ",
  partly: "có căn cứ một phần",
  unsupported: "không có căn cứ",
  "wrong-document": "sai văn bản",
  "out-of-force": "hết hiệu lực",
};
export const OVERALL: Readonly<Record<string, string>> = {
  complete: "đầy đủ",
  missing: "còn thiếu ý",
  "should-abstain": "lẽ ra không nên trả lời",
};
