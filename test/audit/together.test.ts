import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { forgetPerson, insertAnswer, insertDelivery, insertFeedback, openDatabase } from "../../retrieval/index.ts";
import { createErase, createSealer, createSigner, keysOf, verifyDatabase } from "../../server/audit/index.ts";
import { createOutbox } from "../../server/queue/outbox.ts";
import { identity } from "../bot/talking.ts";
import { createEmptyDatabase, testDatabaseUrl } from "../support/database.ts";
import { exchange, insertReview } from "./log.ts";

const signer = createSigner("a key for tests that signs nothing real");
const ANSWERS = 40;
const person = (n: number) => ({ personKey: `person-${n % 4}`, conversationKey: `chat-${n % 4}`, unit: null });

/** PGlite has one connection: there, nothing runs beside anything. */
describe.skipIf(testDatabaseUrl === null)("several processes on one PostgreSQL", () => {
  const url = testDatabaseUrl ?? "";
  const made = testDatabaseUrl === null ? null : createEmptyDatabase(url);
  const opened = made?.then(({ url }) => Promise.all([0, 1, 2].map(() => openDatabase({ databaseUrl: url }))));
  afterAll(async () => {
    for (const db of (await opened) ?? []) await db.close();
    await (await made)?.drop();
  });

  test("write one chain without a gap and without waiting for each other in a circle", async () => {
    const [one, two, three] = (await opened)!;
    const processes = [one!, two!, three!];
    const file = join(mkdtempSync(join(tmpdir(), "td-seals-")), "seals.jsonl");
    const warnings: unknown[] = [];
    const sealers = await Promise.all(
      processes.map((db) => createSealer({ db, signer, file, warn: (error) => warnings.push(error) })),
    );
    const outboxes = processes.map((db, n) =>
      createOutbox({ db, owner: `process ${n}`, leaseMs: 60_000, channels: ["telegram"] }),
    );
    const [row] = await one!.query<{ id: number }>(
      `with i as (insert into invitations (code_hash, role, created_by, expires_at) values ('x', 'official', 'test', now()) returning id)
       insert into people (person_key, channel, role, invitation_id) select 'person-1', 'telegram', 'official', id from i returning id`,
    );
    const work = Array.from({ length: ANSWERS }, async (_, n) => {
      const db = processes[n % 3]!;
      const outbox = outboxes[n % 3]!;
      const id = `answer-${n}`;
      const { conversationKey } = person(n);
      await db.transaction(async (tx) => {
        await insertAnswer(tx, exchange(id, { person: person(n) }));
        await tx.query(
          "insert into conversation_turns (conversation_key, person_key, question, answer_id) values ($1, $2, 'hỏi', $3)",
          [conversationKey, person(n).personKey, id],
        );
        await outbox.add(tx, {
          ...{ channel: "telegram", conversationKey, traceId: id, eventSequence: null, answerId: id, address: "1" },
          parts: [{ text: "…" }] as never,
        });
      });
      const claim = await outbox.claim();
      if (claim !== null) {
        const sent = { kind: "sent", messageId: null } as const;
        // Taken back by an erasure meanwhile: then it is the other's.
        await outbox
          .settle(claim, sent)
          .catch((error: unknown) => expect(error).toMatchObject({ code: "queue.lost_claim" }));
      }
      const { personKey } = person(n);
      if (n % 3 === 0) {
        await db.transaction((tx) => insertFeedback(tx, { answerId: id, personKey, verdict: "up", words: "ý" }));
      }
      if (n % 5 === 0) await db.transaction((tx) => forgetPerson(tx, { personKey, actor: "person" }));
      if (n % 7 === 0) await createErase({ db, identity })({ personId: row!.id }, "an");
      if (n % 8 === 0) await db.transaction((tx) => insertReview(tx, id));
      if (n % 9 === 0) {
        await db.transaction((tx) =>
          insertDelivery(tx, { answerId: id, purpose: "answer", state: "failed", fault: "x" }),
        );
      }
      await sealers[n % 3]!.seal();
    });
    const verifying = Array.from({ length: 4 }, () => verify());
    const outcomes = await Promise.allSettled(work);
    expect(outcomes.filter(({ status }) => status === "rejected")).toEqual([]);
    for (const verdict of await Promise.all(verifying)) expect(verdict).toMatchObject({ ok: true });
    await Promise.all(sealers.map(({ seal }) => seal()));

    const positions = await one!.query<{ position: number }>("select position from audit_log order by position");
    expect(positions.map(({ position }) => position)).toEqual(positions.map((_, index) => index + 1));
    expect(await one!.query("select 1 from audit_log where kind = 'answer'")).toHaveLength(ANSWERS);
    expect(await verify()).toMatchObject({ ok: true, lines: positions.length, sealedTo: positions.length });
    const sealed = readFileSync(file, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).position as number);
    expect(new Set(sealed).size).toBe(sealed.length);
    expect(sealed).toHaveLength((await one!.query("select 1 from audit_seals")).length);
    expect(warnings).toEqual([]);

    function verify() {
      return verifyDatabase({
        db: two!,
        keys: keysOf([signer.publicKey]),
        sealsFile: { path: file, isNamed: false },
        batch: 7,
      });
    }
  });
});
