import type { Database } from "../../retrieval/index.ts";

export type Role = "official" | "reviewer" | "admin";

/** Somebody who has used an invitation. Who it is, only the platform knows. */
export interface PersonRow {
  id: number;
  key: string;
  channel: string;
  role: Role;
  /** The office in its own words; null for somebody of no office. */
  unit: string | null;
  invitationId: number;
  enrolledAt: Date;
  removedAt: Date | null;
}

const PERSON = `id, person_key as "key", channel, role, unit, invitation_id as "invitationId",
  enrolled_at as "enrolledAt", removed_at as "removedAt"`;

/** The enrolled person behind a key; null for a stranger and for somebody who was removed. */
export async function findPerson(db: Database, key: string): Promise<PersonRow | null> {
  const [row] = await db.query<PersonRow>(`select ${PERSON} from people where person_key = $1 and removed_at is null`, [
    key,
  ]);
  return row ?? null;
}

/** Also somebody who was removed. */
export async function findPersonById(db: Database, id: number): Promise<PersonRow | null> {
  const [row] = await db.query<PersonRow>(`select ${PERSON} from people where id = $1`, [id]);
  return row ?? null;
}

/** Enrolled people in the order in which they came; with `removed` also those who were. */
export function selectPeople(db: Database, { removed = false } = {}): Promise<PersonRow[]> {
  return db.query<PersonRow>(`select ${PERSON} from people where $1::boolean or removed_at is null order by id`, [
    removed,
  ]);
}

export type NewPerson = Pick<PersonRow, "key" | "channel" | "role" | "unit" | "invitationId">;

/** Enrols somebody, or gives an enrolled or removed person the role and unit of another invitation. */
export async function savePerson(tx: Database, { key, channel, role, unit, invitationId }: NewPerson): Promise<void> {
  await tx.query(
    `insert into people (person_key, channel, role, unit, invitation_id) values ($1, $2, $3, $4, $5)
     on conflict (person_key) do update
        set role = excluded.role, unit = excluded.unit, invitation_id = excluded.invitation_id,
            enrolled_at = case when people.removed_at is null then people.enrolled_at else now() end,
            removed_at = null`,
    [key, channel, role, unit, invitationId],
  );
}

/** The key of the person who was removed; null when nobody enrolled has this id. */
export async function markRemoved(tx: Database, id: number): Promise<string | null> {
  const [row] = await tx.query<{ key: string }>(
    `update people set removed_at = now() where id = $1 and removed_at is null returning person_key as "key"`,
    [id],
  );
  return row?.key ?? null;
}
