import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type Database, isAppError } from "../../retrieval/index.ts";
import { NEEDS_RECONNECT, type TokenPair, type TokenState, type TokenStore } from "../channels/zalo-oa/tokens.ts";
import type { Identity } from "../identity.ts";
import type { ChannelName } from "../message.ts";
import { createLeases } from "./leases.ts";

export interface TokenStoreOptions {
  db: Database;
  identity: Identity;
  channel: ChannelName;
  /** Longer than a refresh takes with its confirmation (two requests of 10 s), or a second one is begun beside it. */
  leaseMs?: number;
  /** Between two looks at a lease that another process has. */
  pollMs?: number;
}

interface TokenRow {
  accessToken: string;
  refreshToken: string;
  expiresAt: Date;
  generation: number;
  refreshedAt: Date;
  refreshBegunAt: Date | null;
}

/** Tokens as sealed values in `channel_tokens`, their block in `channel_states`, one refresh at a time by a lease row. */
export function createTokenStore(options: TokenStoreOptions): TokenStore {
  const { db, channel, identity } = options;
  return {
    read: () => read(options),
    exclusively: (waitMs, work) => exclusively(options, waitMs, work),
    begin: async (generation) => {
      await db.query(
        "update channel_tokens set refresh_begun_at = coalesce(refresh_begun_at, now()) where channel = $1 and generation = $2",
        [channel, generation],
      );
    },
    replace: (pair, generation) =>
      db.transaction(async (tx) => {
        if ((await lockGeneration(tx, channel)) !== generation) return false;
        await store(tx, { channel, identity, pair });
        await tx.query(
          `update channel_states set blocked_reason = null, paused_until = null, updated_at = now()
            where channel = $1 and blocked_reason = $2`,
          [channel, NEEDS_RECONNECT],
        );
        return true;
      }),
    refuse: (generation, detail) =>
      db.transaction(async (tx) => {
        if ((await lockGeneration(tx, channel)) !== generation) return false;
        await block(tx, channel, { refreshRefused: { ...detail, generation } });
        return true;
      }),
    connect: (pair) =>
      db.transaction(async (tx) => {
        await lockGeneration(tx, channel);
        await store(tx, { channel, identity, pair });
        await tx.query(
          `update channel_states
              set blocked_reason = null, paused_until = null, detail = detail - 'refreshRefused', updated_at = now()
            where channel = $1`,
          [channel],
        );
      }),
  };
}

async function read({ db, channel, identity }: TokenStoreOptions): Promise<TokenState> {
  const [row] = await db.query<TokenRow>(
    `select access_token as "accessToken", refresh_token as "refreshToken", expires_at as "expiresAt", generation,
            refreshed_at as "refreshedAt", refresh_begun_at as "refreshBegunAt"
       from channel_tokens where channel = $1`,
    [channel],
  );
  const [state] = await db.query<{ blocked: string | null }>(
    "select blocked_reason as blocked from channel_states where channel = $1",
    [channel],
  );
  const pair = row === undefined ? null : open(identity, row);
  return {
    pair,
    generation: row?.generation ?? 0,
    refreshedAt: row?.refreshedAt ?? null,
    unreadable: row !== undefined && pair === null,
    unfinishedSince: row?.refreshBegunAt ?? null,
    blocked: state?.blocked ?? null,
  };
}

function open(identity: Identity, row: TokenRow): TokenPair | null {
  try {
    return {
      accessToken: identity.open(row.accessToken),
      refreshToken: identity.open(row.refreshToken),
      expiresAt: row.expiresAt,
    };
  } catch (error) {
    if (isAppError(error) && error.code === "identity.cannot_open") return null;
    throw error;
  }
}

async function exclusively<T>(
  { db, channel, leaseMs = 45_000, pollMs = 100 }: TokenStoreOptions,
  waitMs: number,
  work: () => Promise<T>,
): Promise<{ result: T } | null> {
  // An owner of its own for every call: two calls of one process exclude each other too.
  const leases = createLeases({ db, owner: randomUUID() });
  const name = `tokens:${channel}`;
  for (let waited = 0; !(await leases.take(name, leaseMs)); waited += pollMs) {
    if (waited >= waitMs) return null;
    await delay(pollMs);
  }
  try {
    return { result: await work() };
  } finally {
    // What was done is stored; a lease that cannot be given back ends by itself.
    await leases.release(name).catch(() => {});
  }
}

/** The row stays locked to the end of the transaction. */
async function lockGeneration(tx: Database, channel: ChannelName): Promise<number> {
  const [row] = await tx.query<{ generation: number }>(
    "select generation from channel_tokens where channel = $1 for update",
    [channel],
  );
  return row?.generation ?? 0;
}

async function store(
  tx: Database,
  { channel, identity, pair }: { channel: ChannelName; identity: Identity; pair: TokenPair },
): Promise<void> {
  await tx.query(
    `insert into channel_tokens as t (channel, access_token, refresh_token, expires_at) values ($1, $2, $3, $4)
     on conflict (channel) do update
        set previous = jsonb_build_object('accessToken', t.access_token, 'refreshToken', t.refresh_token,
                                          'expiresAt', t.expires_at, 'refreshedAt', t.refreshed_at,
                                          'generation', t.generation),
            access_token = excluded.access_token, refresh_token = excluded.refresh_token,
            expires_at = excluded.expires_at, generation = t.generation + 1, refresh_begun_at = null,
            refreshed_at = now()`,
    [channel, identity.seal(pair.accessToken), identity.seal(pair.refreshToken), pair.expiresAt],
  );
}

async function block(tx: Database, channel: ChannelName, detail: object): Promise<void> {
  await tx.query(
    `insert into channel_states as s (channel, blocked_reason, detail) values ($1, $2, $3::jsonb)
     on conflict (channel) do update
        set blocked_reason = excluded.blocked_reason, detail = s.detail || excluded.detail, updated_at = now()`,
    [channel, NEEDS_RECONNECT, JSON.stringify(detail)],
  );
}
