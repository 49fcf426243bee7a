import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { sortTestFiles, testFiles } from "./support/test-files.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "test"], {
  cwd: root,
  encoding: "utf8",
});
const modules = listed.split("\n").filter((path) => path.endsWith(".ts") && existsSync(join(root, path)));

describe("the test files", () => {
  const { database, pure } = testFiles(root);

  it("are all run, each in one project", () => {
    expect([...database, ...pure].sort()).toEqual(modules.filter((path) => path.endsWith(".test.ts")).sort());
    expect(database.length).toBeGreaterThan(50);
    expect(pure.length).toBeGreaterThan(50);
  });

  it("know of PostgreSQL through one module: what does not reach it is the same on both databases", () => {
    const reading = modules.filter((path) => {
      const text = readFileSync(join(root, path), "utf8");
      return /process\s*\.\s*env\b/.test(text) && /DATABASE_URL\b/.test(text);
    });
    // The first is a program, which gets its settings from the test that starts it.
    expect(reading).toEqual(["test/ingest/child.ts", "test/support/database.ts"]);
  });
});

describe("a test file", () => {
  const projectOf = (text: string, others: Record<string, string> = {}) => {
    const { database } = sortTestFiles(new Map(Object.entries({ "test/a/a.test.ts": text, ...others })));
    return database.includes("test/a/a.test.ts") ? "database" : "pure";
  };
  const support = { "test/support/database.ts": 'import { openDatabase } from "../../retrieval/index.ts";' };
  const two = { "test/b/two.ts": 'export type { Database } from "../support/database.ts";' };

  it.each([
    ["by the support for it", 'import { openTestDatabase } from "../support/database.ts";', support],
    ["where only the address is taken", 'import { testDatabaseUrl } from "../support/database.ts";', support],
    ["when it is run", 'const { openTestDatabase } = await import("../support/database.ts");', support],
    ["by itself", 'import { openDatabase } from "../../retrieval/index.ts";', {}],
    ["by the driver", 'import { PGlite } from "@electric-sql/pglite";', {}],
    ["through others", 'import "./one.ts";', { "test/a/one.ts": 'export * from "../b/two.ts";', ...two, ...support }],
    ["in a program that it starts", 'import { run } from "../support/program.ts";', {}],
  ])("that reaches a database %s runs on both", (_, text, others) => {
    expect(projectOf(text, others)).toBe("database");
  });

  it("that imports in a circle and reaches none runs once", () => {
    const others = { "test/a/one.ts": 'import "./a.test.ts";', "test/a/other.ts": 'import "../support/database.ts";' };
    expect(projectOf('import "./one.ts";', { ...others, ...support })).toBe("pure");
  });
});
