import type { Database } from "../db/index.ts";
import { canonicalJson } from "./canonical.ts";

/** A signed state of the chain: who could recompute it from some line on cannot sign it. */
export interface Seal {
  /** Of the last line at that time. */
  position: number;
  hash: string;
  at: Date;
  keyId: string;
  /** Of `sealText`, base64. */
  signature: string;
}

/** What is signed. */
export const sealText = ({ position, hash, at, keyId }: Omit<Seal, "signature">): string =>
  canonicalJson({ format: "trich-dan-seal/1", position, hash, at: at.toISOString(), keyId });

const SEAL = `position, hash, at, key_id as "keyId", signature`;

/** False when another process has sealed this position meanwhile. */
export async function insertSeal(db: Database, { position, hash, at, keyId, signature }: Seal): Promise<boolean> {
  const rows = await db.query(
    `insert into audit_seals (position, hash, at, key_id, signature) values ($1, $2, $3, $4, $5)
     on conflict (position) do nothing returning position`,
    [position, hash, at, keyId, signature],
  );
  return rows.length > 0;
}

export async function latestSeal(db: Database): Promise<Seal | null> {
  const [seal] = await db.query<Seal>(`select ${SEAL} from audit_seals order by position desc limit 1`);
  return seal ?? null;
}

/** Above `after`, up to `upTo`, in order. */
export function sealsBetween(db: Database, after: number, upTo: number): Promise<Seal[]> {
  return db.query<Seal>(`select ${SEAL} from audit_seals where position > $1 and position <= $2 order by position`, [
    after,
    upTo,
  ]);
}

/** The hashes of the lines that are there, by position. */
export async function lineHashes(db: Database, positions: readonly number[]): Promise<Map<number, string>> {
  const rows = await db.query<{ position: number; hash: string }>(
    "select position, hash from audit_log where position = any($1::bigint[])",
    [positions],
  );
  return new Map(rows.map(({ position, hash }) => [position, hash]));
}
