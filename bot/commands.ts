import { fold } from "../retrieval/index.ts";

export type Command =
  | { kind: "start" | "guide" | "documents" | "me" | "forget" | "new" }
  /** Null: the command came without its number. */
  | { kind: "source"; marker: number | null }
  | { kind: "feedback"; words: string }
  /** A thumb alone, on the last answer: where there are no buttons it is typed. */
  | { kind: "verdict"; verdict: "up" | "down" }
  /** "2": a choice or a source, as the last answer has it. */
  | { kind: "number"; number: number }
  /** "/abc" */
  | { kind: "unknown" };

type Plain = Extract<Command, { kind: "start" | "guide" | "documents" | "me" | "forget" | "new" }>["kind"];

/** Folded names behind the slash; with blanks between the syllables they are the same command. */
const NAMES: Readonly<Record<string, Plain | "source" | "feedback">> = {
  start: "start",
  huongdan: "guide",
  help: "guide",
  nguon: "source",
  vanban: "documents",
  phanhoi: "feedback",
  gopy: "feedback",
  toi: "me",
  quen: "forget",
  moi: "new",
};

/** Whole messages that are commands without a slash. Anything more is a question. */
const WORDS: readonly (readonly [Plain, RegExp])[] = [
  ["start", /^(?:start|bat dau)$/],
  ["guide", /^(?:huong ?dan(?: su dung)?|help|tro giup)$/],
  ["documents", /^van ?ban$/],
  ["me", /^(?:toi|toi la ai ?\??)$/],
  ["forget", /^(?:quen|quen toi(?: di)?|xoa cuoc tro chuyen)$/],
  ["new", /^(?:moi|cuoc tro chuyen moi|tro chuyen moi)$/],
];

/** The command in a message; null for a question. */
export function readCommand(message: string): Command | null {
  const text = message.normalize("NFC").trim();
  return bareNumber(text) ?? thumb(text) ?? slashed(text) ?? plain(text);
}

/** "2", "2.", "[2]", "(2)". Three figures are a document's number. */
function bareNumber(text: string): Command | null {
  const found = /^[[(#]?\s*(\d{1,2})\s*[\])]?\s*[.,!]?$/.exec(text);
  return found ? { kind: "number", number: Number(found[1]) } : null;
}

/** Of any colour, once or several times. */
const THUMBS = /^(?:([👍👎])[\u{1F3FB}-\u{1F3FF}]?\uFE0F?\s*)(?:\1[\u{1F3FB}-\u{1F3FF}]?\uFE0F?\s*){0,9}[.!]*$/u;

/**
 * Zalo hands its own emoticons over as text. These two are the thumbs in the tables of every public client that was
 * looked at; the platform's own documents do not list them.
 */
const asThumbs = (text: string) => text.replaceAll("/-strong", "👍").replaceAll("/-weak", "👎");

function thumb(text: string): Command | null {
  const found = THUMBS.exec(asThumbs(text));
  return found ? { kind: "verdict", verdict: found[1] === "👍" ? "up" : "down" } : null;
}

/** A document's symbol begins with a slash too: "/UBND-KGVX nói gì?" is a question. */
function slashed(text: string): Command | null {
  if (!text.startsWith("/")) return null;
  const folded = fold(text);
  for (const [name, kind] of Object.entries(NAMES)) {
    const pattern = new RegExp(String.raw`^/\s?${spaced(name)}(?:@\w+)?(?![\p{L}\p{M}_@-])[:,]?\s*`, "u");
    const found = pattern.exec(folded);
    if (found) return withRest(kind, text.slice(found[0].length));
  }
  return /^\/[a-z_]{2,32}(?:@\w+)?$/.test(text) ? { kind: "unknown" } : null;
}

/** Two syllables may stand apart: "van ban". */
const SYLLABLES = ["huong|dan", "van|ban", "phan|hoi", "gop|y"];

function spaced(name: string): string {
  return (SYLLABLES.find((parts) => parts.replace("|", "") === name) ?? name).replace("|", " ?");
}

function withRest(kind: Plain | "source" | "feedback", rest: string): Command {
  if (kind === "feedback") return { kind, words: rest.trim() };
  if (kind !== "source") return { kind };
  const marker = /^(?:s[ốo]\s*)?\[?(\d{1,3})\]?/u.exec(rest.trim());
  return { kind, marker: marker ? Number(marker[1]) : null };
}

function plain(text: string): Command | null {
  const folded = fold(text)
    .replace(/[\s.!…]+$/u, "")
    .replace(/\s+/gu, " ");
  const word = WORDS.find(([, pattern]) => pattern.test(folded));
  if (word) return { kind: word[0] };
  const source = /^(?:xem )?nguon(?: so)? ?\[?(\d{1,3})?\]?$/.exec(folded);
  if (source) return { kind: "source", marker: source[1] ? Number(source[1]) : null };
  return feedbackIn(text);
}

const FEEDBACK = /^(?:phan ?hoi|gop ?y)(?![\p{L}\p{M}])(\s*[:,-])?\s*/u;
/** "Phản hồi kiến nghị của cử tri là việc của ai?", "góp ý cho dự thảo …": a matter, not a word to us. */
const ASKS = /\?|(?<!\p{L})(?:gi|nao|ai|sao|bao gio|khi nao|bao nhieu|o dau|may)(?!\p{L})/u;
const HAS_OBJECT = /^(?:cua|ve|cho|kien nghi|y kien|cu tri|van ban|du thao|den|toi|voi|theo|trong)(?!\p{L})/u;

function feedbackIn(text: string): Command | null {
  const folded = fold(text);
  const found = FEEDBACK.exec(folded);
  if (!found) return null;
  const rest = folded.slice(found[0].length);
  const isMatter = !found[1] && (ASKS.test(rest) || HAS_OBJECT.test(rest));
  return isMatter ? null : { kind: "feedback", words: text.slice(found[0].length).trim() };
}
