import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "../../retrieval/index.ts";
import { type Audit, createAudit, createSigner } from "../../server/audit/index.ts";
import { runForAnother } from "../../server/cli/for-another.ts";
import { readConfig } from "../../server/config.ts";
import { type Serving, serve } from "../../server/process/serve.ts";
import { identity } from "../bot/talking.ts";
import { openTestDatabase } from "../support/database.ts";
import { fakeRuntime, runCli } from "../support/fake-runtime.ts";
import { asOwner, smallLog } from "./log.ts";

const db = await openTestDatabase();
afterAll(() => db.close());
const log = await smallLog(db);
const SECRET = "a key for tests that signs nothing real";
const folder = mkdtempSync(join(tmpdir(), "td-audit-"));
const config = readConfig({ PORT: "0", SAMPLES: "no", SECRET_KEY: SECRET, DATA_DIR: folder });
const reported: unknown[] = [];

const openAudit = (): Promise<Audit> =>
  createAudit({
    ...{ db, identity, signer: createSigner(SECRET), sealsFile: log.sealsFile, wordsDays: 30, personDays: null },
    report: (error) => reported.push(error),
  });
const open = async () => {
  const audit = await openAudit();
  return fakeRuntime({ audit, close: audit.close });
};
const here = { config: () => config, open };

/** The server has the embedded database, and carries out what the command line asks of it. */
const locked = async () => {
  throw new AppError({ code: "database.locked", message: "The data folder is in use by process 12. Stop it." });
};
const there = { config: () => config, open: locked, fetch };
let serving: Serving;
beforeAll(async () => {
  serving = await serve({
    ...{ config, open, say: () => {} },
    command: (argv, runtime, write) => runForAnother(argv, { config, runtime, write }),
  });
});
afterAll(() => serving.stop());

describe.each([
  ["with the database at hand", here],
  ["while the server has the database", there],
])("npm run audit, %s", (_, surroundings) => {
  const audit = (...args: string[]) => runCli(["audit", ...args], surroundings);

  it("verifies: how many lines, the last link, up to where they are signed", async () => {
    const { code, out } = await audit("verify");
    expect(out).toMatch(/^\d+ dòng, mắt xích cuối [0-9a-f]{64}, đã ký đến dòng \d+\.\n$/);
    expect(code).toBe(0);
    const json = await audit("verify", "--json", "--signed", "--seals", log.sealsFile);
    expect(JSON.parse(json.out)).toMatchObject({ ok: true, bad: 0, first: null });
  });

  it("names the first bad row, with a sentence, a code and exit code 1", async () => {
    const putBack = await asOwner(db, (tx) =>
      tx.exec("update answers set status = 'x' where id in ('answer-2', 'answer-4')"),
    );
    const { code, out } = await audit("verify");
    const json = await audit("verify", "--json");
    await putBack();
    expect(code).toBe(1);
    expect(out).toBe(
      "NHẬT KÝ KHÔNG NGUYÊN VẸN: 2 chỗ sai trong 10 dòng. Chỗ sai đầu tiên:\nDòng 2 (câu trả lời answer-2): dữ liệu đã bị sửa sau khi ghi. [row.changed]\n",
    );
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      ...{ ok: false, bad: 2, first: { position: 2, kind: "answer", subject: "answer-2", code: "row.changed" } },
    });
  });

  it("exports what can be checked with nothing but the public key", async () => {
    const { out } = await audit("export-chain");
    const file = join(folder, "export.jsonl");
    writeFileSync(file, out);
    const key = (await audit("public-key")).out.trim();
    const nowhere = {
      config: () => {
        throw new Error("no settings are needed");
      },
      open: locked,
    };
    const checked = await runCli(["audit", "verify", "--export", file, "--trust", key], nowhere);
    expect(checked).toMatchObject({ code: 0, out: expect.stringMatching(/^10 dòng, .*, đã ký đến dòng 10\.\n$/) });
    expect(await audit("verify", "--export", file)).toMatchObject({ code: 0 });
    writeFileSync(file, out.replace('"status":"answered"', '"status":"clarify"'));
    expect(await audit("verify", "--export", file)).toMatchObject({
      code: 1,
      out: expect.stringContaining("[row.changed]"),
    });
  });

  it("is told what is wrong use", async () => {
    for (const [args, sentence] of [
      [["erase", "--person", "1"], "--reason request"],
      [["erase", "--reason", "request"], "--person ID, or --answer ID"],
      [["erase", "--reason", "request", "--person", "x"], "--person takes an id"],
      [["export-chain", "--from", "0"], "--from takes"],
      [["explode"], "There is no command audit explode"],
      [["verify", "--unknown"], "Unknown option"],
    ] as const) {
      const { err } = await audit(...args);
      expect(err).toContain(sentence);
    }
    expect((await audit("verify", "--seals", join(folder, "nothing"))).err).toContain("There is no seals file");
  });
});

describe("npm run audit", () => {
  it("counts what is too old, and erases on request", async () => {
    expect(await runCli(["audit", "retain", "--dry-run"], here)).toMatchObject({
      out: "Sẽ xóa lời văn của 0 mục và người hỏi của 0 mục quá hạn lưu.\n",
    });
    expect(await runCli(["audit", "retain"], here)).toMatchObject({ code: 0, out: expect.stringMatching(/^Đã xóa/) });
    expect(
      await runCli(["audit", "erase", "--answer", "answer-4", "--answer", "answer-5", "--reason", "request"], here),
    ).toMatchObject({
      ...{ code: 0, out: "Đã xóa lời văn của 2 câu hỏi và trả lời, 0 góp ý, 0 lượt rà soát, 0 tin nhắn chưa xử lý.\n" },
    });
    expect(await runCli(["audit", "verify", "--signed"], here)).toMatchObject({ code: 0 });
  });
});

it("reported no fault in all this", () => expect(reported).toEqual([]));
