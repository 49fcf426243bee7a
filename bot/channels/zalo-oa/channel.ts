import { createHash } from "node:crypto";
import type { Channel, OutgoingPart, Sent } from "../../channel.ts";
import { type Access, createTokenAccess, type TokenAccess } from "./access.ts";
import { type ApiAnswer, callApi } from "./api.ts";
import { type Client, createClient, rulesOf, type ZaloOaOptions } from "./options.ts";
import { read } from "./read.ts";
import { receive } from "./receive.ts";
import { render } from "./render.ts";
import { isTokenRejected, isUnclear, sentOf } from "./send-result.ts";
import { zaloOaStatus } from "./status.ts";

export interface ZaloOa extends Channel {
  /** Refreshes the token when its end is near: without use a refresh token is lost after three months. */
  keepFresh(): Promise<string | null>;
}

/**
 * Zalo Official Account, OpenAPI v3. Whether a person may still be written to (48 hours free, 7 days at all) is left to
 * the platform: it refuses with -230 or -232, the message is held, and the person's next one releases it. A count of
 * our own would know less, since follows, calls and clicks open the window as well and not all of them are told to us.
 * Throws `zalo_oa.options` when something is missing or wrong.
 */
export function createZaloOa(options: ZaloOaOptions): ZaloOa {
  const client = createClient(options);
  const rules = rulesOf(options);
  const { tokens, wait } = options;
  const access = createTokenAccess({ client, tokens, refreshAheadMs: rules.refreshAheadMs, wait });
  const unclear = createUnclear();
  return {
    name: "zalo-oa",
    receive: (request) => receive({ ...rules, appId: client.appId, now: client.now }, request),
    read: async (payload) => read(payload),
    render: (reply) => render(reply, { mostParts: rules.freeMessages }),
    send: async (part, address) => {
      const answer = await post({ client, access }, part, address);
      return "kind" in answer ? answer : unclear.settle(answer, { part, address, now: client.now() });
    },
    status: () => zaloOaStatus({ app: client, tokens, freeMessages: rules.freeMessages }),
    keepFresh: async () => {
      const now = await access.token();
      return now.kind === "token" ? null : now.reason;
    },
  };
}

/** Sends; when the token is refused, refreshes it once and sends once more (nothing was sent the first time). */
async function post(
  { client, access }: { client: Client; access: TokenAccess },
  { text }: OutgoingPart,
  userId: string,
): Promise<ApiAnswer | Sent> {
  let rejected: string | undefined;
  for (const _attempt of ["first", "with the next token"]) {
    const got = await access.token(rejected);
    if (got.kind !== "token") return waiting(got);
    const answer = await callApi(client, {
      method: "POST",
      path: "/v3.0/oa/message/cs",
      accessToken: got.token,
      body: { recipient: { user_id: userId }, message: { text } },
    });
    if (!isTokenRejected(answer)) return answer;
    rejected = got.token;
  }
  return { kind: "retry", afterMs: 60_000, scope: "channel", reason: "token_rejected" };
}

function waiting(access: Exclude<Access, { kind: "token" }>): Sent {
  return access.kind === "blocked"
    ? { kind: "blocked", reason: access.reason }
    : { kind: "retry", afterMs: 10_000, scope: "channel", reason: access.reason };
}

const UNCLEAR_TRIES = 6;
/** Messages under way at a time are few; more are those that nobody came back for. */
const MOST_REMEMBERED = 1_000;

/**
 * Counts how often one message had an answer that says nothing (-200), in this process: the platform's advice is to try
 * again, and a message that never goes through would hold its conversation's line for ever.
 */
function createUnclear() {
  const counts = new Map<string, number>();
  return {
    settle(answer: ApiAnswer, message: { part: OutgoingPart; address: string; now: number }): Sent {
      const key = createHash("sha256").update(`${message.address}\u0000${message.part.text}`).digest("base64");
      const sent = sentOf(answer, message.now);
      const tries = isUnclear(answer) ? (counts.get(key) ?? 0) + 1 : 0;
      counts.delete(key);
      if (tries === 0) return sent;
      if (tries >= UNCLEAR_TRIES && sent.kind === "retry") return { kind: "undeliverable", reason: sent.reason };
      if (counts.size >= MOST_REMEMBERED) counts.delete(counts.keys().next().value as string);
      counts.set(key, tries);
      return sent;
    },
  };
}
