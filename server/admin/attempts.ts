import { createHash } from "node:crypto";
import { AppError, type Database } from "../../retrieval/index.ts";

export interface Attempt {
  name: string;
  /** Where it comes from; null when it cannot be told. */
  address: string | null;
}

const WINDOW = "15 minutes";

/**
 * In a quarter of an hour. The pair is the tight one, so that somebody who tries passwords from elsewhere does not lock
 * the account's owner out before the wide ones stop it.
 */
const LIMITS = { pair: 8, address: 40, account: 60 } as const;

/** Counts the attempt. Throws `sign_in.too_many`, also for names that do not exist: the refusal tells nothing. */
export async function countAttempt(db: Database, attempt: Attempt): Promise<void> {
  // One statement each and no transaction: what was counted stays counted when the sign-in is refused.
  for (const [kind, most] of Object.entries(LIMITS)) {
    // All whose address cannot be told are not one and the same visitor.
    if (kind === "address" && attempt.address === null) continue;
    if ((await count(db, keyOf(kind as keyof typeof LIMITS, attempt))) > most) throw tooMany();
  }
}

/** A right password frees the pair; the wide counts go on. */
export async function forgetAttempts(db: Database, attempt: Attempt): Promise<void> {
  await db.query("delete from rate_limits where limit_key = $1", [keyOf("pair", attempt)]);
}

/** Counts whose window is long over. */
export async function forgetOldAttempts(db: Database): Promise<void> {
  await db.query(
    "delete from rate_limits where limit_key like 'sign-in:%' and window_start < now() - interval '1 day'",
  );
}

async function count(db: Database, key: string): Promise<number> {
  const [row] = await db.query<{ used: number }>(
    `insert into rate_limits as r (limit_key, window_start, used) values ($1, now(), 1)
     on conflict (limit_key) do update
        set used = case when r.window_start > now() - interval '${WINDOW}' then r.used + 1 else 1 end,
            window_start = case when r.window_start > now() - interval '${WINDOW}' then r.window_start else now() end
     returning used`,
    [key],
  );
  return row?.used ?? 0;
}

/** Hashed: what was typed as a name may be a password, and the table is no list of addresses. */
function keyOf(kind: keyof typeof LIMITS, { name, address }: Attempt): string {
  const person = name.trim().normalize("NFC").toLocaleLowerCase("vi");
  const parts = { pair: [person, address], address: [address], account: [person] }[kind];
  return `sign-in:${kind}:${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32)}`;
}

const tooMany = () =>
  new AppError({
    code: "sign_in.too_many",
    message: "Too many sign-in attempts; wait a quarter of an hour.",
    userMessage: "Đã thử quá nhiều lần. Anh/chị đợi 15 phút rồi thử lại.",
    retryable: true,
  });
