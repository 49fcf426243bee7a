import { createHash, randomInt } from "node:crypto";
import type { Client } from "./options.ts";

/** What one attempt to connect knows and nobody else does. */
export interface Consent {
  /** Where the account's admin agrees. */
  url: string;
  /** Comes back with the code: proves that the answer belongs to this attempt. */
  state: string;
  /** Proves to the platform that the code is used by whoever asked for it (PKCE, S256). */
  verifier: string;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export function createConsent({ oauthRoot, appId }: Client, redirectUri: string): Consent {
  // 43 letters and digits, the length and the alphabet that the documentation names.
  const [verifier, state] = [randomText(43), randomText(24)];
  const query = new URLSearchParams({
    app_id: appId,
    redirect_uri: redirectUri,
    code_challenge: challengeOf(verifier),
    state,
  });
  // /v4/permission without "oa" is the login of persons: another kind of token.
  return { url: `${oauthRoot}/v4/oa/permission?${query}`, state, verifier };
}

export const challengeOf = (verifier: string) => createHash("sha256").update(verifier, "ascii").digest("base64url");

const randomText = (length: number) => Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join("");

export type Callback =
  | { kind: "code"; code: string; accountId: string | null; hasState: boolean }
  /** The platform sent the admin back with a fault. */
  | { kind: "refused"; code: string | null }
  | { kind: "other_attempt" }
  | { kind: "no_code" };

/**
 * Reads what the platform sends the admin back with, as a whole address or as the bare code. A missing state is
 * accepted, because the documentation names only `code` and `oa_id`: then the verifier alone ties code and attempt
 * together. A wrong one is not.
 */
export function readCallback(text: string, state: string): Callback {
  const given = text.trim();
  if (/^[\w.~-]{8,}$/.test(given)) return { kind: "code", code: given, accountId: null, hasState: false };
  const query = queryOf(given);
  const code = query.get("code");
  const returned = query.get("state");
  if (returned !== null && returned !== state) return { kind: "other_attempt" };
  if (code) return { kind: "code", code, accountId: query.get("oa_id"), hasState: returned !== null };
  const error = query.get("error") ?? query.get("error_code");
  return error === null ? { kind: "no_code" } : { kind: "refused", code: /^-?\d{1,9}$/.test(error) ? error : null };
}

function queryOf(given: string): URLSearchParams {
  const start = given.indexOf("?");
  return new URLSearchParams(start < 0 ? given : (given.slice(start + 1).split("#")[0] ?? ""));
}
