import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { insertAnswer } from "../../retrieval/index.ts";
import { createAudit } from "../../server/audit/index.ts";
import { identity } from "../bot/talking.ts";
import { openTestDatabase } from "../support/database.ts";
import { exchange, signer, smallLog } from "./log.ts";

const db = await openTestDatabase();
afterAll(() => db.close());
const log = await smallLog(db);
const folder = mkdtempSync(join(tmpdir(), "td-audit-"));

const openAudit = (sealsFile = log.sealsFile, report: (error: unknown) => void = () => {}) =>
  createAudit({ db, identity, signer, sealsFile, report, wordsDays: null, personDays: null });

describe("a process that ends", () => {
  it("signs what it added, and nothing that it found", async () => {
    const reading = await openAudit();
    const writing = await openAudit();
    await insertAnswer(db, exchange("answer-8"));
    const before = await db.query("select 1 from audit_seals");
    // Opened after the line was there: a check does not vouch for what it checks.
    await (await openAudit()).close();
    expect(await db.query("select 1 from audit_seals")).toEqual(before);
    await writing.close();
    await reading.close();
    expect(await db.query("select 1 from audit_seals")).toHaveLength(before.length + 1);
    const lines = readFileSync(log.sealsFile, "utf8").trimEnd().split("\n");
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ position: (await log.verify()).head.position });
    expect(lines).toHaveLength(before.length + 1);
    expect(statSync(log.sealsFile).mode & 0o777).toBe(0o600);
  });

  it("warns once of a file that cannot be written, and writes the seal when it can", async () => {
    const warned: unknown[] = [];
    const sealsFile = join(folder, "a-file", "seals.jsonl");
    writeFileSync(join(folder, "a-file"), "");
    const audit = await openAudit(sealsFile, (error) => warned.push(error));
    const working = audit.work();
    await insertAnswer(db, exchange("answer-9"));
    await working.stop();
    expect(warned).toMatchObject([{ code: "audit.seals_file" }]);
    expect(await log.verify({ mustBeSigned: true })).toMatchObject({ ok: true });
  });
});
