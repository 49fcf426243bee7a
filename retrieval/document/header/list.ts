import type { Line } from "../lines.ts";
import type { Field } from "../types.ts";

const DASH = /^[-–+•*]\s*/u;

/** Entries of Kính gửi and Nơi nhận: a dash opens one, other lines continue it. Trailing ";" and "." go. */
export function listItems(lines: readonly Line[]): Field<string>[] {
  const groups: Line[][] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last === undefined || DASH.test(line.plain)) groups.push([line]);
    else last.push(line);
  }
  return groups
    .map((group) => ({
      value: group
        .map((line) => line.plain)
        .join(" ")
        .replace(DASH, "")
        .replace(/[;.,\s]+$/u, "")
        .trim(),
      span: { start: (group[0] as Line).start, end: (group.at(-1) as Line).end },
    }))
    .filter((item) => item.value !== "");
}
