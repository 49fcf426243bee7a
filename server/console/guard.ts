import type { MiddlewareHandler } from "hono";
import type { Session } from "../admin/index.ts";
import { requestError } from "../http/problem.ts";
import type { SessionCookie } from "./cookies.ts";
import { consoleError } from "./faults.ts";
import type { Access, ConsoleContext, ConsoleDependencies } from "./types.ts";

export const HOME = "/quan-tri";
export const UPLOAD = `${HOME}/tai-len`;
export const SIGN_IN = `${HOME}/dang-nhap`;

type Guard = MiddlewareHandler<{ Variables: { session: Session } }>;

/** Lets through who may use an address; puts the session where the pages find it. */
export function guard(access: Access, { signIn }: ConsoleDependencies, cookie: SessionCookie): Guard {
  return async (context, next) => {
    if (context.req.method !== "GET" && context.req.method !== "HEAD") checkOrigin(context);
    if (access === "anyone") return next();
    const token = cookie.read(context);
    const session = token === null ? null : await signIn.whoIs(token);
    if (session === null) return askToSignIn(context);
    context.set("session", session);
    if (access === "admin" && session.role !== "admin") {
      throw consoleError("console.admins_only", "This needs the role admin.");
    }
    return next();
  };
}

/**
 * Every browser names the origin of a form or a script's request that changes something; one that does not is no
 * browser with our page in it. That a named origin is ours, `server/http/security.ts` has checked for every address.
 */
function checkOrigin(context: ConsoleContext): void {
  const origin = context.req.header("origin");
  if (origin === undefined || origin === "null") {
    throw requestError("request.cross_site", "A change in the console must come with an Origin header.");
  }
}

function askToSignIn(context: ConsoleContext): Response {
  const { method, path, url } = context.req;
  const wantsPage = (context.req.header("accept") ?? "").includes("text/html");
  if (!wantsPage) throw consoleError("console.signed_out", "Nobody is signed in.");
  const back = method === "GET" && path !== HOME ? `?${new URLSearchParams({ tiep: path + new URL(url).search })}` : "";
  return context.redirect(`${SIGN_IN}${back}`, 303);
}

/** Where to go after signing in: a path of the console and nothing else, so that no link can lead away from here. */
export function pathAfterSignIn(asked: string | null): string {
  return asked !== null && /^\/quan-tri(?:[/?][^\\\s]*)?$/.test(asked) && !asked.startsWith(SIGN_IN) ? asked : HOME;
}
