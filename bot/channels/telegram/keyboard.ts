import type { Answer, Citation } from "../../../prompts/index.ts";
import type { Action } from "../../message.ts";
import { callbackData } from "./callback-data.ts";

export type Button = { text: string; callback_data: string };
export type Keyboard = Button[][];

/** A row of a phone shows about so many characters before it cuts. */
const FULL_ROW = 40;
/** Above this many sources a column of buttons is longer than the answer. */
const MOST_FULL_ROWS = 5;

/** Buttons under an answer: its choices when it asks back, else its sources and the two verdicts. */
export function answerKeyboard({ id, status, citations, choices = [] }: Answer): Keyboard {
  if (status === "clarify" && choices.length > 0) {
    return choices.flatMap((choice, index) =>
      row(button(`${index + 1}. ${choice}`, { kind: "choice", answerId: id, index })),
    );
  }
  const verdicts = [
    ...button("👍", { kind: "feedback", answerId: id, verdict: "up" }),
    ...button("👎", { kind: "feedback", answerId: id, verdict: "down" }),
  ];
  return [...sourceRows(id, citations), ...row(verdicts)];
}

function sourceRows(answerId: string, citations: readonly Citation[]): Keyboard {
  const isWide = citations.length <= MOST_FULL_ROWS;
  const buttons = citations.flatMap((citation) =>
    button(isWide ? fullLabel(citation) : shortLabel(citation), { kind: "source", answerId, marker: citation.marker }),
  );
  const columns = isWide ? 1 : 2;
  return buttons.flatMap((_, index) => (index % columns === 0 ? [buttons.slice(index, index + columns)] : []));
}

/** "[1] Mục 5 · 07/CT-TTg" */
function fullLabel({ marker, locator, documentNumber, issuer, title, source }: Citation): string {
  return `[${marker}] ${locator} · ${documentNumber ?? issuer ?? title ?? source}`;
}

const shortLabel = ({ marker, locator, documentNumber }: Citation) =>
  cut(documentNumber === null ? `[${marker}] ${locator}` : `[${marker}] ${locator} · ${documentNumber}`, FULL_ROW / 2);

const row = (buttons: Button[]) => (buttons.length > 0 ? [buttons] : []);

/** None when the data would not fit: Telegram refuses the whole message for one bad button. */
function button(label: string, action: Action): Button[] {
  const data = callbackData(action);
  return data === null ? [] : [{ text: cut(label, FULL_ROW), callback_data: data }];
}

function cut(label: string, limit: number): string {
  const line = label.toWellFormed().replace(/\s+/gu, " ").trim();
  const characters = [...line];
  return characters.length <= limit
    ? line
    : `${characters
        .slice(0, limit - 1)
        .join("")
        .trimEnd()}…`;
}
