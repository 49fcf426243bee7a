import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  appendEntry,
  type Database,
  insertAnswer,
  insertDelivery,
  insertErasure,
  insertFeedback,
  type NewAnswer,
  newSalt,
  passagesOf,
  readEvidence,
  saveDocumentVersion,
} from "../../retrieval/index.ts";
import {
  createSealer,
  createSigner,
  keysOf,
  type Sealer,
  type Verdict,
  verifyDatabase,
} from "../../server/audit/index.ts";
import { parsedDocument } from "../support/parsed-document.ts";

export const signer = createSigner("a key for tests that signs nothing real");

/** A small log with a line of every kind, sealed in the middle and at the end. */
export interface SmallLog {
  db: Database;
  sealer: Sealer;
  sealsFile: string;
  warnings: unknown[];
  verify(options?: { mustBeSigned?: boolean; batch?: number; trust?: readonly string[] }): Promise<Verdict>;
  /** Position of a subject's line. */
  positionOf(kind: string, subject: string): Promise<number>;
}

export async function smallLog(db: Database): Promise<SmallLog> {
  const sealsFile = join(mkdtempSync(join(tmpdir(), "td-seals-")), "seals.jsonl");
  const warnings: unknown[] = [];
  const sealer = await createSealer({ db, signer, file: sealsFile, warn: (error) => warnings.push(error) });
  const cite = await citable(db);
  for (let n = 1; n <= 4; n += 1) await insertAnswer(db, exchange(`answer-${n}`, { citations: [cite] }));
  await db.transaction((tx) =>
    insertFeedback(tx, { answerId: "answer-1", personKey: "person-1", verdict: "down", words: "thiếu thời hạn" }),
  );
  await db.transaction((tx) =>
    insertDelivery(tx, { answerId: "answer-1", purpose: "answer", state: "sent", fault: null }),
  );
  await sealer.seal();
  await db.transaction((tx) => insertReview(tx, "answer-2"));
  await db.transaction((tx) => eraseAnswer(tx, "answer-3"));
  for (let n = 5; n <= 6; n += 1) await insertAnswer(db, exchange(`answer-${n}`, { citations: [cite] }));
  await sealer.seal();
  return {
    ...{ db, sealer, sealsFile, warnings },
    verify: ({ trust = [], ...options } = {}) =>
      verifyDatabase({
        ...{ db, keys: keysOf([signer.publicKey, ...trust]), sealsFile: { path: sealsFile, isNamed: true } },
        ...options,
      }),
    positionOf: async (kind, subject) => {
      const [row] = await db.query<{ position: number }>(
        "select position from audit_log where kind = $1 and subject = $2",
        [kind, subject],
      );
      return row?.position ?? 0;
    },
  };
}

async function citable(db: Database): Promise<NewAnswer["citations"][number]> {
  const parsed = parsedDocument({ lines: ["Sở Y tế hướng dẫn các trạm y tế."] });
  const { versionId } = await saveDocumentVersion(db, {
    ...{ sourceName: "a.txt", contentHash: "a", parserVersion: "1", parsed },
  });
  const [passage] = await passagesOf(db, versionId);
  const { id, start, end, text } = passage!;
  return { marker: 1, versionId, passageId: id, start, end, quote: text };
}

export function exchange(id: string, parts: Partial<NewAnswer> = {}): NewAnswer {
  return {
    ...{ id, channel: "telegram", status: "answered", answer: { citations: [] }, answeredBy: "extractive" },
    words: {
      ...{ question: `Hỏi ${id}?`, history: [], answer: `Đáp ${id} [1]`, choices: null, model: null },
      understood: { text: `hoi ${id}`, topic: null, documents: [] },
    },
    searched: { agencies: ["so y te"] },
    found: { held: [], cited: [] },
    candidates: [{ passageId: 1, versionId: 1, lexical: 0.5, dense: 0.25, score: 0.4 }],
    generation: null,
    timings: { understand: 1.5 },
    citations: [],
    person: { personKey: "person-1", conversationKey: "chat-1", unit: "Sở Y tế", topic: "5" },
    ...parts,
  };
}

export async function insertReview(tx: Database, answerId: string): Promise<void> {
  const [row] = await tx.query<{ id: number }>(
    `insert into reviews (answer_id, reviewer, seat, overall, claims, at)
     values ($1, 'binh', 1, 'complete', '[{"marker": 1, "verdict": "supported"}]', $2) returning id`,
    [answerId, new Date()],
  );
  await tx.query("insert into review_words (review_id, salt, note) values ($1, $2, 'ghi chú')", [row!.id, newSalt()]);
  const [evidence] = await readEvidence.review(tx, [String(row!.id)]);
  await appendEntry(tx, "review", evidence!);
}

async function eraseAnswer(tx: Database, answerId: string): Promise<void> {
  const subjects = [{ kind: "answer", subject: answerId }] as const;
  await insertErasure(tx, { what: "words", reason: "request", actor: "an", subjects }, async () => {
    await tx.query("delete from answer_words where answer_id = $1", [answerId]);
  });
}

const TABLES = [
  ...["answers", "answer_words", "answer_people", "answer_citations", "feedback", "answer_deliveries"],
  ...["erasures", "erased_subjects", "reviews", "review_words", "audit_log", "audit_head", "audit_seals"],
];

const each = (statement: (table: string) => string) => TABLES.map(statement).join(";\n");

/** What the owner of the tables can do: no trigger refuses, no foreign key holds. Returns how to put it all back. */
export async function asOwner(db: Database, work: (tx: Database) => Promise<void>): Promise<() => Promise<void>> {
  await db.exec(each((table) => `drop table if exists saved_${table}; create table saved_${table} as table ${table}`));
  const freely = (change: (tx: Database) => Promise<void>) =>
    db.transaction(async (tx) => {
      await tx.exec(each((table) => `alter table ${table} disable trigger all`));
      await change(tx);
      await tx.exec(each((table) => `alter table ${table} enable trigger all`));
    });
  await freely(work);
  const back = (table: string) =>
    `delete from ${table}; insert into ${table} overriding system value select * from saved_${table}`;
  return () => freely((tx) => tx.exec(each(back)));
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
