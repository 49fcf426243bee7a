import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import tesseractJson from "../../node_modules/tesseract.js/package.json" with { type: "json" };
import packageJson from "../../package.json" with { type: "json" };
import packageLock from "../../package-lock.json" with { type: "json" };
import { readConfig, settings } from "../../server/config.ts";
import { createMetrics } from "../../server/ops/metrics.ts";
import { startOpsServer } from "../../server/ops/ops-server.ts";
import { parseYaml, type Yaml } from "../support/yaml.ts";

// No container engine runs where the tests run, so nothing is built: what the files say is held against the program.
const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (name: string) => readFileSync(join(root, name), "utf8");

const dockerfile = read("Dockerfile").replace(/\\\n/g, "");
const instructions = (name: string) =>
  [...dockerfile.matchAll(new RegExp(`^${name} (.+)$`, "gm"))].map(([, rest]) => rest as string);
const environment = Object.fromEntries(
  instructions("ENV").flatMap((line) => line.split(" ").map((pair) => pair.split("=") as [string, string])),
);
/** What is copied from the folder of the project, not from another stage. */
const copied = instructions("COPY")
  .filter((line) => !line.startsWith("--from"))
  .flatMap((line) => line.split(" ").slice(0, -1));

const SECRET_KEY = "a key of test/ops/container.test.ts only";
const known = new Set(Object.values(settings).map(({ env }) => env));

type Service = { [key: string]: Yaml };
const compose = parseYaml(read("compose.yaml"));
const { web, worker, postgres } = compose.services as { web: Service; worker: Service; postgres: Service };

describe("the Dockerfile", () => {
  it("stands on the Node that package.json pins", () => {
    expect(instructions("ARG")).toEqual([`NODE_VERSION=${packageJson.devDependencies.node}`]);
    for (const base of instructions("FROM")) expect(base).toMatch(/^node:\$\{NODE_VERSION\}-slim( AS dependencies)?$/);
  });

  it("copies what exists, and .dockerignore lets in exactly that", () => {
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const [first, ...allowed] = read(".dockerignore")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    expect(first).toBe("*");
    expect(allowed.map((line) => line.replace(/^!/, "")).sort()).toEqual([...new Set(copied)].sort());
  });

  it("starts a file that exists, as nobody in particular", () => {
    const [command] = instructions("CMD").map((line) => JSON.parse(line) as string[]);
    expect(command?.[0]).toBe("node");
    expect(existsSync(join(root, command?.[1] ?? ""))).toBe(true);
    expect(instructions("USER")).toEqual(["1000:1000"]);
  });

  it("sets settings that exist, to values that hold once there is a key", () => {
    const { NODE_ENV, ...ours } = environment;
    expect(NODE_ENV).toBe("production");
    expect(Object.keys(ours).filter((name) => !known.has(name))).toEqual([]);
    expect(() => readConfig(ours)).toThrow(/SECRET_KEY must be set/);
    expect(readConfig({ ...ours, SECRET_KEY })).toMatchObject({ dataDir: "/data", webChat: "enrolled", port: 3000 });
    expect(instructions("VOLUME")).toEqual([ours.DATA_DIR]);
    expect(instructions("EXPOSE")).toEqual([ours.PORT]);
  });

  it("has a health check that tells a living process from a dead one", async () => {
    const [line] = instructions("HEALTHCHECK");
    const [, ...args] = JSON.parse(line?.replace(/^.*? CMD /, "") ?? "") as string[];
    const codeFor = async (settings: Record<string, string>) =>
      (await once(spawn(process.execPath, args, { env: settings }), "exit"))[0] as number;
    const metrics = createMetrics({ queue: async () => [] });
    const server = await startOpsServer({ host: "127.0.0.1", port: 0, metrics, checks: {} });
    const { port } = new URL(server.address);
    expect(await codeFor({ PORT: "1", OPS_PORT: port })).toBe(0);
    expect(await codeFor({ PORT: port, OPS_PORT: "" })).toBe(0);
    await server.stop(0);
    expect(await codeFor({ PORT: "1", OPS_PORT: port })).toBe(1);
  });
});

