import { BotApiRefusal } from "./refusal.ts";

export interface Entity {
  type: string;
  offset: number;
  length: number;
}

const TYPES: Readonly<Record<string, string>> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  span: "spoiler",
  "tg-spoiler": "spoiler",
  a: "text_link",
  "tg-emoji": "custom_emoji",
  "tg-time": "date_time",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};

const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  a: /^ href="[^"<>]+"$/,
  span: /^ class="tg-spoiler"$/,
  "tg-emoji": /^ emoji-id="\d+"$/,
  "tg-time": /^ unix="\d+"(?: format="[^"]*")?$/,
  code: /^(?: class="language-[^"]+")?$/,
  blockquote: /^(?: expandable)?$/,
};

const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/** Telegram's HTML as text and entities, offsets in UTF-16 units. Stricter than Telegram where it is known to guess. */
export function parseTelegramHtml(html: string): { text: string; entities: Entity[] } {
  const open: { tag: string; offset: number }[] = [];
  const entities: Entity[] = [];
  let text = "";
  for (let at = 0; at < html.length; ) {
    const character = html[at] as string;
    if (character === "&") {
      const { value, length } = reference(html, at);
      text += value;
      at += length;
    } else if (character === "<") {
      const end = html.indexOf(">", at);
      if (end < 0) throw unparsable(`Unclosed start tag at byte offset ${bytes(html, at)}`);
      const inner = html.slice(at + 1, end);
      if (inner.startsWith("/")) close(inner.slice(1), { html, at, text, open, entities });
      else open.push({ tag: startTag(inner, { html, at, open }), offset: text.length });
      at = end + 1;
    } else if (character === ">") {
      throw unparsable(`Unescaped ">" at byte offset ${bytes(html, at)}`);
    } else {
      text += character;
      at += 1;
    }
  }
  const left = open.at(-1);
  if (left) throw unparsable(`Can't find end tag corresponding to start tag "${left.tag}"`);
  return { text, entities };
}

function reference(html: string, at: number): { value: string; length: number } {
  const found = /^&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]+));/.exec(html.slice(at, at + 12));
  const [all = "", decimal, hexadecimal, name = ""] = found ?? [];
  const code = decimal ? Number(decimal) : hexadecimal ? Number.parseInt(hexadecimal, 16) : null;
  const value = code === null ? NAMED[name] : String.fromCodePoint(code);
  if (value === undefined) throw unparsable(`Unescaped "&" at byte offset ${bytes(html, at)}`);
  return { value, length: all.length };
}

function startTag(inner: string, { html, at, open }: { html: string; at: number; open: { tag: string }[] }): string {
  const tag = /^[a-z-]+/.exec(inner)?.[0] ?? inner.split(/\s/)[0] ?? "";
  if (!Object.hasOwn(TYPES, tag) || !(ATTRIBUTES[tag] ?? /^$/).test(inner.slice(tag.length))) {
    throw unparsable(`Unsupported start tag "${inner}" at byte offset ${bytes(html, at)}`);
  }
  const around = open.at(-1)?.tag;
  if (around === "code" || (around === "pre" && tag !== "code")) throw unparsable(`Tag "${tag}" inside "${around}"`);
  if (tag === "blockquote" && open.some((one) => one.tag === tag)) throw unparsable('Nested tag "blockquote"');
  return tag;
}

interface Closing {
  html: string;
  at: number;
  text: string;
  open: { tag: string; offset: number }[];
  entities: Entity[];
}

function close(tag: string, { html, at, text, open, entities }: Closing): void {
  const started = open.pop();
  if (!started) throw unparsable(`Unexpected end tag at byte offset ${bytes(html, at)}`);
  if (started.tag !== tag) {
    throw unparsable(
      `Unmatched end tag at byte offset ${bytes(html, at)}, expected "</${started.tag}>", found "</${tag}>"`,
    );
  }
  const length = text.length - started.offset;
  if (length > 0) entities.push({ type: TYPES[tag] as string, offset: started.offset, length });
}

const bytes = (html: string, at: number) => Buffer.byteLength(html.slice(0, at));

const unparsable = (detail: string) => new BotApiRefusal(400, `Bad Request: can't parse entities: ${detail}`);
