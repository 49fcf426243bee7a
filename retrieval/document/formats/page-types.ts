/** A word on a page, printed or recognised. Units are points or pixels, y grows downwards. */
export interface PageWord {
  text: string;
  x0: number;
  x1: number;
  top: number;
  bottom: number;
  /** 0 to 100 for a recognised word, null for a printed one. */
  confidence: number | null;
}

/** Ruling lines: a table's borders. */
export interface Rule {
  x0: number;
  x1: number;
  top: number;
  bottom: number;
}

export interface PageContent {
  /** Of the whole page, in the words' unit. */
  width: number;
  words: readonly PageWord[];
  rules: readonly Rule[];
}

/** Words that stand on one line, from left to right. */
export interface PageLine {
  words: readonly PageWord[];
  x0: number;
  x1: number;
  top: number;
  bottom: number;
}

/** What a page consists of, from the top: running lines, or one row of a table or of columns, its cells full of lines. */
export type PagePart =
  | { kind: "lines"; lines: readonly PageLine[] }
  | { kind: "row"; cells: readonly (readonly PageLine[])[]; ruled: boolean };
