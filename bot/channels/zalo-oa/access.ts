import { setTimeout as delay } from "node:timers/promises";
import { type Granted, refreshPair } from "./oauth.ts";
import type { Client } from "./options.ts";
import { NEEDS_RECONNECT, type TokenPair, type TokenState, type TokenStore } from "./tokens.ts";

export type Access =
  | { kind: "token"; token: string }
  /** `not_connected` or `needs_reconnect`: somebody has to run `npm run zalo -- connect`. */
  | { kind: "blocked"; reason: string }
  /** Another process refreshes, or the platform did not answer: again a little later. */
  | { kind: "later"; reason: string };

export interface TokenAccess {
  /** A token to send with. `rejected` is the one that the platform has just refused: it is not given again. */
  token(rejected?: string): Promise<Access>;
}

export interface TokenAccessOptions {
  client: Client;
  tokens: TokenStore;
  refreshAheadMs: number;
  wait?: ((ms: number) => Promise<unknown>) | undefined;
}

/** A token that is about to end may end on the way. */
const LEAST_LIFE_MS = 60_000;
/** A process that waits for another one's refresh; longer than one request takes. */
const WAIT_FOR_OTHERS_MS = 15_000;
/** While the token still works, an unanswered refresh is not repeated with every message. */
const AFTER_UNANSWERED_MS = 5 * 60_000;
const BEFORE_CONFIRMATION_MS = 2_000;
/** The new pair exists only here until it is stored: the database is tried for some seconds. */
const STORE_TRIES = 5;

interface Refreshing {
  options: TokenAccessOptions;
  /** A pair that the platform gave and the database has not taken yet, with the generation that it follows. */
  unsaved: { pair: TokenPair; generation: number } | null;
  running: Promise<Access> | null;
  notBefore: number;
}

/**
 * Hands out the access token and refreshes it ahead of its end, or when it was refused. A refresh token works once, so
 * one refresh is under way at a time in all processes, on the pair as it is stored then; and the new pair is stored
 * before it is used. Killed between the platform's answer and that store, the process takes the pair with it: then the
 * next refresh is refused and the account needs a new grant.
 */
export function createTokenAccess(options: TokenAccessOptions): TokenAccess {
  const refreshing: Refreshing = { options, unsaved: null, running: null, notBefore: 0 };
  return { token: (rejected) => accessToken(refreshing, rejected) };
}

async function accessToken(refreshing: Refreshing, rejected: string | undefined): Promise<Access> {
  const { client, tokens, refreshAheadMs } = refreshing.options;
  const state = await tokens.read();
  const { pair } = state;
  // Also when another process was refused meanwhile: this pair is the one that works, and storing it lifts the block.
  if (refreshing.unsaved !== null && pair !== null) return shared(refreshing, pair.accessToken, WAIT_FOR_OTHERS_MS);
  if (pair === null || state.blocked === NEEDS_RECONNECT) return withoutToken(state);
  const life = pair.accessToken === rejected ? 0 : pair.expiresAt.getTime() - client.now();
  const current: Access = { kind: "token", token: pair.accessToken };
  if (life > refreshAheadMs) return current;
  const stillWorks = life > LEAST_LIFE_MS;
  if (stillWorks && client.now() < refreshing.notBefore) return current;
  const access = await shared(refreshing, pair.accessToken, stillWorks ? 0 : WAIT_FOR_OTHERS_MS);
  return access.kind === "later" && stillWorks ? current : access;
}

/** Messages that are sent at the same time share one refresh. */
function shared(refreshing: Refreshing, stale: string, waitMs: number): Promise<Access> {
  refreshing.running ??= renew(refreshing, stale, waitMs).finally(() => {
    refreshing.running = null;
  });
  return refreshing.running;
}

async function renew(refreshing: Refreshing, stale: string, waitMs: number): Promise<Access> {
  const { tokens } = refreshing.options;
  const done = await tokens.exclusively(waitMs, () => renewAlone(refreshing, stale));
  return done === null ? { kind: "later", reason: "token_refreshing" } : done.result;
}

async function renewAlone(refreshing: Refreshing, stale: string): Promise<Access> {
  const { client, tokens } = refreshing.options;
  if (refreshing.unsaved !== null) return save(refreshing, refreshing.unsaved);
  const state = await tokens.read();
  if (state.pair === null || state.blocked === NEEDS_RECONNECT) return withoutToken(state);
  // Another process was here first.
  if (state.pair.accessToken !== stale) return { kind: "token", token: state.pair.accessToken };
  const { generation } = state;
  await tokens.begin(generation);
  const granted = await refreshSurely(refreshing.options, state.pair.refreshToken);
  if (granted.kind === "pair") {
    refreshing.unsaved = { pair: granted.pair, generation };
    return save(refreshing, refreshing.unsaved);
  }
  if (granted.kind === "unanswered") {
    refreshing.notBefore = client.now() + AFTER_UNANSWERED_MS;
    return { kind: "later", reason: "token_unanswered" };
  }
  const answerLost = state.unfinishedSince !== null;
  return (await tokens.refuse(generation, { code: granted.code, answerLost }))
    ? { kind: "blocked", reason: NEEDS_RECONNECT }
    : stored(tokens);
}

/** One refusal may be a passing fault of theirs, and stops everything: it is asked for twice. */
async function refreshSurely({ client, wait = delay }: TokenAccessOptions, refreshToken: string): Promise<Granted> {
  const first = await refreshPair(client, refreshToken);
  if (first.kind !== "refused") return first;
  await wait(BEFORE_CONFIRMATION_MS);
  return refreshPair(client, refreshToken);
}

/** Durable before it is used. When the database stays away the pair is kept here and stored by the next try. */
async function save(refreshing: Refreshing, unsaved: NonNullable<Refreshing["unsaved"]>): Promise<Access> {
  const { tokens, wait = delay } = refreshing.options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const isStored = await tokens.replace(unsaved.pair, unsaved.generation);
      refreshing.unsaved = null;
      refreshing.notBefore = 0;
      return isStored ? { kind: "token", token: unsaved.pair.accessToken } : stored(tokens);
    } catch (error) {
      if (attempt === STORE_TRIES) throw error;
      await wait(500 * attempt);
    }
  }
}

/** What is stored now, after somebody else changed it. */
async function stored(tokens: TokenStore): Promise<Access> {
  const state = await tokens.read();
  return state.pair === null || state.blocked === NEEDS_RECONNECT
    ? withoutToken(state)
    : { kind: "token", token: state.pair.accessToken };
}

function withoutToken(state: TokenState): Access {
  const isUnknown = state.pair === null && !state.unreadable && state.blocked !== NEEDS_RECONNECT;
  return { kind: "blocked", reason: isUnknown ? "not_connected" : NEEDS_RECONNECT };
}
