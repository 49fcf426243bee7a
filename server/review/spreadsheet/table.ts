/** What stands in one cell; null is an empty one. A text stays a text, whatever it looks like. */
export type Cell = string | number | Date | null;

export interface TableColumn {
  title: string;
  kind: "text" | "number" | "time";
}

/** Rows are asked for as they are written, and none is kept. */
export interface Table {
  /** Of the sheet: at most 31 characters, none of : \ / ? * [ ] */
  name: string;
  columns: readonly TableColumn[];
  rows: AsyncIterable<Cell[]> | Iterable<Cell[]>;
}

const VIETNAM_MS = 7 * 3_600_000;

/** The same wall clock as in Vietnam, told as if it were UTC: a spreadsheet's time has no zone. */
export const vietnamClock = (time: Date): Date => new Date(time.getTime() + VIETNAM_MS);

/** "2026-11-27T10:30:00.000+07:00" */
export const vietnamTime = (time: Date): string => vietnamClock(time).toISOString().replace("Z", "+07:00");
