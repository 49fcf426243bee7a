import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, ingestDocument, listDocuments } from "../../retrieval/index.ts";
import { DOCUMENTS_USAGE, runDocuments } from "../../server/cli/documents.ts";
import { directive } from "../bot/answering.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

const text = (clauses: readonly string[]) =>
  directive({
    issuer: "Ủy ban nhân dân tỉnh Lạng Sơn",
    number: "34/2023/QĐ-UBND",
    type: "Quyết định",
    title: "Quy định quản lý cầu treo",
    place: "Lạng Sơn",
    date: "10/02/2023",
    clauses,
  });
const FIRST = [
  "Điều 1. Sở Xây dựng chủ trì kiểm tra cầu treo.",
  "Điều 2. Quyết định này có hiệu lực kể từ ngày 01/3/2023.",
];
const SECOND = ["Điều 1. Sở Giao thông vận tải chủ trì kiểm tra cầu treo.", FIRST[1]!];

let db: Database;
let id: number;
const embedder = createHashedEmbedder();

async function run(...args: string[]): Promise<{ code: number; out: string }> {
  let out = "";
  const stdout = { write: (words: string) => (out += words) };
  const code = await runDocuments(args, { db, embedder, stdout, stderr: { write: () => {} }, actor: "an" });
  return { code, out };
}

const send = (clauses: readonly string[], approval: "automatic" | "manual") =>
  ingestDocument(
    { db, embedder, approval },
    { bytes: new TextEncoder().encode(text(clauses)), sourceName: "a.txt", collection: "t" },
  );

beforeAll(async () => {
  db = await openTestDatabase();
  await send(FIRST, "automatic");
  id = (await listDocuments(db))[0]!.id;
});
afterAll(() => db.close());

describe("documents on the command line", () => {
  it("lists, shows what waits and what it changes, approves and goes back", async () => {
    expect((await run("list", "lang son")).out).toContain("34/2023/QĐ-UBND");
    expect((await run("list", "bac giang")).out).toBe("no documents\n");
    expect((await run("pending")).out).toBe("nothing waits\n");
    const { saved } = await send(SECOND, "manual");
    expect((await run("pending")).out).toContain(`${id} | version ${saved!.versionId} | changes version`);
    const diff = await run("diff", String(id));
    expect(diff.out).toContain("0 added, 1 changed, 0 removed");
    expect(diff.out).toContain("duty moves: Sở Xây dựng → Sở Giao thông vận tải");
    expect((await run("approve", String(id), "--reason", "đúng bản ký")).out).toContain("is live");
    const shown = (await run("show", String(id))).out;
    expect(shown).toContain(`version ${saved!.versionId} | live`);
    expect(shown).toContain("approved by an: đúng bản ký");
    const first = /version (\d+) \| retired/.exec(shown)![1]!;
    expect((await run("rollback", String(id), first)).out).toContain("live again");
    expect((await run("show", String(id))).out).toContain("Sở Xây dựng");
    await send([...SECOND, "Điều 3. Sở Tài chính bố trí kinh phí."], "manual");
    expect((await run("reject", String(id))).out).toContain("is rejected");
  });

  it("confirms validity and adds to it", async () => {
    const listed = (await run("validity", "list", String(id))).out;
    expect(listed).toContain("proposed");
    expect(listed).toContain("in-force-from 2023-03-01");
    const fact = /^(\d+)/.exec(listed)![1]!;
    expect((await run("validity", "confirm", fact)).out).toBe(`${fact} confirmed\n`);
    await run(
      "validity",
      "add",
      String(id),
      "repealed-by",
      "--label",
      "Quyết định 9/2024/QĐ-UBND",
      "--date",
      "2024-05-01",
    );
    expect((await run("validity", "list")).out).toContain("repealed-by Quyết định 9/2024/QĐ-UBND 2024-05-01");
  });

  it("corrects, lists and withdraws", async () => {
    expect((await run("correct", String(id), "header", "title", "Quản lý cầu treo dân sinh")).out).toMatch(/holds/);
    expect((await run("list")).out).toContain("Quản lý cầu treo dân sinh");
    const duty = /duties:\n {2}(\d+) \|/.exec((await run("show", String(id))).out)![1]!;
    await run("correct", String(id), "duty", duty, "role", "coordinate");
    const listed = (await run("correct", String(id), "list")).out;
    expect(listed).toContain("applied | duty role");
    const first = /^(\d+)/.exec(listed)![1]!;
    await run("correct", "withdraw", first);
    expect((await run("correct", String(id), "list")).out).toContain(`${first} | withdrawn`);
  });

  it("reads everything again", async () => {
    const { code, out } = await run("reindex", "--reason", "thử");
    expect(code).toBe(0);
    expect(out).toContain("done: 1 of 1");
    expect((await run("reindex", "--status")).out).toContain("no reindex is under way");
    expect((await run("reindex", "--stop")).out).toContain("no reindex is running");
  });

  it.each([
    [],
    ["x"],
    ["approve"],
    ["approve", "0"],
    ["reindex", "--resume", "--stop"],
    ["list", "--nix"],
    ["correct", "1", "header", "tier", "x"],
  ])("refuses a wrong use with how to use it: %s", async (...args) => {
    await expect(run(...args)).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining(DOCUMENTS_USAGE),
    });
  });
});
