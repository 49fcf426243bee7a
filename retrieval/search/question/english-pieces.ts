import { hasDiacritics } from "../../text/index.ts";
import { type Entry, isFunctionWord, type PieceKind } from "./english-glossary.ts";

interface Piece extends Entry {
  /** Nothing was left out between the piece before and this one. */
  joined: boolean;
}

const FIRST = 0xe000;
const LAST = 0xf8ff;
const WHICH = "nào";

/** Finished pieces. Each stands in the text as one private-use character, which no later step can touch. */
export class Desk {
  readonly #held: Entry[] = [];

  /** The character that stands for `text` from now on; "" when there is nothing to hold or no room for more. */
  hold(text: string, kind: PieceKind): string {
    if (text === "" || this.#held.length > LAST - FIRST) return "";
    this.#held.push({ text, kind });
    return String.fromCharCode(FIRST + this.#held.length - 1);
  }

  /** Holds the spans of `text`, in order, as written. */
  keep(text: string, spans: readonly { start: number; end: number }[], kind: PieceKind): string {
    let out = "";
    let at = 0;
    for (const { start, end } of spans) {
      out += text.slice(at, start) + this.hold(text.slice(start, end), kind);
      at = end;
    }
    return out + text.slice(at);
  }

  /** The Vietnamese that a worked text stands for. Words that were not held and could not be names are gone. */
  write(text: string): string {
    return runsOf(this.#pieces(text))
      .flatMap((run) => arranged(run))
      .join(" ")
      .replace(/(?:^| )[,;.?!](?= [,;.?!])/g, "")
      .replace(/^[,;.?! ]+/, "")
      .replace(/ (?=[,;.?!])/g, "")
      .replace(/[,;]$/, "")
      .trim();
  }

  #pieces(text: string): Piece[] {
    const pieces: Piece[] = [];
    let joined = false;
    let opening = true;
    for (const [token] of text.matchAll(/[\uE000-\uF8FF]|[^\s\uE000-\uF8FF]+/gu)) {
      const piece = this.#held[token.charCodeAt(0) - FIRST] ?? leftover(token, opening);
      if (piece) pieces.push({ ...piece, joined });
      joined = piece !== null || /^'s?$/.test(token);
      opening = false;
      const stop = /^(?:and|or|&)$/i.test(token) ? "," : /[,;.?!]$/.exec(token)?.[0];
      if (!stop) continue;
      pieces.push({ text: stop, kind: "asked", joined: false });
      joined = false;
      opening = stop !== ",";
    }
    return pieces;
  }
}

/** What stays of a token that no table knows: a question word, a figure, or a word that could be a name. */
function leftover(token: string, opening: boolean): Entry | null {
  const word = token.replace(/^[^\p{L}\d]+|[^\p{L}\d%]+$/gu, "").replace(/'s$/, "");
  if (/^(?:which|what)$/i.test(word)) return { text: WHICH, kind: "asked" };
  if (word === "" || isFunctionWord(word)) return null;
  if (/^[\d.,/%-]+$/.test(word)) return { text: word, kind: "number" };
  // The first word of a sentence has a capital anyway.
  const name = /\d/.test(word) || hasDiacritics(word) || (opening ? /^.+\p{Lu}/u : /\p{Lu}/u).test(word);
  return name ? { text: word, kind: "name" } : null;
}

/** Pieces that stood next to each other; a numbered document ("Kế hoạch" "số" "153/KH-UBND") becomes one piece. */
function runsOf(pieces: readonly Piece[]): Piece[][] {
  const runs: Piece[][] = [];
  for (const piece of pieces) {
    const run = runs.at(-1);
    if (!run || !piece.joined) {
      runs.push([piece]);
      continue;
    }
    const last = run.at(-1) as Piece;
    const numbers = last.kind === "type" && (piece.kind === "number" || piece.text === "số");
    // "body": it has its name, so only a place can describe it further.
    if (numbers)
      run[run.length - 1] = {
        ...last,
        text: `${last.text} ${piece.text}`,
        kind: piece.text === "số" ? "type" : "body",
      };
    else run.push(piece);
  }
  return runs;
}

const DESCRIBED_BY: Readonly<Partial<Record<PieceKind, readonly PieceKind[]>>> = {
  body: ["place", "name"],
  unit: ["place", "name"],
  type: ["place", "name", "noun", "adjective"],
  noun: ["place", "name", "noun", "adjective"],
};

/** English puts what describes a thing before it, Vietnamese after: "Lang Son Plan 153" → "Kế hoạch 153 Lang Son". */
function arranged(run: readonly Piece[]): string[] {
  const which = run[0]?.text === WHICH;
  const out: Entry[] = [];
  for (const piece of which ? run.slice(1) : run) {
    const describing: Entry[] = [];
    const kinds = DESCRIBED_BY[piece.kind] ?? [];
    while (kinds.includes(out.at(-1)?.kind ?? "asked")) describing.unshift(out.pop() as Entry);
    const isPlace = piece.kind === "unit" && describing.length > 0;
    if (isPlace) out.push({ text: [piece, ...describing].map(({ text }) => text).join(" "), kind: "place" });
    else out.push(piece, ...describing);
  }
  if (!which) return out.map(({ text }) => text);
  const asked = out.findIndex(({ kind }) => /^(?:noun|type|unit|verb)$/.test(kind));
  return out.flatMap(({ text }, index) => (index === asked ? [text, WHICH] : [text]));
}
