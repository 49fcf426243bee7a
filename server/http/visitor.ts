import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Incoming, IncomingContent, Speaker } from "../../bot/index.ts";

/**
 * The cookie of the web chat. Its token is the conversation and the person at once, like the id of an account on a
 * platform; the database knows its pseudonym only.
 */
export interface VisitorCookie {
  /** Null for none, and for one that we did not make. */
  read(context: Context): string | null;
  /** The visitor's token, made now when there is none; sent (again), so that it lasts from the latest use on. */
  keep(context: Context): string;
  /** A token for one answer, which the visitor does not get. */
  once(): string;
}

const NAME = "trich-dan";
/** 256 bits: nobody guesses somebody else's. */
const newToken = () => randomBytes(32).toString("base64url");
const SECONDS = 180 * 24 * 3600;

/** Under https the name's prefix keeps other hosts of the domain from planting a cookie that they know. */
export function createVisitorCookie(publicUrl: string | null): VisitorCookie {
  const secure = publicUrl?.startsWith("https:") === true;
  const read = (context: Context) => {
    const token = secure ? getCookie(context, NAME, "host") : getCookie(context, NAME);
    return token !== undefined && /^[\w-]{43}$/.test(token) ? token : null;
  };
  return {
    read,
    once: newToken,
    keep: (context) => {
      const token = read(context) ?? newToken();
      setCookie(context, NAME, token, {
        ...(secure ? { prefix: "host" as const } : {}),
        ...{ path: "/", httpOnly: true, sameSite: "Strict", secure, maxAge: SECONDS },
      });
      return token;
    },
  };
}

export const speakerOf = (token: string): Speaker => ({ channel: "web", conversation: token, sender: token });

/** `origin`: the network address of a visitor who is not enrolled yet. */
export const messageOf = (token: string, content: IncomingContent, origin: string | null = null): Incoming => ({
  ...speakerOf(token),
  setting: "private",
  content,
  ...(origin === null ? {} : { origin }),
});
