import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const FOLDERS = ["retrieval", "prompts", "bot", "server"] as const;
type Folder = (typeof FOLDERS)[number];

/** retrieval ← prompts ← bot ← server: a folder may use those that stand before it, through their face. */
const mayUse: Record<Folder, readonly Folder[]> = {
  retrieval: [],
  prompts: ["retrieval"],
  bot: ["retrieval", "prompts"],
  server: ["retrieval", "prompts", "bot"],
};

interface Import {
  from: string;
  target: string;
  line: string;
}

const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => path.endsWith(".ts") && folderOf(path) !== null && existsSync(join(root, path)));
const sources = new Map(listed.map((path) => [path, readFileSync(join(root, path), "utf8")]));
const imports = [...sources].flatMap(([from, text]) => importsOf(from, text));

function folderOf(path: string): Folder | null {
  return FOLDERS.find((folder) => path.startsWith(`${folder}/`)) ?? null;
}

/** Every static, type-only, re-exporting or dynamic import, with a path of ours made relative to the root. */
function importsOf(from: string, text: string): Import[] {
  const found = text.matchAll(/(?:\bfrom\s*|\bimport\s*\(\s*|^\s*import\s+)["']([^"']+)["']/gm);
  return [...found].map(([line, target = ""]) => ({
    from,
    target: target.startsWith(".") ? relative(root, resolve(root, dirname(from), target)) : target,
    line,
  }));
}

const isOurs = ({ target }: Import) => folderOf(target) !== null;
const show = ({ from, target }: Import) => `${from} → ${target}`;

describe("the folders", () => {
  it("were all read: git lists no source file that this test did not see", () => {
    const tracked = execFileSync("git", ["ls-files", ...FOLDERS], { cwd: root, encoding: "utf8" }).split("\n");
    const expected = tracked.filter((path) => path.endsWith(".ts") && existsSync(join(root, path)));
    expect(expected.length).toBeGreaterThan(20);
    expect(expected.filter((path) => !sources.has(path))).toEqual([]);
    expect(imports.filter(isOurs).length).toBeGreaterThan(expected.length / 2);
  });

  it("depend one way, and only through the other folder's index.ts", () => {
    const wrong = imports.filter(isOurs).filter(({ from, target }) => {
      const [here, there] = [folderOf(from) as Folder, folderOf(target) as Folder];
      return here !== there && !(mayUse[here].includes(there) && target === `${there}/index.ts`);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it("import no test", () => {
    const wrong = imports.filter(({ target }) => target.startsWith("test/") || target.startsWith("scripts/"));
    expect(wrong.map(show)).toEqual([]);
  });

  it("name their imports with an extension, and each one exists", () => {
    const wrong = imports
      .filter(isOurs)
      .filter(({ target }) => !existsSync(join(root, target)) || !/\.\w+$/.test(target));
    expect(wrong.map(show)).toEqual([]);
  });
});

describe("the files", () => {
  it("have no runtime cycle", () => {
    expect(findCycle(runtimeGraph())).toEqual([]);
  });

  it("reach the database drivers in retrieval/db only", () => {
    const drivers = /^(pg|pgvector|@electric-sql\/.*)(\/.*)?$/;
    const wrong = imports.filter(({ from, target }) => drivers.test(target) && !from.startsWith("retrieval/db/"));
    expect(wrong.map(show)).toEqual([]);
  });

  it("reach the web framework in the server only", () => {
    const wrong = imports.filter(({ from, target }) => /^(hono|@hono)\b/.test(target) && folderOf(from) !== "server");
    expect(wrong.map(show)).toEqual([]);
  });

  it("read process.env in server/config.ts only", () => {
    const wrong = [...sources].filter(
      ([path, text]) => /process\s*\.\s*env\b/.test(text) && path !== "server/config.ts",
    );
    expect(wrong.map(([path]) => path)).toEqual([]);
  });

  it("keep `export *` to the faces and default exports out", () => {
    const stars = [...sources].filter(
      ([path, text]) => /^export (type )?\*/m.test(text) && !path.endsWith("/index.ts"),
    );
    const defaults = [...sources].filter(([, text]) => /^export default\b/m.test(text));
    expect([...stars, ...defaults].map(([path]) => path)).toEqual([]);
  });
});

/** Edges that exist when the program runs; a type-only import is erased. */
function runtimeGraph(): Map<string, string[]> {
  const graph = new Map<string, string[]>();
  for (const [path, text] of sources) {
    const erased = text.replace(/^(?:import|export)\s+type\b[^;]*;/gm, "");
    graph.set(
      path,
      importsOf(path, erased)
        .filter(isOurs)
        .map(({ target }) => target),
    );
  }
  return graph;
}

/** The files of one cycle in order, or nothing. */
function findCycle(graph: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const visit = (path: string, trail: string[]): string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const next of graph.get(path) ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle.length > 0) return cycle;
    }
    done.add(path);
    return [];
  };
  for (const path of graph.keys()) {
    const cycle = visit(path, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
