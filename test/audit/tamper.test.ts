import { rmSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import {
  appendEntry,
  type Database,
  entryHash,
  FIRST_HASH,
  hashesOf,
  readEntries,
  readEvidence,
} from "../../retrieval/index.ts";
import { createSigner, type FaultCode, findingSentence, keysOf, verifyDatabase } from "../../server/audit/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { asOwner, type SmallLog, signer, smallLog } from "./log.ts";

const db = await openTestDatabase();
afterAll(() => db.close());
const log: SmallLog = await smallLog(db);
const at = log.positionOf;
const idOf = async (table: string) => (await db.query<{ id: number }>(`select min(id) as id from ${table}`))[0]!.id;

interface Tampering {
  name: string;
  sql: string | string[] | ((tx: Database) => Promise<void>);
  code: FaultCode;
  /** Of the first bad row. */
  where: [kind: string, subject: string] | number | null;
}

const feedbackId = String(await idOf("feedback"));
const deliveryId = String(await idOf("answer_deliveries"));
const reviewId = String(await idOf("reviews"));
const erasureId = String(await idOf("erasures"));
const LINES = 10;
const keys = keysOf([signer.publicKey]);

const updates: Tampering[] = [
  ["status", "update answers set status = 'not_found' where id = 'answer-2'", "row.changed", ["answer", "answer-2"]],
  [
    "citation quote",
    "update answer_citations set quote = quote || '.' where answer_id = 'answer-2'",
    "row.changed",
    ["answer", "answer-2"],
  ],
  [
    "words",
    "update answer_words set answer = 'khác' where answer_id = 'answer-1'",
    "words.changed",
    ["answer", "answer-1"],
  ],
  [
    "question",
    "update answer_words set question = 'khác' where answer_id = 'answer-4'",
    "words.changed",
    ["answer", "answer-4"],
  ],
  [
    "unit",
    "update answer_people set unit = 'Sở khác' where answer_id = 'answer-4'",
    "row.changed",
    ["answer", "answer-4"],
  ],
  [
    "person",
    "update answer_people set person_key = 'person-2' where answer_id = 'answer-4'",
    "person.changed",
    ["answer", "answer-4"],
  ],
  [
    "topic",
    "update answer_people set topic = '7' where answer_id = 'answer-4'",
    "person.changed",
    ["answer", "answer-4"],
  ],
  ["candidates", "update answers set candidates = '[]' where id = 'answer-6'", "row.changed", ["answer", "answer-6"]],
  ["feedback verdict", "update feedback set verdict = 'up'", "row.changed", ["feedback", feedbackId]],
  ["feedback words", "update feedback set words = 'tốt'", "words.changed", ["feedback", feedbackId]],
  ["delivery state", "update answer_deliveries set state = 'failed'", "row.changed", ["delivery", deliveryId]],
  [
    "review verdict",
    `update reviews set claims = '[{"marker": 1, "verdict": "unsupported"}]'`,
    "row.changed",
    ["review", reviewId],
  ],
  ["review words", "update review_words set note = 'khác'", "words.changed", ["review", reviewId]],
  ["erasure subjects", "update erased_subjects set subject = 'answer-6'", "words.gone", ["answer", "answer-3"]],
  [
    "a subject more in an erasure",
    `insert into erased_subjects select id, 'review', '77' from erasures`,
    "row.changed",
    ["erasure", erasureId],
  ],
  ["a line's hash", "update audit_log set hash = repeat('1', 64) where position = 4", "line.changed", 4],
  ["a line's time", "update audit_log set at = at + interval '1 hour' where position = 4", "line.changed", 4],
  ["head", "update audit_head set hash = repeat('1', 64)", "head.changed", LINES],
  ["seal", "update audit_seals set at = at + interval '1 hour' where position = 6", "seal.invalid", 6],
  ["the key of a seal", "update audit_seals set key_id = repeat('0', 16) where position = 6", "seal.unknown_key", 6],
].map(([name, sql, code, where]) => ({ name: `update: ${name}`, sql, code, where }) as Tampering);

const others: Tampering[] = [
  {
    name: "delete: a middle answer with all that belongs to it",
    sql: ["answer_words", "answer_people", "answer_citations"]
      .map((table) => `delete from ${table} where answer_id = 'answer-2'`)
      .concat("delete from answers where id = 'answer-2'"),
    ...{ code: "row.missing", where: ["answer", "answer-2"] },
  },
  {
    name: "delete: the last answer",
    sql: ["delete from answer_words where answer_id = 'answer-6'", "delete from answers where id = 'answer-6'"],
    ...{ code: "row.missing", where: ["answer", "answer-6"] },
  },
  {
    name: "delete: an answer with its line",
    sql: ["delete from answers where id = 'answer-2'", "delete from audit_log where subject = 'answer-2'"],
    ...{ code: "line.missing", where: 2 },
  },
  { name: "delete: only a line", sql: "delete from audit_log where position = 5", code: "line.missing", where: 5 },
  {
    name: "delete: only the last line",
    sql: "delete from audit_log where position = 10",
    code: "line.missing",
    where: 10,
  },
  {
    name: "delete: words",
    sql: "delete from answer_words where answer_id = 'answer-5'",
    code: "words.gone",
    where: ["answer", "answer-5"],
  },
  {
    name: "delete: persons",
    sql: "update answer_people set person_key = null, conversation_key = null",
    code: "person.gone",
    where: 1,
  },
  {
    name: "delete: everything, seals too",
    sql: [
      ...["answers", "answer_words", "answer_people", "answer_citations", "feedback", "answer_deliveries", "reviews"],
      ...["review_words", "erased_subjects", "erasures", "audit_log", "audit_seals"],
    ]
      .map((table) => `delete from ${table}`)
      .concat(`update audit_head set position = 0, hash = '${FIRST_HASH}'`),
    ...{ code: "seal.above_end", where: 1 },
  },
  { name: "truncate: the lines", sql: "truncate audit_log", code: "line.missing", where: 1 },
  { name: "truncate: the words", sql: "truncate answer_words", code: "words.gone", where: 1 },
  {
    name: "truncate: deliveries",
    sql: "truncate answer_deliveries",
    code: "row.missing",
    where: ["delivery", deliveryId],
  },
  {
    name: "reorder: two positions",
    sql: [
      "update audit_log set position = 99 where position = 2",
      "update audit_log set position = 2 where position = 3",
      "update audit_log set position = 3 where position = 99",
    ],
    ...{ code: "line.changed", where: 2 },
  },
  {
    name: "reorder: two subjects",
    sql: [
      "update audit_log set subject = 'x' where subject = 'answer-1'",
      "update audit_log set subject = 'answer-1' where subject = 'answer-4'",
      "update audit_log set subject = 'answer-4' where subject = 'x'",
    ],
    ...{ code: "line.changed", where: 1 },
  },
  {
    name: "insert: an answer without a line",
    sql: forgedAnswer,
    ...{ code: "row.unlogged", where: null },
  },
  {
    name: "insert: feedback without a line",
    sql: "insert into feedback (answer_id, verdict, salt) values ('answer-1', 'up', '')",
    ...{ code: "row.unlogged", where: null },
  },
  {
    name: "insert: a citation",
    sql: `insert into answer_citations (answer_id, marker, version_id, passage_id, span_start, span_end, quote)
          select answer_id, 2, version_id, passage_id, span_start, span_end, quote from answer_citations where answer_id = 'answer-4'`,
    ...{ code: "row.changed", where: ["answer", "answer-4"] },
  },
  {
    name: "insert: an answer in the middle, with right hashes and all that follows moved on",
    sql: async (tx) => {
      await forgedAnswer(tx);
      await tx.exec("update audit_log set position = -position where position >= 3");
      await tx.exec("update audit_log set position = 1 - position where position < 0");
      await tx.exec(
        `insert into audit_log select 3, at, 'answer', 'forged', '', null, null, '', '' from audit_log where position = 2`,
      );
      await rewriteFrom(tx, 3);
    },
    ...{ code: "seal.contradicts", where: 6 },
  },
  {
    name: "cut: the end, head set back",
    sql: async (tx) => {
      await cutAfter(tx, 8);
    },
    ...{ code: "seal.above_end", where: 9 },
  },
  {
    name: "cut: the end, head and seals set back",
    sql: async (tx) => {
      await cutAfter(tx, 8);
      await tx.exec("delete from audit_seals where position > 8");
    },
    ...{ code: "seal.above_end", where: 9 },
  },
  {
    name: "rewrite: from a line on, with right hashes",
    sql: async (tx) => {
      await tx.exec("update answers set status = 'not_found' where id = 'answer-5'");
      await rewriteFrom(tx, 9);
    },
    ...{ code: "seal.contradicts", where: 10 },
  },
  {
    name: "rewrite: one line with right hashes of its own",
    sql: async (tx) => {
      await tx.exec("update answers set status = 'not_found' where id = 'answer-4'");
      await rewriteFrom(tx, 4, 4);
    },
    ...{ code: "line.replaced", where: ["answer", "answer-4"] },
  },
  {
    name: "words come back after an erasure",
    sql: `insert into answer_words (answer_id, salt, question, history, answer, understood)
          values ('answer-3', '', 'Hỏi?', '[]', 'Đáp', '{}')`,
    ...{ code: "words.returned", where: ["answer", "answer-3"] },
  },
  {
    name: "an erasure's subjects removed",
    sql: "delete from erased_subjects",
    code: "words.gone",
    where: ["answer", "answer-3"],
  },
  {
    name: "an erasure removed with its line",
    sql: ["delete from erased_subjects", "delete from erasures", "delete from audit_log where kind = 'erasure'"],
    ...{ code: "words.gone", where: ["answer", "answer-3"] },
  },
];

async function forgedAnswer(tx: Database): Promise<void> {
  await tx.exec(`insert into answers (id, channel, status, answer, answered_by, searched, found, timings)
                 values ('forged', 'telegram', 'answered', '{}', 'extractive', '{}', '{}', '{}')`);
  await tx.exec(`insert into answer_people (answer_id, salt) values ('forged', '')`);
}

async function cutAfter(tx: Database, position: number): Promise<void> {
  for (const { kind, subject } of await readEntries(tx, position, 100)) {
    if (kind === "answer") await tx.query("delete from answers where id = $1", [subject]);
  }
  await tx.query("delete from audit_log where position > $1", [position]);
  await tx.query("update audit_head set position = $1, hash = (select hash from audit_log where position = $1)", [
    position,
  ]);
}

/** As somebody who knows the program: every hash from here on is computed again. */
async function rewriteFrom(tx: Database, position: number, upTo = Number.MAX_SAFE_INTEGER): Promise<void> {
  let [previous] = await readEntries(tx, position - 2, 1);
  for (const entry of await readEntries(tx, position - 1, 100)) {
    if (entry.position > upTo) return;
    const [evidence] = await readEvidence[entry.kind](tx, [entry.subject]);
    const fresh = hashesOf(evidence!);
    const line = { ...entry, contentHash: fresh.contentHash, previousHash: previous?.hash ?? FIRST_HASH };
    const hash = entryHash(line);
    await tx.query("update audit_log set content_hash = $2, previous_hash = $3, hash = $4 where position = $1", [
      ...[entry.position, line.contentHash, line.previousHash, hash],
    ]);
    await tx.query("update audit_head set position = $1, hash = $2", [entry.position, hash]);
    previous = { ...line, hash };
  }
}

async function expectWhole(): Promise<void> {
  const verdict = await log.verify({ mustBeSigned: true, batch: 3 });
  expect(verdict).toMatchObject({ ok: true, bad: 0, first: null, lines: LINES, sealedTo: LINES, unsigned: 0 });
}

describe("as the owner of the tables, with the triggers disabled", () => {
  test.each([...updates, ...others])("$name is named", async ({ sql, code, where }) => {
    const position = Array.isArray(where) ? await at(...where) : where;
    const putBack = await asOwner(db, async (tx) => {
      if (typeof sql === "function") return sql(tx);
      for (const statement of [sql].flat()) await tx.exec(statement);
    });
    try {
      // Small batches: a fault and what shows it fall into different ones.
      const { ok, first, bad } = await log.verify({ batch: 3 });
      expect({ ok, code: first?.code, position: first?.position }).toEqual({ ok: false, code, position });
      if (Array.isArray(where)) expect([first?.kind, first?.subject]).toEqual(where);
      expect(bad).toBeGreaterThan(0);
      const sentence = new RegExp(`^(Dòng ${position}|Không có số dòng).*: .+\\. \\[${code}\\]$`);
      expect(findingSentence(first!)).toMatch(sentence);
    } finally {
      await putBack();
    }
    await expectWhole();
  });

  test("a line that is added at the end with right hashes is not signed", async () => {
    const putBack = await asOwner(db, async (tx) => {
      await forgedAnswer(tx);
      const [evidence] = await readEvidence.answer(tx, ["forged"]);
      await appendEntry(tx, "answer", evidence!);
    });
    expect(await log.verify()).toMatchObject({ ok: true, lines: 11, sealedTo: 10, unsigned: 1 });
    expect(await log.verify({ mustBeSigned: true })).toMatchObject({
      first: { code: "lines.unsigned", position: 11 },
    });
    await putBack();
    await expectWhole();
  });

  test("a log that was rewritten is not signed again", async () => {
    for (const tampering of ["rewrite: from a line on, with right hashes", "cut: the end, head and seals set back"]) {
      const { sql } = others.find(({ name }) => name === tampering)!;
      const putBack = await asOwner(db, sql as (tx: Database) => Promise<void>);
      await expect(log.sealer.seal()).rejects.toMatchObject({ code: "audit.not_continued" });
      await putBack();
    }
  });
});

test("without the file a cut with head and seals set back is not seen: the file is what shows it", async () => {
  const { sql } = others.find(({ name }) => name === "cut: the end, head and seals set back")!;
  const putBack = await asOwner(db, sql as (tx: Database) => Promise<void>);
  const sealsFile = { path: `${log.sealsFile}.elsewhere`, isNamed: false };
  const verdict = await verifyDatabase({ db, keys, sealsFile });
  await putBack();
  expect(verdict).toMatchObject({ ok: true, lines: 8 });
  expect(verdict.notices[0]).toContain("Không có tệp niêm phong");
});

test("a damaged line of the seals file is a fault, a named file that is not there an error", async () => {
  const sealsFile = { path: `${log.sealsFile}.damaged`, isNamed: true };
  writeFileSync(sealsFile.path, "{\n");
  const { byCode } = await verifyDatabase({ db, keys, sealsFile });
  expect(byCode).toEqual({ "seals_file.unreadable": 1 });
  rmSync(sealsFile.path);
  await expect(verifyDatabase({ db, keys, sealsFile })).rejects.toMatchObject({ code: "audit.no_seals_file" });
});

test("seals of a key that is not ours are refused by its name until somebody vouches for it", async () => {
  const sealsFile = { path: log.sealsFile, isNamed: true };
  const own = keysOf([createSigner("another key of this house, the present one").publicKey]);
  const refused = await verifyDatabase({ db, keys: own, sealsFile });
  expect(refused).toMatchObject({ ok: false, first: { code: "seal.unknown_key", position: 6, detail: signer.keyId } });
  expect(findingSentence(refused.first!)).toContain(`khóa lạ ${signer.keyId}`);
  const trusted = new Map([...own, ...keysOf([signer.publicKey])]);
  expect(await verifyDatabase({ db, keys: trusted, sealsFile })).toMatchObject({ ok: true, sealedTo: LINES });
});
