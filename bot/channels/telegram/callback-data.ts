import type { Action } from "../../message.ts";

/** Ids of answers are UUIDs, 36 characters; with them the longest data has 43 of the 64 bytes that Telegram takes. */
const ID = "[0-9A-Za-z-]{1,36}";
const SHAPE = new RegExp(`^(?:s:(${ID}):([1-9]\\d{0,2})|f:(${ID}):([ud])|c:(${ID}):(0|[1-9]\\d?))$`);

/** `s:<id>:<marker>` a source, `f:<id>:u` or `:d` feedback, `c:<id>:<index>` a choice. Null when it does not fit. */
export function callbackData(action: Action): string | null {
  const data = write(action);
  return SHAPE.test(data) ? data : null;
}

function write(action: Action): string {
  switch (action.kind) {
    case "source":
      return `s:${action.answerId}:${action.marker}`;
    case "feedback":
      return `f:${action.answerId}:${action.verdict === "up" ? "u" : "d"}`;
    case "choice":
      return `c:${action.answerId}:${action.index}`;
  }
}

/** Null for anything that `callbackData` does not write: a client can send what it likes. */
export function parseCallbackData(data: string): Action | null {
  const found = SHAPE.exec(data);
  if (found === null) return null;
  const [, source, marker, feedback, verdict, choice, index] = found;
  if (source !== undefined) return { kind: "source", answerId: source, marker: Number(marker) };
  if (feedback !== undefined) {
    return { kind: "feedback", answerId: feedback, verdict: verdict === "u" ? "up" : "down" };
  }
  return { kind: "choice", answerId: choice as string, index: Number(index) };
}
