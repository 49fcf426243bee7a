import { isAuthorityLine, isCapacityLine, isRecipientsHead } from "../form.ts";
import { isSeparator, isUpper, type Line } from "../lines.ts";
import type { Field, Signer, Span } from "../types.ts";
import { listItems } from "./list.ts";

export interface Closing {
  recipients: Field<string>[];
  recipientsSpan: Span | null;
  /** In the order printed; more than one for a joint document. */
  signers: Field<Signer>[];
  signatureSpan: Span | null;
}

/** Nơi nhận of one document is seldom longer; an annex's own forms lie further down. */
const CLOSING_WINDOW = 90;
const MAX_SIGNATURE_LINES = 12;

/** Reads Nơi nhận and the signing block, the first ones after `from` (an index of `lines`). */
export function readClosing(lines: readonly Line[], from: number): Closing {
  const list = lines.findIndex((line, index) => index >= from && isRecipientsHead(line));
  const start = list >= 0 ? list : lines.findIndex((_, index) => index >= from && opensSignature(lines, index));
  if (start < 0) return { recipients: [], recipientsSpan: null, signers: [], signatureSpan: null };
  const blocks = signatureBlocks(lines, list >= 0 ? Math.max(from, list - MAX_SIGNATURE_LINES) : start);
  const recipients = list >= 0 ? readRecipients(lines, list, blocks) : { items: [], span: null };
  return {
    recipients: recipients.items,
    recipientsSpan: recipients.span,
    signers: blocks.map((block) => block.signer),
    signatureSpan:
      blocks.length > 0 ? { start: (blocks[0] as Block).span.start, end: (blocks.at(-1) as Block).span.end } : null,
  };
}

function readRecipients(
  lines: readonly Line[],
  head: number,
  blocks: readonly Block[],
): { items: Field<string>[]; span: Span } {
  const own = lines[head] as Line;
  const rest: Line[] = [];
  for (const line of lines.slice(head + 1, head + CLOSING_WINDOW)) {
    const signed = blocks.some((block) => line.start >= block.span.start && line.start < block.span.end);
    if (signed || (rest.length > 0 && line.gap === "cell") || opensSignature([line], 0)) break;
    if (line.gap === "blank" && rest.length > 0 && !/^[-–+•]/u.test(line.plain)) break;
    rest.push(line);
  }
  const inline = own.plain.replace(/^nơi nhận\s*:?\s*/iu, "");
  const items =
    inline === ""
      ? listItems(rest)
      : [{ value: inline.replace(/^[-–]\s*|[;.,]$/gu, ""), span: own }, ...listItems(rest)];
  return { items: items.map(plainField), span: { start: own.start, end: rest.at(-1)?.end ?? own.end } };
}

const plainField = ({ value, span }: Field<string>): Field<string> => ({
  value,
  span: span && { start: span.start, end: span.end },
});

interface Block {
  signer: Field<Signer>;
  span: Span;
}

function opensSignature(lines: readonly Line[], index: number): boolean {
  const line = lines[index] as Line;
  return isAuthorityLine(line) || (isCapacityLine(line) && nameWithin(lines, index) !== null);
}

/** A post on a line of its own is a signature only when a name follows at once. */
function nameWithin(lines: readonly Line[], index: number): number | null {
  for (let at = index + 1; at <= Math.min(index + 4, lines.length - 1); at += 1) {
    const line = lines[at] as Line;
    if (line.gap === "cell") return null;
    if (signerName(line.plain)) return at;
    if (!isUpper(line.plain) && !isSignedNote(line)) return null;
  }
  return null;
}

function signatureBlocks(lines: readonly Line[], from: number): Block[] {
  const blocks: Block[] = [];
  let index = from;
  const until = Math.min(lines.length, from + CLOSING_WINDOW + MAX_SIGNATURE_LINES);
  while (index < until) {
    const last = blocks.at(-1);
    // A second block is a joint signer only when it stands right beside the first.
    if (last && (lines[index] as Line).start > last.span.end + 40) break;
    if (!opensSignature(lines, index)) {
      index += 1;
      continue;
    }
    const block = readBlock(lines, index);
    if (!block) {
      index += 1;
      continue;
    }
    blocks.push(block.block);
    index = block.next;
  }
  return blocks;
}

const isSignedNote = (line: Line): boolean => /^\(?(?:da ky|ky ten|da ky va dong dau)\b/.test(line.folded);

function readBlock(lines: readonly Line[], from: number): { block: Block; next: number } | null {
  const posts: string[] = [];
  let at = from;
  for (; at < Math.min(from + MAX_SIGNATURE_LINES, lines.length); at += 1) {
    const line = lines[at] as Line;
    if (at > from && line.gap === "cell") return null;
    if (isSeparator(line) || isSignedNote(line)) continue;
    if (!isUpper(line.plain) || (posts.length > 0 && line.gap === "blank" && isName(line))) break;
    const continues = posts.length > 0 && line.gap === "line" && !isAuthorityLine(line) && !isCapacityLine(line);
    if (continues) posts[posts.length - 1] = `${posts.at(-1)} ${line.plain}`;
    else posts.push(line.plain);
  }
  const named = readName(lines, at);
  if (!named) return null;
  const authority = posts.filter((post) => /^(?:t[./]?\s?m|k[./]?\s?t|t[./]?\s?l|t[./]?\s?uq|tun|q)\b/iu.test(post));
  const capacity = posts.filter((post) => !authority.includes(post));
  const span = { start: (lines[from] as Line).start, end: named.end };
  const value = { name: named.name, capacity: capacity.join(" - ") || null, authority: authority.join(" - ") || null };
  return { block: { signer: { value, span }, span }, next: named.next };
}

/** Word sets every line apart, so that a post stands behind a blank line, too; Trương is a family name. */
const isName = (line: Line): boolean =>
  signerName(line.plain) !== null && (/^TRƯƠNG /u.test(line.plain) || !isCapacityLine(line));

function readName(lines: readonly Line[], at: number): { name: string; end: number; next: number } | null {
  const line = lines[at];
  if (!line) return null;
  const after = lines[at + 1];
  const one = signerName(line.plain);
  if (one?.includes(" ")) return { name: one, end: line.end, next: at + 1 };
  if (after?.gap !== "line") return null;
  const two = signerName(`${line.plain} ${after.plain}`);
  return two ? { name: two, end: after.end, next: at + 2 } : null;
}

const RANK =
  /^(?:(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy)|Đại tướng|GS\.?|PGS\.?|TS\.?|ThS\.?|BS\.?|KS\.?|CN\.?|CKII?\.?|Luật sư|Bác sĩ|Tiến sĩ|Thạc sĩ|[.,\s])+/u;

/** "Thượng tướng Lê Văn A" → "Lê Văn A"; null for anything that is not a person's name. */
export function signerName(words: string): string | null {
  const name = words.replace(RANK, "").replace(/\s+/gu, " ").trim();
  if (!/^\p{Lu}\p{L}*(?: \p{Lu}\p{L}*){0,5}$/u.test(name)) return null;
  return /\p{Ll}/u.test(name) || /^\p{Lu}+(?: \p{Lu}+){1,4}$/u.test(name) ? name : null;
}
