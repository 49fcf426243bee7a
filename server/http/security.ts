import type { Context, MiddlewareHandler } from "hono";
import { requestError } from "./problem.ts";

/**
 * Everything comes from this server and nothing runs inline, so the policy can name no other source at all. `style-src`
 * has no 'unsafe-inline': a page that needed it would be a bug.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS: Record<string, string> = {
  "Content-Security-Policy": CONTENT_SECURITY_POLICY,
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  // Browsers send `Origin: null` with a form under "no-referrer", which the origin check below could not tell from a
  // foreign page; "same-origin" tells other sites just as little.
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
};

export function securityHeaders(): MiddlewareHandler {
  return async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) {
      // A page may be stricter.
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
    }
  };
}

/**
 * A page of another site can make a visitor's browser post here, and by re-pointing its own name at this server it could
 * read the answers. The first is refused by `Origin`, the second by `Host`: only the names of this machine and of
 * `publicUrl` are served. A proxy may hand on the visitor's Host or write its own, so either name may stand in Origin. No
 * browser knows the owner's token: a command may use any address that HOST names.
 */
export function knownHostsOnly(publicUrl: string | null, isOwner: (context: Context) => boolean): MiddlewareHandler {
  const publicHost = publicUrl === null ? null : new URL(publicUrl).host;
  return async (context, next) => {
    if (isOwner(context)) return next();
    const host = context.req.header("host") ?? new URL(context.req.url).host;
    if (host !== publicHost && !isLoopbackName(hostName(host))) {
      throw requestError("request.wrong_host", `Host ${host} is not a name of this server.`);
    }
    const origin = context.req.header("origin");
    const isWrite = context.req.method !== "GET" && context.req.method !== "HEAD";
    const from = origin === undefined ? host : originHost(origin);
    if (isWrite && (from === null || (from !== host && from !== publicHost))) {
      throw requestError("request.cross_site", "The Origin header names another site.");
    }
    await next();
  };
}

const hostName = (host: string) =>
  host
    .replace(/:\d+$/, "")
    .replace(/^\[|\]$/g, "")
    .toLowerCase();

function originHost(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}

function isLoopbackName(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost") || name === "::1" || /^127(\.\d{1,3}){3}$/.test(name);
}
