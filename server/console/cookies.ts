import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";

const NAME = "trich-dan-quan-tri";

/**
 * `__Host-` binds the cookie to this host and to https; browsers refuse it over plain http, which this machine alone
 * uses.
 */
export interface SessionCookie {
  read(context: Context): string | null;
  write(context: Context, token: string): void;
  remove(context: Context): void;
}

export function createSessionCookie(publicUrl: string | null): SessionCookie {
  const secure = publicUrl?.startsWith("https:") === true;
  const options = { path: "/", httpOnly: true, sameSite: "Strict", secure } as const;
  // No lifetime: the browser drops it when it is closed, and the database decides before that.
  const prefixed = secure ? ({ ...options, secure: true, prefix: "host" } as const) : options;
  return {
    read: (context) => (secure ? getCookie(context, NAME, "host") : getCookie(context, NAME)) ?? null,
    write: (context, token) => setCookie(context, NAME, token, prefixed),
    remove: (context) => setCookie(context, NAME, "", { ...prefixed, maxAge: 0 }),
  };
}
