import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { AppError } from "../../retrieval/index.ts";
import { runForAnother } from "../../server/cli/for-another.ts";
import { readConfig } from "../../server/config.ts";
import { serve } from "../../server/process/serve.ts";
import { fakeIndex, fakeRuntime, runCli } from "../support/fake-runtime.ts";

const config = readConfig({ PORT: "0", DATA_DIR: mkdtempSync(join(tmpdir(), "td-")), SAMPLES: "no" });
const indexed: string[][] = [];
const serving = await serve({
  config,
  open: async () =>
    fakeRuntime({
      index: (paths, options) => {
        indexed.push(paths);
        return fakeIndex([{ path: paths[0] ?? "", outcome: "new", reason: null, warnings: [] }])(paths, options);
      },
    }),
  say: () => {},
  command: (argv, runtime, write) => runForAnother(argv, { config, runtime, write }),
});
afterAll(() => serving.stop());

const locked = async () => {
  throw new AppError({ code: "database.locked", message: "The data folder is in use by process 12. Stop it." });
};
const elsewhere = { config: () => config, open: locked, fetch };

describe("a command while the server has the embedded database", () => {
  it("is carried out by the server, with its output and its exit code", async () => {
    expect(await runCli(["index", "somewhere/here.txt"], elsewhere)).toMatchObject({
      code: 0,
      out: "1 new, 0 updated, 0 unchanged, 0 failed\n",
      err: expect.stringMatching(/^1\/1 new \/.*somewhere\/here\.txt\n$/),
    });
    expect(indexed[0]?.[0]).toBe(join(process.cwd(), "somewhere/here.txt"));
    const refused = await runCli(["admin", "people"], elsewhere);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("SECRET_KEY is not set");
    expect((await runCli(["admin", "explode"], elsewhere)).code).toBe(1);
  });

  it("is turned away with a sentence when no server is there, or it does not answer", async () => {
    const nowhere = { ...elsewhere, config: () => readConfig({ DATA_DIR: mkdtempSync(join(tmpdir(), "td-")) }) };
    expect((await runCli(["admin", "people"], nowhere)).err).toContain("The data folder is in use by process 12.");
    const silent = { ...elsewhere, fetch: async () => Promise.reject(new TypeError("fetch failed")) };
    expect((await runCli(["admin", "people"], silent)).err).toContain(
      "that should carry this out at http://127.0.0.1:",
    );
  });
});

describe("the address that it uses", () => {
  const post = (headers: Record<string, string>, body = '{"argv": ["admin", "people"]}') =>
    fetch(`${serving.address}/control`, { method: "POST", body, headers });

  it("does not exist for who has not read the owner's file", async () => {
    expect((await post({})).status).toBe(404);
    expect((await post({ Authorization: "Bearer guessed" })).status).toBe(404);
    const file = join(config.dataDir, "server.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { token } = JSON.parse(readFileSync(file, "utf8")) as { token: string };
    expect(token.length).toBeGreaterThanOrEqual(43);
    expect((await post({ Authorization: `Bearer ${token}` })).status).toBe(200);
    expect((await post({ Authorization: `Bearer ${token}` }, '{"argv": "no list"}')).status).toBe(422);
    expect((await post({ Authorization: `Bearer ${token}` }, "{")).status).toBe(400);
  });
});
