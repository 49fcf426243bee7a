import type { Database } from "../db/index.ts";

export type VersionEventName = "approved" | "rejected" | "superseded" | "rolled-back" | "retired" | "reindexed";

export interface NewVersionEvent {
  versionId: number;
  event: VersionEventName;
  /** Who decided: an account's name, or "automatic". */
  actor: string;
  reason?: string | null | undefined;
}

export interface VersionEvent extends NewVersionEvent {
  at: Date;
}

export async function recordEvent(tx: Database, { versionId, event, actor, reason }: NewVersionEvent): Promise<void> {
  await tx.query("insert into version_events (version_id, event, actor, reason) values ($1, $2, $3, $4)", [
    versionId,
    event,
    actor,
    reason ?? null,
  ]);
}

/** A newer version of the same document waits now: nobody has to judge the older one. */
export async function supersedePending(tx: Database, documentId: number): Promise<void> {
  await tx.query(
    `with superseded as (
       update document_versions set status = 'rejected' where document_id = $1 and status = 'pending' returning id)
     insert into version_events (version_id, event, actor) select id, 'superseded', 'automatic' from superseded order by id`,
    [documentId],
  );
}

/** What happened to the versions of a document, oldest first. */
export function eventsOf(db: Database, documentId: number): Promise<VersionEvent[]> {
  return db.query<VersionEvent>(
    `select e.version_id as "versionId", e.event, e.actor, e.reason, e.at
       from version_events e join document_versions v on v.id = e.version_id where v.document_id = $1 order by e.id`,
    [documentId],
  );
}
