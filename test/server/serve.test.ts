import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AppError } from "../../retrieval/index.ts";
import { readConfig } from "../../server/config.ts";
import { findServer } from "../../server/process/address-file.ts";
import { faultSentence } from "../../server/process/fault.ts";
import { serve } from "../../server/process/serve.ts";
import type { Runtime } from "../../server/runtime.ts";
import { fakeIndex, fakeRuntime } from "../support/fake-runtime.ts";

function setUp(overrides: Partial<Runtime> = {}, environment: Record<string, string> = {}) {
  const said: string[] = [];
  const closed: string[] = [];
  const config = readConfig({ PORT: "0", DATA_DIR: mkdtempSync(join(tmpdir(), "td-")), ...environment });
  const open = async () => fakeRuntime({ close: async () => void closed.push("database"), ...overrides });
  const command = async () => 0;
  const options = { config, open, command, say: (line: string) => void said.push(line) };
  return { config, options, said, closed };
}

describe("serve", () => {
  it("serves, leaves its address beside the database and takes it away again", async () => {
    const { config, options, said, closed } = setUp();
    const serving = await serve(options);
    expect((await fetch(`${serving.address}/healthz`)).status).toBe(200);
    expect(findServer(config.dataDir)?.address).toBe(serving.address);
    await serving.stop();
    expect(closed).toEqual(["database"]);
    expect(findServer(config.dataDir)).toBeNull();
    await expect(fetch(`${serving.address}/healthz`)).rejects.toThrow();
    expect(said).toEqual([]);
  });

  it("indexes the samples into an empty database only, with progress", async () => {
    const indexed: string[][] = [];
    const index: Runtime["index"] = (paths, options) => {
      indexed.push(paths);
      return fakeIndex([{ path: "samples/a.txt", outcome: "new", reason: null, warnings: [] }])(paths, options);
    };
    const { options, said } = setUp({ count: async () => 0, index });
    await (await serve(options)).stop();
    expect(indexed[0]?.[0]).toMatch(/samples$/);
    expect(said).toEqual(["First start: indexing the bundled samples.", "  1/1 a.txt"]);
    await (await serve(setUp({ index }).options)).stop();
    await (await serve(setUp({ count: async () => 0, index }, { SAMPLES: "no" }).options)).stop();
    expect(indexed).toHaveLength(1);
  });

  it("answers 503 until the database is open", async () => {
    const { options } = setUp();
    const probe = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => probe.once("listening", resolve));
    const port = (probe.address() as { port: number }).port;
    await new Promise((resolve) => probe.close(resolve));
    let seen = 0;
    const open = async () => {
      seen = (await fetch(`http://127.0.0.1:${port}/healthz`)).status;
      return fakeRuntime();
    };
    await (await serve({ ...options, open, config: { ...options.config, port } })).stop();
    expect(seen).toBe(503);
  });

  it("says in one sentence that the port is taken, before it touches the database", async () => {
    const first = await serve(setUp().options);
    const { options, closed } = setUp({}, { PORT: new URL(first.address ?? "").port });
    const error = await serve(options).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "server.port_in_use" });
    expect(faultSentence(error)).toMatch(/^Port \d+ on 127\.0\.0\.1 is in use by another program\./);
    expect(closed).toEqual([]);
    await first.stop();
  });

  it("gives the port back when the database does not open", async () => {
    const { options } = setUp();
    const open = async () => {
      throw new AppError({ code: "database.locked", message: "Locked." });
    };
    await expect(serve({ ...options, open })).rejects.toMatchObject({ code: "database.locked" });
  });
});

it("keeps stacks and passwords out of a fault's sentence", () => {
  const error = new Error("connect to postgresql://me:geheim@db:5432/x failed\n    at somewhere.ts:1");
  expect(faultSentence(error)).toBe("Unexpected fault: connect to postgresql://***@db:5432/x failed");
  expect(faultSentence("x")).toBe("Unexpected fault.");
});
