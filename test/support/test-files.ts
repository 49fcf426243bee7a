import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** What opens a database, or starts a program that does. */
const OPENS = /\b(openDatabase|openPglite|openRuntime|PGlite|TEST_DATABASE_URL)\b|\/program\.ts"/;

const IMPORTED = /(?:\bfrom\s*|\bimport\s*\(\s*|^\s*import\s+)["'](\.[^"']+)["']/gm;

export interface TestFiles {
  /** Reach a database: they run on both, the embedded one and PostgreSQL. */
  database: string[];
  /** Reach none: once is enough. */
  pure: string[];
}

/**
 * The test files below `root` by what they and the modules of `test/` that they import say. Modules of ours outside
 * `test/` are not looked at: they open no database until they are told which.
 */
export function testFiles(root: string): TestFiles {
  const paths = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" });
  const sources = new Map(
    paths
      .filter((path) => path.endsWith(".ts"))
      .map((path) => [join("test", path), readFileSync(join(root, "test", path), "utf8")]),
  );
  return sortTestFiles(sources);
}

/** @param sources - Text of every module of `test/` by its path from the root. */
export function sortTestFiles(sources: ReadonlyMap<string, string>): TestFiles {
  const tests = [...sources.keys()].filter((path) => path.endsWith(".test.ts")).sort();
  const sorted = Object.groupBy(tests, (path) => (opensDatabase(path, sources) ? "database" : "pure"));
  return { database: sorted.database ?? [], pure: sorted.pure ?? [] };
}

function opensDatabase(path: string, sources: ReadonlyMap<string, string>, seen = new Set<string>()): boolean {
  const text = sources.get(path);
  if (text === undefined || seen.has(path)) return false;
  seen.add(path);
  return OPENS.test(text) || importsOf(path, text).some((imported) => opensDatabase(imported, sources, seen));
}

const importsOf = (path: string, text: string): string[] =>
  [...text.matchAll(IMPORTED)].map(([, target = ""]) => resolve("/", dirname(path), target).slice(1));
