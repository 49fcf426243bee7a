import { BlockList, isIP } from "node:net";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

/** Where a request comes from; null when it cannot be told. */
export type AddressOf = (context: Context) => string | null;

/**
 * The socket's other end, and behind a proxy that is trusted, the last entry of its X-Forwarded-For: the ones before it
 * are the visitor's own words. `trusted`: addresses, and networks such as "10.0.0.0/8".
 */
export function createAddressOf(trusted: readonly string[]): AddressOf {
  const proxies = new BlockList();
  for (const entry of trusted) {
    const [address = "", bits] = entry.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) proxies.addAddress(address, family);
    else proxies.addSubnet(address, Number(bits), family);
  }
  const isTrusted = (peer: string) => isIP(peer) !== 0 && proxies.check(peer, isIP(peer) === 6 ? "ipv6" : "ipv4");
  return (context) => {
    const peer = peerOf(context);
    if (peer === null || !isTrusted(peer)) return peer;
    const forwarded = context.req.header("x-forwarded-for")?.split(",").at(-1)?.trim();
    return forwarded || peer;
  };
}

/** IPv4 as such, also where the socket speaks IPv6. */
function peerOf(context: Context): string | null {
  try {
    return getConnInfo(context).remote.address?.replace(/^::ffff:(?=\d+\.)/, "") ?? null;
  } catch {
    // No socket: a request that a test made.
    return null;
  }
}

export const isLoopbackPeer = (address: string) => address === "::1" || /^127\./.test(address);
