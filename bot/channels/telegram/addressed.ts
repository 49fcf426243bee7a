import type { UserFromGetMe } from "grammy/types";
import type { StoredMessage } from "./update.ts";

type Me = Pick<UserFromGetMe, "id" | "username">;

/** In a group: somebody answers the bot's message, or names the bot. Everything else is the group's own talk. */
export function isAddressed(message: StoredMessage, me: Me): boolean {
  return message.reply_to_message?.from?.id === me.id || isNamed(message, me);
}

function isNamed(message: StoredMessage, me: Me): boolean {
  const named = [...(message.entities ?? []), ...(message.caption_entities ?? [])].some(
    ({ user }) => user?.id === me.id,
  );
  return named || nameOf(me).test(message.text ?? message.caption ?? "");
}

/** "@TrichDanBot" by itself or at the end of a command, not in an address of e-mail nor as the start of another name. */
function nameOf({ username }: Me): RegExp {
  return new RegExp(`(?:(?<=^/\\w{1,32})|(?<![\\w.@-]))@${username}(?![\\w@])`, "giu");
}

/** The text without the bot's name: what was asked. */
export function askedText({ text = "", entities = [] }: StoredMessage, me: Me): string {
  const named = entities.filter(({ user }) => user?.id === me.id).sort((a, b) => b.offset - a.offset);
  const rest = named.reduce((left, { offset, length }) => left.slice(0, offset) + left.slice(offset + length), text);
  const asked = rest.replace(nameOf(me), "");
  if (asked === text) return text.trim();
  return asked
    .replace(/[^\S\n]{2,}/gu, " ")
    .replace(/ (?=[,:;])/gu, "")
    .replace(/^[\s,:;–-]+/u, "")
    .trim();
}
