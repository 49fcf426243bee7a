const FORMAT = new Intl.DateTimeFormat("vi-VN", {
  timeZone: "Asia/Ho_Chi_Minh",
  day: "numeric",
  month: "numeric",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
});

/** "14:05 23/11/2026": the officials' own time, whatever the server's is. */
export function timeInWords(time: Date): string {
  const parts = new Map(FORMAT.formatToParts(time).map(({ type, value }) => [type, value]));
  return `${parts.get("hour")}:${parts.get("minute")} ${parts.get("day")}/${parts.get("month")}/${parts.get("year")}`;
}

/** "14:05" */
export const clockInWords = (time: Date): string => timeInWords(time).split(" ")[0] as string;

/** "3 phút", "2 giờ", "5 ngày": how long something has been waiting. */
export function spanInWords(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} giây`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} phút`;
  if (seconds < 86_400) return `${Math.round(seconds / 3600)} giờ`;
  return `${Math.round(seconds / 86_400)} ngày`;
}

/** "12 KB", "3,4 MB". */
export function sizeInWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} byte`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace(".", ",")} MB`;
}
