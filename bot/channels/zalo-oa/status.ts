import { isAppError } from "../../../retrieval/index.ts";
import type { ChannelStatus } from "../../channel.ts";
import { callApi } from "./api.ts";
import { asId } from "./events.ts";
import { type Client, createClient, type ZaloOaApp } from "./options.ts";
import { NEEDS_RECONNECT, type TokenState, type TokenStore } from "./tokens.ts";

export interface StatusOptions {
  app: ZaloOaApp;
  tokens: TokenStore;
  freeMessages: number | null;
}

export interface AccountProfile {
  id: string | null;
  name: string | null;
}

/** Looks and changes nothing: a token that has ended is refreshed by the next message, not by this. */
export async function zaloOaStatus({ app, tokens, freeMessages }: StatusOptions): Promise<ChannelStatus> {
  const client = createClient(app);
  const state = await tokens.read();
  const account = await accountLine(client, state);
  const lines = [
    ...tokenLines(state, client.now()),
    account.line,
    ...(account.reachable ? [await quotaLine(client, state)] : []),
    `Free messages within 48 hours of a person's last: ${freeMessages ?? "unlimited"}; up to 7 days they are charged.`,
    "The webhook's address is set in the console at developers.zalo.me; there is no call for it.",
  ];
  return { channel: "zalo-oa", mode: "webhook", lines, reachable: account.reachable };
}

/** Name and id of the account that the token belongs to. Throws `zalo_oa.no_answer`; null when it is refused. */
export async function readAccount(client: Client, accessToken: string): Promise<AccountProfile | { error: number }> {
  const { error, data } = await callApi(client, { method: "GET", path: "/v2.0/oa/getoa", accessToken });
  if (error !== 0) return { error };
  // The id is named both ways in what developers publish.
  return { id: asId(data.oaid) ?? asId(data.oa_id), name: typeof data.name === "string" ? data.name : null };
}

function tokenLines({ pair, blocked, unreadable, unfinishedSince, refreshedAt }: TokenState, now: number): string[] {
  const lines: string[] = [];
  if (unreadable) lines.push("Token: stored, but sealed with another SECRET_KEY. Run: npm run zalo -- connect");
  else if (pair === null) lines.push("Token: none. Run: npm run zalo -- connect");
  else lines.push(`Token: ${lifeOf(pair.expiresAt, now)}, refreshed ${refreshedAt?.toISOString() ?? "never"}.`);
  if (blocked === NEEDS_RECONNECT) {
    lines.push("BLOCKED: the refresh was refused; messages wait. Run: npm run zalo -- connect");
  } else if (blocked !== null) lines.push(`BLOCKED: ${blocked}; messages wait.`);
  if (unfinishedSince !== null) {
    lines.push(`A refresh was begun ${unfinishedSince.toISOString()} and its answer never stored; it is tried again.`);
  }
  return lines;
}

function lifeOf(expiresAt: Date, now: number): string {
  const hours = (expiresAt.getTime() - now) / 3_600_000;
  return hours > 0
    ? `good for ${hours.toFixed(1)} h`
    : `ended ${expiresAt.toISOString()}, refreshed by the next message`;
}

async function accountLine(client: Client, { pair }: TokenState): Promise<{ line: string; reachable: boolean }> {
  if (pair === null) return { line: "Account: not asked, there is no token.", reachable: false };
  try {
    const account = await readAccount(client, pair.accessToken);
    if ("error" in account) return { line: `Account: refused with error ${account.error}.`, reachable: false };
    return { line: `Account: ${account.name ?? "(no name)"}, id ${account.id ?? "unknown"}.`, reachable: true };
  } catch (error) {
    return { line: `Account: ${isAppError(error) ? error.message : "not reachable."}`, reachable: false };
  }
}

/** The call is named by one source only; that it fails says nothing of the account. */
async function quotaLine(client: Client, { pair }: TokenState): Promise<string> {
  const unknown = "Quota: not readable.";
  if (pair === null) return unknown;
  try {
    const { accessToken } = pair;
    const { error, data } = await callApi(client, { method: "GET", path: "/v3.0/oa/quota/message", accessToken });
    const { remain, total } = data;
    const isKnown = error === 0 && asId(remain) !== null;
    return isKnown ? `Quota: ${String(remain)} of ${asId(total) ?? "?"} left.` : unknown;
  } catch {
    return unknown;
  }
}
