import type { Database } from "../../retrieval/index.ts";

/** A right that one process of all has at a time, until it ends by itself: a holder that was killed blocks nobody long. */
export interface Leases {
  /** Takes it, or extends it when this owner has it; false while another owner does. */
  take(name: string, forMs: number): Promise<boolean>;
  /** Gives it back early. Does nothing when this owner has it no more. */
  release(name: string): Promise<void>;
}

/**
 * Lease rows and not advisory locks: on PGlite a session lock excludes nobody, and through a pool of connections it is
 * released by chance. The database's clock decides, so that processes on different machines agree.
 */
export function createLeases({ db, owner }: { db: Database; owner: string }): Leases {
  return {
    take: async (name, forMs) => {
      const rows = await db.query(
        `insert into leases as l (name, owner, until) values ($1, $2, now() + $3 * interval '1 millisecond')
         on conflict (name) do update set owner = excluded.owner, until = excluded.until
          where l.until <= now() or l.owner = excluded.owner
         returning name`,
        [name, owner, forMs],
      );
      return rows.length > 0;
    },
    release: async (name) => {
      await db.query("delete from leases where name = $1 and owner = $2", [name, owner]);
    },
  };
}
