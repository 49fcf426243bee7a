import type { Database } from "../db/index.ts";
import { appendEntry } from "./chain.ts";
import { deliveryEvidence } from "./evidence.ts";

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
  const [evidence] = await deliveryEvidence(tx, [String(row!.id)]);
  if (evidence) await appendEntry(tx, "delivery", evidence);
}
