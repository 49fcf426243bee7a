import type { Context, MiddlewareHandler } from "hono";
import type { Config } from "../config.ts";
import type { Conversations } from "../conversations.ts";
import { requestError } from "./problem.ts";
import { speakerOf, type VisitorCookie } from "./visitor.ts";

export interface GuardDependencies {
  webChat: Config["webChat"];
  conversations: Pick<Conversations, "admits">;
  cookie: VisitorCookie;
  /** Of this machine's owner, whose commands come over HTTP while the server has the embedded database. */
  isOwner(context: Context): boolean;
}

/**
 * Lets those through who may read the documents and ask. What is registered before it is open to everybody: webhooks,
 * health, whatever has a sign-in of its own.
 */
export function visitorsOnly({ webChat, conversations, cookie, isOwner }: GuardDependencies): MiddlewareHandler {
  return async (context, next) => {
    if (webChat === "open" || isOwner(context)) return next();
    if (webChat === "off") throw requestError("page.not_found", "The web chat is off.");
    const token = cookie.read(context);
    // Looked up each time: who was removed is out at once.
    if (token === null || !(await conversations.admits(speakerOf(token)))) {
      throw requestError("visitor.not_enrolled", "Nobody enrolled has this cookie.");
    }
    return next();
  };
}
