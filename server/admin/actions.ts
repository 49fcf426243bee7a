import type { Database } from "../../retrieval/index.ts";

/** One line of who did what in the console or on its command line. */
export interface AdminAction {
  id: number;
  at: Date;
  actor: string;
  action: string;
  target: string | null;
  detail: Record<string, unknown> | null;
}

export interface NewAdminAction {
  /** Name of the account, or "cli". */
  actor: string;
  /** Dotted and stable: "version.approve". */
  action: string;
  target?: string | null;
  detail?: Record<string, unknown>;
}

/** Give it the handle of the change's own transaction where there is one: both or neither. */
export async function recordAction(db: Database, { actor, action, target, detail }: NewAdminAction): Promise<void> {
  await db.query("insert into admin_actions (actor, action, target, detail) values ($1, $2, $3, $4::jsonb)", [
    actor,
    action,
    target ?? null,
    detail === undefined ? null : JSON.stringify(detail),
  ]);
}

/** The newest first; `before` continues below a row. */
export function listActions(
  db: Database,
  { before = null, limit = 100 }: { before?: number | null; limit?: number } = {},
): Promise<AdminAction[]> {
  return db.query<AdminAction>(
    `select id, at, actor, action, target, detail from admin_actions
      where $1::integer is null or id < $1 order by id desc limit $2`,
    [before, limit],
  );
}
