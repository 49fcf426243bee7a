import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { migrate, readMigrations } from "../../retrieval/db/migrate.ts";
import { ensureVector, isOlder } from "../../retrieval/db/vector-extension.ts";
import { type Database, openDatabase } from "../../retrieval/index.ts";
import { createEmptyDatabase, openTestDatabase, testDatabaseUrl } from "../support/database.ts";

const db = await openTestDatabase();
afterAll(() => db.close());

describe("one row shape on both databases", () => {
  test("int8, float, arrays and jsonb come back as JavaScript values", async () => {
    const [row] = await db.query(
      `select count(*) as n, 5000000000::int8 as large, 1.5::float8 as f, array[1,2] as list, $1::jsonb as j, $2::text[] as t`,
      [JSON.stringify([{ a: 1 }]), ["x", "y"]],
    );
    expect(row).toEqual({ n: 1, large: 5_000_000_000, f: 1.5, list: [1, 2], j: [{ a: 1 }], t: ["x", "y"] });
  });

  test("a transaction rolls back whole; one inside it rolls back alone", async () => {
    const add = (tx: Database, name: string) => tx.query("insert into documents (source_name) values ($1)", [name]);
    const names = async () =>
      (await db.query<{ name: string }>("select source_name as name from documents order by id")).map(
        ({ name }) => name,
      );
    await expect(
      db.transaction(async (tx) => {
        await add(tx, "lost");
        throw new Error("stop");
      }),
    ).rejects.toThrow("stop");
    await db.transaction(async (tx) => {
      await add(tx, "kept");
      await expect(tx.transaction((inner) => add(inner, "kept"))).rejects.toThrow();
      await add(tx, "kept too");
    });
    expect(await names()).toEqual(["kept", "kept too"]);
  });
});

describe("migrations", () => {
  test("files run in the order of their numbers, each once", async () => {
    const numbers = readMigrations().map(({ version }) => version);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    await migrate(db);
    const applied = await db.query("select version from schema_migrations");
    expect(applied).toHaveLength(readMigrations().length);
  });

  test("a number that is filled in later runs too", async () => {
    const late = { version: 8, name: "0008_late.sql", sql: "create table late (id int)" };
    await migrate(db, [...readMigrations(), late]);
    expect(await db.query("select to_regclass('late')::text as late")).toEqual([{ late: "late" }]);
  });

  test("a newer schema is refused and nothing is touched", async () => {
    await expect(migrate(db, [])).rejects.toMatchObject({ code: "database.newer_schema" });
  });

  test("a failing migration leaves no trace", async () => {
    const broken = { version: 9_000, name: "9000_broken.sql", sql: "create table half (id int); select nonsense();" };
    await expect(migrate(db, [...readMigrations(), broken])).rejects.toThrow();
    expect(await db.query("select to_regclass('half')::text as half")).toEqual([{ half: null }]);
  });
});

describe("pgvector", () => {
  test.each([
    ["0.8.0", [0, 8, 6], true],
    ["0.8.6", [0, 8, 6], false],
    ["0.10.0", [0, 8, 6], false],
    ["1.0", [0, 8, 6], false],
    ["0.6.2", [0, 7, 0], true],
  ])("%s older than %j: %s", (version, than, older) => {
    expect(isOlder(version, than)).toBe(older);
  });

  test("a server without it is refused with the repair", async () => {
    const bare: Database = { ...db, kind: "postgres", query: async () => [] };
    await expect(ensureVector(bare)).rejects.toMatchObject({
      code: "database.no_vector",
      message: expect.stringContaining("Install pgvector"),
    });
  });

  test("a server with an old one starts with a notice", async () => {
    const query = (async () => [{ version: "0.8.0" }]) as Database["query"];
    expect(await ensureVector({ ...db, kind: "postgres", query })).toEqual([
      expect.stringContaining("older than 0.8.6"),
    ]);
  });
});

describe("an unreachable server", () => {
  test("says so and never shows the password", async () => {
    const error = await openDatabase({ databaseUrl: "postgres://me:s3cret-word@127.0.0.1:9/none" }).catch((e) => e);
    expect(error).toMatchObject({ code: "database.unreachable", retryable: true });
    expect(`${error.message}${error.userMessage}`).not.toContain("s3cret-word");
  });

  test("a URL that is none is the same error", async () => {
    await expect(openDatabase({ databaseUrl: "postgres://me:x@host:port/y" })).rejects.toMatchObject({
      code: "database.unreachable",
    });
  });
});

describe.skipIf(testDatabaseUrl === null)("PostgreSQL (needs TEST_DATABASE_URL)", () => {
  test("two programs that start together on an empty database both come up", async () => {
    const empty = await createEmptyDatabase(testDatabaseUrl ?? "");
    const both = await Promise.all([1, 2].map(() => openDatabase({ databaseUrl: empty.url })));
    expect(await both[1]?.query("select version from schema_migrations")).toHaveLength(readMigrations().length);
    await Promise.all(both.map((one) => one.close()));
    await empty.drop();
  });
});

describe("the embedded data folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "trich-dan-open-"));
  const lockFile = join(folder, "database.lock");
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("keeps its rows, and is refused while in use", async () => {
    const first = await openDatabase({ dataDir: folder });
    await first.query("insert into documents (source_name) values ('a.txt')");
    await expect(openDatabase({ dataDir: folder })).rejects.toMatchObject({ code: "database.locked" });
    await first.close();
    const second = await openDatabase({ dataDir: folder });
    expect(await second.query("select source_name from documents")).toEqual([{ source_name: "a.txt" }]);
    await second.close();
  });

  test("a dead process's lock is taken over, a used-again process number too", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => child.once("exit", resolve));
    for (const pid of [child.pid, process.pid]) {
      writeFileSync(lockFile, JSON.stringify({ pid, host: hostname(), started: "long ago" }));
      const reopened = await openDatabase({ dataDir: folder });
      expect(JSON.parse(readFileSync(lockFile, "utf8"))).toMatchObject({ pid: process.pid });
      await reopened.close();
    }
  });

  test("a folder that cannot be one is an error that says the repair", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    await expect(openDatabase({ dataDir: file })).rejects.toMatchObject({
      code: "database.unreadable",
      message: expect.stringContaining("DATA_DIR"),
    });
  });

  test("a lock from another host holds while it is fresh", async () => {
    writeFileSync(lockFile, JSON.stringify({ pid: 1, host: "another-host", started: "now" }));
    await expect(openDatabase({ dataDir: folder })).rejects.toMatchObject({
      code: "database.locked",
      message: expect.stringContaining("another-host"),
    });
  });
});
