/** The pieces of an RTF file: groups, control words with their number, bytes by hexadecimal, plain characters. */
export type RtfToken =
  | { kind: "open" | "close" }
  | { kind: "word"; word: string; value: number | null }
  | { kind: "byte"; byte: number }
  | { kind: "star" };

const LETTER = /[a-z]/i;

/** Reads one token after the other; bytes of pictures behind \bin are passed over. */
export function* rtfTokens(source: string): Generator<RtfToken> {
  for (let at = 0; at < source.length; ) {
    const mark = source[at] as string;
    if (mark === "{" || mark === "}") {
      yield { kind: mark === "{" ? "open" : "close" };
      at += 1;
    } else if (mark !== "\\") {
      if (mark !== "\r" && mark !== "\n") yield { kind: "byte", byte: source.charCodeAt(at) };
      at += 1;
    } else {
      const { token, next } = control(source, at + 1);
      if (token) yield token;
      at = next;
    }
  }
}

function control(source: string, at: number): { token: RtfToken | null; next: number } {
  const mark = source[at] ?? "";
  if (mark === "'") {
    const byte = Number.parseInt(source.slice(at + 1, at + 3), 16);
    return { token: Number.isNaN(byte) ? null : { kind: "byte", byte }, next: at + 3 };
  }
  if (LETTER.test(mark)) return controlWord(source, at);
  if (mark === "*") return { token: { kind: "star" }, next: at + 1 };
  const named = { "~": " ", _: "-", "\\": "\\", "{": "{", "}": "}" }[mark];
  if (named !== undefined) return { token: { kind: "byte", byte: named.charCodeAt(0) }, next: at + 1 };
  return { token: mark === "\n" || mark === "\r" ? { kind: "word", word: "par", value: null } : null, next: at + 1 };
}

function controlWord(source: string, at: number): { token: RtfToken; next: number } {
  const [whole = "", word = "", figures] = /^([a-zA-Z]{1,32})(-?\d{1,10})?/.exec(source.slice(at, at + 44)) ?? [];
  const value = figures === undefined ? null : Number(figures);
  let next = at + whole.length;
  if (source[next] === " ") next += 1;
  if (word === "bin" && value !== null && value > 0) next += value;
  return { token: { kind: "word", word, value }, next };
}
