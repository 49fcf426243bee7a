import type { JsonObject } from "../../channel.ts";
import type { Incoming, IncomingContent } from "../../message.ts";
import type { EventPayload } from "./events.ts";

type Media = Extract<IncomingContent, { kind: "media" }>["what"];

const MEDIA: ReadonlyMap<string, Media> = new Map([
  ["message.image.received", "picture"],
  ["message.voice.received", "voice"],
  ["message.sticker.received", "sticker"],
  // Some texts with an address arrive as "unsupported", without the text: the person is asked to write it again.
  ["message.link.received", "other"],
  ["message.unsupported.received", "other"],
]);

/** In a group these are talk among people; only what was said to the bot gets an answer. */
const IGNORED_IN_GROUPS: ReadonlySet<Media> = new Set(["sticker", "other"]);

export interface ReadDependencies {
  /** What people write behind "@" to call the bot; asked only where it matters. */
  names(): Promise<readonly string[]>;
}

/** What `toEvent` stored, as a message. Null for reactions, bots' own messages and everything unknown. */
export async function read(stored: JsonObject, dependencies: ReadDependencies): Promise<Incoming | null> {
  const payload = stored as EventPayload;
  const content = payload.bot ? null : contentOf(payload);
  if (content === null) return null;
  const { chat, sender, group } = payload;
  return {
    channel: "zalo-bot",
    conversation: chat,
    sender,
    setting: group ? "group" : "private",
    content: content.kind === "text" && group ? await unaddressed(content.text, dependencies) : content,
  };
}

function contentOf({ event, text, group }: EventPayload): IncomingContent | null {
  const isText = event === "message.text.received" || event === "message.link.received";
  if (isText && text !== null) return { kind: "text", text };
  const what = MEDIA.get(event);
  if (what === undefined || (group && IGNORED_IN_GROUPS.has(what))) return null;
  return { kind: "media", what };
}

/** The platform hands over only what calls the bot or replies to it; the call itself is no part of the question. */
async function unaddressed(text: string, { names }: ReadDependencies): Promise<IncomingContent> {
  if (!text.includes("@")) return { kind: "text", text };
  const longestFirst = (await names()).toSorted((a, b) => b.length - a.length);
  const rest = longestFirst.reduce((current, name) => withoutCall(current, name), text);
  return { kind: "text", text: rest.trim() };
}

/** The whole name only: "@Bot" is not called by "@Botany". */
function withoutCall(text: string, name: string): string {
  const literal = name.normalize("NFC").replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return text.normalize("NFC").replace(new RegExp(`@${literal}(?![\\p{L}\\d])[^\\S\\n]*`, "giu"), "");
}
