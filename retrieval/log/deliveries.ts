import type { Database } from "../db/index.ts";
import { logRow } from "./log-row.ts";

/** What came of sending one part of an answer, or of its correction. */
export interface NewDelivery {
  answerId: string;
  purpose: "answer" | "correction" | "report";
  state: "sent" | "failed";
  /** A code, never a text. */
  fault: string | null;
}

export async function insertDelivery(tx: Database, { answerId, purpose, state, fault }: NewDelivery): Promise<void> {
  const [row] = await tx.query<{ id: number }>(
    "insert into answer_deliveries (answer_id, purpose, state, fault, at) values ($1, $2, $3, $4, $5) returning id",
    [answerId, purpose, state, fault, new Date()],
  );
  await logRow(tx, "delivery", row!.id);
}
