import type { Database } from "../../retrieval/index.ts";

export interface LimitWindow {
  used: number;
  /** Whole seconds until it ends, 1 at least. */
  secondsLeft: number;
}

/** The window that is under way; null when none is. */
export async function readWindow(db: Database, key: string, windowSeconds: number): Promise<LimitWindow | null> {
  const [row] = await db.query<LimitWindow>(
    `select used, greatest(1, ceil(extract(epoch from window_start - now()) + $2::double precision))::integer as "secondsLeft"
       from rate_limits
      where limit_key = $1 and window_start > now() - $2::double precision * interval '1 second'`,
    [key, windowSeconds],
  );
  return row ?? null;
}

/** Counts one use, anew when the window is over, and says how many there are now. */
export async function addUse(tx: Database, key: string, windowSeconds: number): Promise<number> {
  const [row] = await tx.query<{ used: number }>(
    `insert into rate_limits as l (limit_key, window_start, used) values ($1, now(), 1)
     on conflict (limit_key) do update
        set used = case when l.window_start > now() - $2::double precision * interval '1 second' then l.used + 1 else 1 end,
            window_start = case when l.window_start > now() - $2::double precision * interval '1 second'
                                then l.window_start else now() end
     returning used`,
    [key, windowSeconds],
  );
  return row?.used ?? 1;
}
