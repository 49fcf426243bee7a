import { randomUUID } from "node:crypto";
import type { Citation } from "../../bot/index.ts";
import {
  type Database,
  insertAnswer,
  insertErasure,
  type NewAnswer,
  type PassageRecord,
  passagesOf,
  plainText,
} from "../../retrieval/index.ts";
import { directive, type Stored, storeText } from "./console-documents.ts";

/** A held document whose clauses exchanges can quote. */
export interface Quotable extends Stored {
  clauses: PassageRecord[];
}

export async function quotable(
  db: Database,
  number = "12/KH-UBND",
  clauses: Record<string, string> = {
    "Sở Xây dựng": "Chủ trì lập danh mục công trình cần sửa chữa, hoàn thành trước ngày 30/6/2024.",
    "Sở Tài chính": "Bố trí kinh phí sửa chữa công trình theo quy định.",
  },
): Promise<Quotable> {
  const stored = await storeText(db, `${number.replace("/", "-")}.txt`, directive(number, clauses));
  const passages = await passagesOf(db, stored.versionId);
  const words = Object.values(clauses);
  return { ...stored, clauses: passages.filter(({ text }) => words.some((one) => text.includes(one))) };
}

export interface ExchangeParts extends Partial<Omit<NewAnswer, "words" | "citations">> {
  question?: string;
  /** As it was sent. */
  said?: string;
  history?: NewAnswer["words"]["history"];
  model?: object | null;
  unit?: string;
  /** Clauses that are quoted, [1], [2], … */
  quotes?: { from: Quotable; clauses: number[] };
}

/** Stores an exchange as the pipeline does; returns its id. */
export async function storeExchange(db: Database, parts: ExchangeParts = {}): Promise<string> {
  const { question = "Sở Xây dựng làm gì?", said, history = [], model = null, unit, quotes, ...rest } = parts;
  const id = rest.id ?? randomUUID();
  const cited = (quotes?.clauses ?? []).map((index, place) => citation(quotes as { from: Quotable }, index, place + 1));
  const text =
    said ?? cited.map(({ quote, marker }) => `• Việc ${marker}: “${plainText(quote)}” [${marker}]`).join("\n");
  const status = rest.status ?? (cited.length > 0 ? "answered" : "not_found");
  await insertAnswer(db, {
    ...{ channel: "web", answeredBy: "extractive", found: {}, generation: null, askedOn: "2026-11-27" },
    ...{ searched: { agencies: ["so xay dung"], places: [] }, timings: { understand: 3.2, answer: 20.4 } },
    ...{ versions: { parser: "9", program: "0.1.0" } },
    ...rest,
    ...{ id, status, answer: { id, status, citations: cited, answeredBy: "extractive" } },
    words: {
      ...{ question, history, answer: text, choices: null, model },
      understood: { text: question, topic: null, documents: [] },
    },
    citations: cited.map(({ marker, versionId, passageId, start, end, quote }) => ({
      ...{ marker, versionId, passageId, start, end, quote },
    })),
    person: { personKey: `person-${id}`, unit: unit ?? null, conversationKey: `chat-${id}` },
  });
  return id;
}

function citation({ from }: { from: Quotable }, index: number, marker: number): Citation {
  const passage = from.clauses[index];
  if (passage === undefined) throw new Error(`The document has no clause ${index}.`);
  const { id, start, end, text, locator } = passage;
  return {
    ...{ marker, quote: text, start, end, locator, passageId: id, versionId: from.versionId },
    ...{ documentId: from.documentId, source: "thu.txt", documentNumber: "12/KH-UBND", title: null },
    ...{ issuer: "UBND tỉnh Lạng Sơn", issuedOn: "2024-06-05", sourceTier: "original" },
    url: `/documents/${from.documentId}#p${passage.ordinal}`,
  };
}

/** Takes the words of an exchange out of the log, as an erasure does. */
export async function eraseWords(db: Database, id: string): Promise<void> {
  const subjects = [{ kind: "answer" as const, subject: id }];
  await db.transaction((tx) =>
    insertErasure(tx, { what: "words", reason: "request", actor: "test", subjects }, async () => {
      await tx.query("delete from answer_words where answer_id = $1", [id]);
    }).then(() => undefined),
  );
}

/** Between tests that share a database, which is faster than another database: the log as if nothing had been asked. */
export async function emptyLog(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    // The triggers that keep the log from being emptied do not fire for a replica.
    await tx.query("set local session_replication_role = replica");
    await tx.query("truncate answers, feedback, erasures, audit_log, admin_actions cascade");
    await tx.query("update audit_head set position = 0, hash = repeat('0', 64)");
  });
}