describe("the program in the image", () => {
  const { files, packages } = importsFrom(["server/main.ts", "server/cli.ts"]);

  it("imports no file and reads no data that is not copied", () => {
    expect(files.size).toBeGreaterThan(50);
    const missing = [...files].filter(
      (path) => !copied.some((folder) => path === folder || path.startsWith(`${folder}/`)),
    );
    expect(missing).toEqual([]);
    expect([...files].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("imports no package that only development has", () => {
    expect(packages.size).toBeGreaterThan(3);
    expect([...packages].filter((name) => !Object.hasOwn(packageJson.dependencies, name))).toEqual([]);
    const entries = packageLock.packages as Record<string, { dev?: boolean; devOptional?: boolean } | undefined>;
    const lost = [...packages].filter((name) => entries[`node_modules/${name}`]?.dev !== undefined);
    expect(lost).toEqual([]);
  });

  // The image is installed with --ignore-scripts. tesseract.js's one asks for donations and does nothing else.
  it("needs no script of a package to be installed", () => {
    const entries = Object.entries(packageLock.packages as Record<string, { dev?: true; hasInstallScript?: true }>);
    const scripts = entries.filter(([, { dev, hasInstallScript }]) => hasInstallScript && !dev);
    expect(scripts.map(([path]) => path)).toEqual(["node_modules/tesseract.js"]);
    expect(tesseractJson.scripts.postinstall).toBe("opencollective-postinstall || true");
  });
});

/** Every file that is reached by an import or by `new URL("…", import.meta.url)`, and every package. */
function importsFrom(entries: readonly string[]) {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string): void => {
    if (files.has(path)) return;
    files.add(path);
    if (!path.endsWith(".ts")) return;
    const source = read(path).replace(/^(?:import|export)\s+type\b[^;]*;/gm, "");
    for (const [, target = ""] of source.matchAll(/(?:\bfrom\s+|\bimport\(\s*|^import\s+)"([@\w./:-]+)"/gm)) {
      if (target.startsWith(".")) visit(relative(root, resolve(root, dirname(path), target)));
      else if (!target.startsWith("node:")) packages.add(/^(?:@[^/]+\/)?[^/]+/.exec(target)?.[0] ?? target);
    }
    for (const [, target = ""] of source.matchAll(/new URL\(\s*["'`](\.[^"'`]+)["'`],\s*import\.meta\.url/g)) {
      // Of a name that is put together, the folder.
      const named = relative(root, resolve(root, dirname(path), target.replace(/\/[^/]*\$\{.*$/, "")));
      // The folder of the program itself, to show paths without it.
      if (named !== "") files.add(named);
    }
  };
  for (const entry of entries) visit(entry);
  return { files, packages };
}

describe("compose.yaml", () => {
  it.each([
    ["web", web],
    ["worker", worker],
  ])("gives %s no more than it needs", (role, service) => {
    expect(service).toMatchObject({
      ...{ read_only: "true", cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"], tmpfs: ["/tmp"] },
      depends_on: { postgres: { condition: "service_healthy" } },
      command: ["node", "server/main.ts", "--role", role],
    });
  });

  it("publishes the pages to this machine's proxy, and neither the figures nor the database", () => {
    expect(web.ports).toEqual(["127.0.0.1:3000:3000"]);
    expect([worker.ports, postgres.ports]).toEqual([undefined, undefined]);
    expect(compose.networks).toEqual({ data: { internal: "true" } });
    expect(postgres.networks).toEqual(["data"]);
  });

  it("sets settings that exist, to values that hold with the secrets of .env", () => {
    const ours = web.environment as Record<string, string>;
    expect(worker.environment).toEqual(ours);
    expect(Object.keys(ours).filter((name) => !known.has(name))).toEqual([]);
    const DATABASE_URL = ours.DATABASE_URL?.replace(/\$\{[^}]*\}/, "a1b2c3") ?? "";
    const config = readConfig({ ...environment, ...ours, DATABASE_URL, SECRET_KEY });
    expect(config).toMatchObject({
      ops: { host: "0.0.0.0", port: 9464 },
      log: { format: "json" },
      webChat: "enrolled",
    });
    expect(new URL(config.databaseUrl ?? "").hostname).toBe("postgres");
  });

  it("asks .env for nothing that .env.example does not name", () => {
    const named = [...read("compose.yaml").matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
    expect(new Set(named)).toEqual(new Set(["POSTGRES_PASSWORD"]));
    expect(read(".env.example")).toMatch(/^POSTGRES_PASSWORD=$/m);
    expect([web.env_file, worker.env_file]).toEqual([".env", ".env"]);
  });

  it("takes a PostgreSQL whose pgvector has no known fault", () => {
    const [, version = ""] = /^pgvector\/pgvector:(\d+\.\d+\.\d+)-pg\d+$/.exec(String(postgres.image)) ?? [];
    expect(version.localeCompare("0.8.6", "en", { numeric: true })).toBeGreaterThanOrEqual(0);
    const { test } = postgres.healthcheck as { test: string[] };
    expect(test.slice(0, 2)).toEqual(["CMD", "pg_isready"]);
  });

  it("is read here as it is meant: a mistake in it is an error", () => {
    for (const text of ["a: b: c", "a:\n  - b", "a: 1\na: 2", "a: *b", "a: [b", "a:\n    b: 1\n  c: 2"]) {
      expect(() => parseYaml(text)).toThrow();
    }
  });
});
