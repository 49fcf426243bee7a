import { isAppError } from "../../../retrieval/index.ts";
import type { JsonObject } from "../../channel.ts";
import { request } from "./api.ts";
import type { Client } from "./options.ts";
import type { TokenPair } from "./tokens.ts";

export type Granted =
  | { kind: "pair"; pair: TokenPair }
  /** An answer without a pair. `code` is the platform's number; which one means a spent token is not known. */
  | { kind: "refused"; code: string | null }
  /** No answer that can be read: the old pair may be dead and the new one lost. */
  | { kind: "unanswered" };

/** 25 hours, as documented, for an answer that does not say. */
const DEFAULT_LIFE_S = 90_000;

/** The pair for a consent's code, which works once and for ten minutes. */
export function exchangeCode(client: Client, grant: { code: string; verifier: string }): Promise<Granted> {
  return ask(client, { grant_type: "authorization_code", code: grant.code, code_verifier: grant.verifier });
}

/** The next pair. Whatever comes of it, the refresh token must not be used again unless the answer was `refused`. */
export function refreshPair(client: Client, refreshToken: string): Promise<Granted> {
  return ask(client, { grant_type: "refresh_token", refresh_token: refreshToken });
}

async function ask(client: Client, form: Record<string, string>): Promise<Granted> {
  const asked = client.now();
  try {
    const { status, json } = await request(client, `${client.oauthRoot}/v4/oa/access_token`, {
      method: "POST",
      headers: { secret_key: client.appSecret, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ ...form, app_id: client.appId }).toString(),
    });
    const pair = json === null ? null : pairOf(json, asked);
    if (pair !== null) return { kind: "pair", pair };
    // A server in trouble refuses nothing, even when it says so in JSON.
    if (json === null || status >= 500 || status === 429) return { kind: "unanswered" };
    return { kind: "refused", code: codeOf(json) };
  } catch (error) {
    if (isAppError(error) && error.code === "zalo_oa.no_answer") return { kind: "unanswered" };
    throw error;
  }
}

/** Success is the presence of both tokens: the error codes of this endpoint are not documented. */
function pairOf({ access_token, refresh_token, expires_in }: JsonObject, asked: number): TokenPair | null {
  if (!isToken(access_token) || !isToken(refresh_token)) return null;
  // Documented as a string, shown as a number.
  const seconds = Number(expires_in ?? Number.NaN);
  const life = Number.isFinite(seconds) && seconds > 0 ? seconds : DEFAULT_LIFE_S;
  return { accessToken: access_token, refreshToken: refresh_token, expiresAt: new Date(asked + life * 1000) };
}

/** What can stand in a header. */
const isToken = (value: unknown): value is string => typeof value === "string" && /^[\x21-\x7e]{1,4096}$/.test(value);

function codeOf({ error }: JsonObject): string | null {
  return (typeof error === "number" || typeof error === "string") && /^-?\d{1,9}$/.test(String(error))
    ? String(error)
    : null;
}
