import type { Context } from "hono";
import type { CountedFor } from "../../bot/index.ts";
import type { Config } from "../config.ts";
import { type AddressOf, isLoopbackPeer } from "./client-address.ts";
import { speakerOf, type VisitorCookie } from "./visitor.ts";

export interface CountedForDependencies {
  webChat: Config["webChat"];
  cookie: VisitorCookie;
  addressOf?: AddressOf;
  isOwner(context: Context): boolean;
}

/**
 * Whose limit of a minute a question to the API counts against: the enrolled person's, together with what they write on
 * the page; at an open door the address's. Nobody's on this machine itself: whoever runs scripts here has the database,
 * and of a file of questions a limit would leave some without an answer.
 */
export function createCountedFor({ webChat, cookie, addressOf, isOwner }: CountedForDependencies) {
  return (context: Context): CountedFor | undefined => {
    if (isOwner(context)) return undefined;
    if (webChat === "enrolled") {
      const token = cookie.read(context);
      return token === null ? undefined : speakerOf(token);
    }
    const address = addressOf?.(context) ?? null;
    return address === null || isLoopbackPeer(address) ? undefined : { address };
  };
}
