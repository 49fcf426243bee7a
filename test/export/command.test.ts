import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../retrieval/index.ts";
import { createSigner } from "../../server/audit/index.ts";
import type { Runtime } from "../../server/runtime.ts";
import { openConsole } from "../support/console.ts";
import { openTestDatabase } from "../support/database.ts";
import { fakeRuntime, runCli } from "../support/fake-runtime.ts";
import { openLog } from "../support/logged-answers.ts";

const folder = mkdtempSync(join(tmpdir(), "trich-dan-export-"));
const FILE = join(folder, "log.jsonl");
const MANIFEST = `${FILE}.manifest.json`;
/** Of the test console. */
const { publicKey } = createSigner("a key of the tests");

let db: Database;
let runtime: Runtime;

beforeAll(async () => {
  db = await openTestDatabase();
  const log = await openLog(db);
  for (const channel of ["web", "web", "telegram"]) await log.add({ channel });
  runtime = fakeRuntime({ console: openConsole(db).deps });
});
afterAll(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

const audit = (...args: string[]) => runCli(["audit", ...args], { open: async () => runtime, user: "binh" });
/** Without a database, as whoever got the file would check it. */
const verify = (...args: string[]) =>
  runCli(["audit", "verify-manifest", ...args], {
    config: () => {
      throw new Error("needs no setting");
    },
  });

describe("audit export", () => {
  it("writes the file and its manifest, for their owner only, and never over another", async () => {
    const ran = await audit("export", "--format", "jsonl", "--out", FILE, "--channel", "web", "--words");
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toContain(`2 exchanges in ${FILE}`);
    expect(ran.out).toContain(publicKey);
    expect(JSON.parse(readFileSync(MANIFEST, "utf8"))).toMatchObject({
      ...{ rows: 2, words: true, filter: { channels: ["web"] }, createdBy: "cli binh" },
    });
    expect(statSync(FILE).mode & 0o777).toBe(0o600);
    const again = await audit("export", "--format", "jsonl", "--out", FILE);
    expect(again).toMatchObject({ code: 1 });
    expect(again.err).toContain("is there already");
  });

  it("leaves nothing behind when it cannot write", async () => {
    const ran = await audit("export", "--format", "csv", "--out", join(folder, "no", "where.csv"));
    expect(ran.code).toBe(1);
    expect(existsSync(join(folder, "no"))).toBe(false);
    expect((await audit("export", "--format", "csv", "--out", join(folder, "b.csv"))).code).toBe(0);
  });

  it("says what is wrong with how it was called", async () => {
    for (const args of [
      ["export", "--out", "x"],
      ["export", "--format", "csv"],
      ["export", "--format", "csv", "--out", join(folder, "c.csv"), "--columns", "id,nothing"],
      ["export", "--format", "csv", "--out", "x", "--colour", "red"],
      ["nothing"],
      ["verify-manifest", MANIFEST],
    ]) {
      expect((await audit(...args)).code).toBe(2);
    }
    const ran = await audit("export", "--format", "csv", "--out", join(folder, "d.csv"), "--from", "31/2");
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.err).toContain('The part "tu" of the filter');
  });
});

describe("audit verify-manifest", () => {
  const copy = join(folder, "copy.jsonl");
  const manifest = join(folder, "copy.manifest.json");
  beforeEach(() => {
    writeFileSync(copy, readFileSync(FILE));
    writeFileSync(manifest, readFileSync(MANIFEST));
  });

  it("finds a file as it was", async () => {
    const ran = await verify(manifest, copy, "--trust", publicKey);
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toMatch(/is as it was exported: 2 exchanges, .* by cli binh, signed with the trusted key/);
  });

  it("names a change, a cut, an addition, another manifest and another key, each in a sentence", async () => {
    const found = async (...more: string[]) => {
      const { code, out } = await verify(manifest, copy, ...more);
      return { code, out: out.trimEnd() };
    };
    const other = createSigner("another key of the tests").publicKey;
    expect((await found("--trust", other)).out).toMatch(
      /^The manifest is signed with the key \w{16}, which is not the one/,
    );
    appendFileSync(copy, "{}\n");
    expect((await found()).out).toMatch(/was added to, or is another file: \d+ bytes, the manifest says \d+\.$/);
    truncateSync(copy, 100);
    expect((await found()).out).toMatch(/is cut off, or another file: 100 bytes/);
    writeFileSync(copy, readFileSync(FILE, "utf8").replace("answered", "ANSWERED"));
    expect((await found()).out).toMatch(/was changed, or is another file: its SHA-256/);
    writeFileSync(copy, readFileSync(FILE));
    writeFileSync(manifest, readFileSync(MANIFEST, "utf8").replace('"rows": 2', '"rows": 1'));
    expect(await found()).toEqual({
      code: 1,
      out: "The manifest was changed after it was signed: its signature does not fit.",
    });
    expect(await verify(FILE, copy)).toMatchObject({ code: 1, out: `${FILE} is no manifest of an export.\n` });
    expect(await verify(manifest, join(folder, "nowhere"))).toMatchObject({ code: 1 });
  });

  it("names rows that had been changed in the database before they were exported", async () => {
    await db.exec("alter table answers disable trigger user");
    await db.query("update answers set status = 'not_found' where id = 'answer-2'");
    const late = join(folder, "late.jsonl");
    expect((await audit("export", "--format", "jsonl", "--out", late)).code).toBe(0);
    const { code, out } = await verify(`${late}.manifest.json`, late);
    expect({ code, out }).toEqual({
      code: 1,
      out: "Line 2 does not fit its line of the chain (content): the log had been changed before the export.\n",
    });
  });
});
