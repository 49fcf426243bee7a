import { isAppError } from "../../../retrieval/index.ts";
import { createConsent, readCallback } from "./consent.ts";
import { exchangeCode, type Granted, refreshPair } from "./oauth.ts";
import { createClient, type ZaloOaApp } from "./options.ts";
import { type AccountProfile, readAccount } from "./status.ts";
import type { TokenPair, TokenStore } from "./tokens.ts";

/** What came of an attempt to connect or to refresh by hand. */
export type GrantOutcome =
  /** The pair is stored. `account` is null when its name could not be read. */
  | { kind: "connected"; account: AccountProfile | null; withoutState: boolean }
  /** Nothing was spent; the admin can give another text. */
  | { kind: "no_code" }
  | { kind: "other_attempt" }
  /** The platform refused; `code` is its number. `at` is where: sent back from the consent page, or asked for tokens. */
  | { kind: "refused"; code: string | null; at: "consent" | "tokens" }
  | { kind: "unanswered" }
  | { kind: "busy" };

export interface Grant {
  /** Where an admin of the account agrees. */
  url: string;
  /** Takes what the platform sent the admin back with: the whole address, or the bare code. */
  finish(callback: string): Promise<GrantOutcome>;
}

export interface GrantOptions {
  app: ZaloOaApp;
  tokens: TokenStore;
}

/** A refresh that is under way is waited for: it would invalidate what the grant gives, or be invalidated by it. */
const WAIT_FOR_REFRESH_MS = 60_000;

/** One attempt to connect the account: OAuth v4 with PKCE. */
export function startGrant({ app, tokens, redirectUri }: GrantOptions & { redirectUri: string }): Grant {
  const client = createClient(app);
  const { url, state, verifier } = createConsent(client, redirectUri);
  return {
    url,
    finish: async (text) => {
      const callback = readCallback(text, state);
      if (callback.kind === "refused") return { ...callback, at: "consent" };
      if (callback.kind !== "code") return callback;
      const done = await tokens.exclusively(WAIT_FOR_REFRESH_MS, () =>
        take(
          () => exchangeCode(client, { code: callback.code, verifier }),
          async (pair) => {
            await tokens.connect(pair);
            return true;
          },
        ),
      );
      return finished({ client, done, withoutState: !callback.hasState });
    },
  };
}

/** Refreshes with the stored pair although it was refused before: after a wrong app secret was set right. */
export async function refreshByHand({ app, tokens }: GrantOptions): Promise<GrantOutcome | { kind: "not_connected" }> {
  const client = createClient(app);
  if ((await tokens.read()).pair === null) return { kind: "not_connected" };
  const done = await tokens.exclusively(WAIT_FOR_REFRESH_MS, async (): Promise<Taken> => {
    // Read only now: the pair that was there before may have been spent meanwhile.
    const { pair, generation } = await tokens.read();
    if (pair === null) return { kind: "refused", code: null };
    await tokens.begin(generation);
    return take(
      () => refreshPair(client, pair.refreshToken),
      (next) => tokens.replace(next, generation),
    );
  });
  return finished({ client, done, withoutState: false });
}

type Taken = { pair: TokenPair; stored: boolean } | Exclude<Granted, { kind: "pair" }>;

async function take(ask: () => Promise<Granted>, store: (pair: TokenPair) => Promise<boolean>): Promise<Taken> {
  const granted = await ask();
  if (granted.kind !== "pair") return granted;
  return { pair: granted.pair, stored: await store(granted.pair) };
}

async function finished({
  client,
  done,
  withoutState,
}: {
  client: ReturnType<typeof createClient>;
  done: { result: Taken } | null;
  withoutState: boolean;
}): Promise<GrantOutcome> {
  if (done === null || ("stored" in done.result && !done.result.stored)) return { kind: "busy" };
  const { result } = done;
  if (!("pair" in result)) return result.kind === "refused" ? { ...result, at: "tokens" } : result;
  return { kind: "connected", account: await nameOf(client, result.pair), withoutState };
}

async function nameOf(client: ReturnType<typeof createClient>, pair: TokenPair): Promise<AccountProfile | null> {
  try {
    const account = await readAccount(client, pair.accessToken);
    return "error" in account ? null : account;
  } catch (error) {
    if (isAppError(error) && error.code === "zalo_oa.no_answer") return null;
    throw error;
  }
}
