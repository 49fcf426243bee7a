import { findDates, findDocumentNumbers, fold, matchForm, numberParts } from "../../retrieval/index.ts";

/** A word, figure, date or document number with its place; two texts say the same where the values are the same. */
export interface Token {
  kind: "word" | "figure" | "date" | "document";
  value: string;
  start: number;
  end: number;
}

const PIECE = /[\p{L}\p{M}]+|\d+(?:[.,]\d+)*|%/gu;

/** All tokens of a plain text in order. "30 tháng 6 năm 2024" and "30/6/2024" are one token with one value. */
export function tokens(text: string): Token[] {
  const documents = findDocumentNumbers(text).map(
    ({ number, start, end }): Token => ({ kind: "document", value: number, start, end }),
  );
  const dates = findDates(text)
    .filter((date) => !documents.some(({ start, end }) => date.start < end && start < date.end))
    .map(({ iso, start, end }): Token => ({ kind: "date", value: iso, start, end }));
  const whole = [...documents, ...dates];
  const pieces = [...matchForm(text).matchAll(PIECE)]
    .map((match) => ({ value: match[0], start: match.index, end: match.index + match[0].length }))
    .filter((piece) => !whole.some(({ start, end }) => piece.start < end && start < piece.end))
    .map((piece): Token => (/^\d/.test(piece.value) ? figure(piece) : { kind: "word", ...piece }));
  return [...whole, ...pieces].sort((a, b) => a.start - b.start);
}

const figure = ({ value, ...place }: Omit<Token, "kind">): Token => ({
  kind: "figure",
  value: value.replace(/^0+(?=\d)/, ""),
  ...place,
});

/** True when what a model wrote is what the document has; a model may leave out a day or a year, not add one. */
export function says(document: Token, model: Token): boolean {
  if (document.kind !== model.kind) return false;
  if (model.kind === "date") return document.value.startsWith(model.value);
  if (model.kind !== "document") return document.value === model.value;
  const [held, said] = [numberParts(document.value), numberParts(model.value)];
  return (
    held.seq === said.seq &&
    (said.year === null || said.year === held.year) &&
    (said.symbol === "" || fold(said.symbol) === fold(held.symbol))
  );
}

export const isFigure = ({ kind }: Token): boolean => kind === "figure" || kind === "date";
