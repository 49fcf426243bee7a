import type { Database } from "../../retrieval/index.ts";
import type { Role } from "./people.ts";

export type InvitationState = "open" | "used" | "expired" | "revoked";

/** An invitation without its code, of which only the keyed hash is stored. */
export interface InvitationRow {
  id: number;
  role: Role;
  unit: string | null;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
  revokedAt: Date | null;
  state: InvitationState;
}

// The database's clock decides: the processes' own may differ.
const INVITATION = `id, role, unit, created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt",
  used_at as "usedAt", revoked_at as "revokedAt",
  case when used_at is not null then 'used' when revoked_at is not null then 'revoked'
       when expires_at <= now() then 'expired' else 'open' end as state`;

export interface NewInvitation {
  codeHash: string;
  role: Role;
  unit: string | null;
  createdBy: string;
  expiresInMs: number;
}

export async function insertInvitation(db: Database, invitation: NewInvitation): Promise<InvitationRow> {
  const { codeHash, role, unit, createdBy, expiresInMs } = invitation;
  const [row] = await db.query<InvitationRow>(
    `insert into invitations (code_hash, role, unit, created_by, expires_at)
     values ($1, $2, $3, $4, now() + $5::double precision * interval '1 millisecond')
     returning ${INVITATION}`,
    [codeHash, role, unit, createdBy, expiresInMs],
  );
  return row as InvitationRow;
}

export async function findInvitation(db: Database, codeHash: string): Promise<InvitationRow | null> {
  const [row] = await db.query<InvitationRow>(`select ${INVITATION} from invitations where code_hash = $1`, [codeHash]);
  return row ?? null;
}

export function selectInvitations(db: Database): Promise<InvitationRow[]> {
  return db.query<InvitationRow>(`select ${INVITATION} from invitations order by id`);
}

/** False when it is not open any more: somebody else was first. One statement, so that two cannot both succeed. */
export async function markUsed(tx: Database, id: number): Promise<boolean> {
  const rows = await tx.query(
    `update invitations set used_at = now()
      where id = $1 and used_at is null and revoked_at is null and expires_at > now() returning id`,
    [id],
  );
  return rows.length > 0;
}

/** False when there is none with this id that could still be used. */
export async function markRevoked(db: Database, id: number): Promise<boolean> {
  const rows = await db.query(
    "update invitations set revoked_at = now() where id = $1 and used_at is null and revoked_at is null returning id",
    [id],
  );
  return rows.length > 0;
}
