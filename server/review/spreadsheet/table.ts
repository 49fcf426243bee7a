import { vietnamClock } from "../../../retrieval/index.ts";

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

/** The clock in Vietnam: "2026-11-27T10:30:00.000+07:00" */
export const vietnamTime = (time: Date): string => vietnamClock(time).toISOString().replace("Z", "+07:00");
