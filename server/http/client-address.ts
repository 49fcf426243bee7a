import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

/**
 * Where a request comes from. Behind a proxy on this machine, its last entry in X-Forwarded-For: the ones before it are
 * the visitor's own words. Null when it cannot be told.
 */
export function clientAddress(context: Context, { behindProxy }: { behindProxy: boolean }): string | null {
  const peer = peerOf(context);
  if (!behindProxy || peer === null || !isLoopback(peer)) return peer;
  const forwarded = context.req.header("x-forwarded-for")?.split(",").at(-1)?.trim();
  return forwarded || peer;
}

function peerOf(context: Context): string | null {
  try {
    return getConnInfo(context).remote.address ?? null;
  } catch {
    // No socket: a request that a test made.
    return null;
  }
}

const isLoopback = (address: string) => address === "::1" || /^(?:::ffff:)?127\./.test(address);
