import { createHash, randomBytes } from "node:crypto";
import type { Database } from "../../retrieval/index.ts";
import type { Role } from "./accounts.ts";

/** Who is signed in. */
export interface Session {
  id: number;
  accountId: number;
  name: string;
  role: Role;
}

/** An office desk is left for lunch; whoever comes back signs in again. */
const IDLE = "1 hour";
/** A working day. */
const ABSOLUTE = "12 hours";
/** A page with ten requests writes once. */
const SEEN_EVERY = "1 minute";

const VALID = `s.ended_at is null and a.disabled_at is null
  and s.last_seen_at > now() - interval '${IDLE}' and s.created_at > now() - interval '${ABSOLUTE}'`;

/** Returns the token for the cookie; only its hash is stored. */
export async function beginSession(db: Database, accountId: number): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await db.query("insert into admin_sessions (token_hash, account_id) values ($1, $2)", [hashOf(token), accountId]);
  return token;
}

/** Null when it has ended, was left idle, is too old, or its account was disabled. */
export async function findSession(db: Database, token: string): Promise<Session | null> {
  if (!/^[\w-]{43}$/.test(token)) return null;
  const [row] = await db.query<Session & { stale: boolean }>(
    `select s.id, s.account_id as "accountId", a.name, a.role,
            s.last_seen_at < now() - interval '${SEEN_EVERY}' as stale
       from admin_sessions s join admin_accounts a on a.id = s.account_id
      where s.token_hash = $1 and ${VALID}`,
    [hashOf(token)],
  );
  if (row === undefined) return null;
  const { stale, ...session } = row;
  if (stale) await db.query("update admin_sessions set last_seen_at = now() where id = $1", [session.id]);
  return session;
}

export async function endSession(db: Database, id: number): Promise<void> {
  await db.query("update admin_sessions set ended_at = now() where id = $1 and ended_at is null", [id]);
}

/** Every session of an account. Returns how many there were. */
export async function endSessionsOf(db: Database, accountId: number): Promise<number> {
  const ended = await db.query(
    "update admin_sessions set ended_at = now() where account_id = $1 and ended_at is null returning id",
    [accountId],
  );
  return ended.length;
}

/** Rows that can sign nobody in and are older than anybody asks about. */
export async function forgetOldSessions(db: Database): Promise<void> {
  await db.query("delete from admin_sessions where created_at < now() - interval '30 days'");
}

const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");
