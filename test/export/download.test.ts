import { createHash } from "node:crypto";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { serve } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../retrieval/index.ts";
import { listActions } from "../../server/admin/index.ts";
import { createSigner } from "../../server/audit/index.ts";
import { createExports, FORMATS, manifestFaults, parseManifest } from "../../server/review/export/index.ts";
import { type Browser, openConsole, type TestConsole } from "../support/console.ts";
import { openTestDatabase } from "../support/database.ts";
import { fillLog } from "../support/filled-log.ts";
import { readCsv } from "../support/read-csv.ts";
import { readSheets } from "../support/read-sheets.ts";
import { readZip } from "../support/read-zip.ts";

const ROWS = 6_000;
const BATCH = 100;
const FILE = "/quan-tri/xuat/tep";
const signer = createSigner("a key of this test");

let db: Database;
let at: TestConsole;
let browser: Browser;
let closing = new AbortController();
/** What the exports have read of the database, and the transactions that they hold. */
const seen = { rows: 0, open: 0 };

function watched(inner: Database): Database {
  const query: Database["query"] = async (sql, params) => {
    const rows = await inner.query(sql, params);
    if (sql.includes("with page as")) seen.rows += rows.length;
    return rows as never;
  };
  const transaction: Database["transaction"] = async (work) => {
    seen.open += 1;
    try {
      return await inner.transaction((tx) => work(watched(tx)));
    } finally {
      seen.open -= 1;
    }
  };
  return { ...inner, query, transaction };
}

function consoleOf(): TestConsole {
  const exports = createExports({
    ...{ db: watched(db), signer, program: "test", batch: BATCH, report: (error) => at.reported.push(error) },
  });
  return openConsole(db, { exports, closing: closing.signal });
}

beforeAll(async () => {
  db = await openTestDatabase();
  await fillLog(db, ROWS);
  at = consoleOf();
  browser = await at.as("reviewer");
}, 300_000);
afterAll(async () => {
  expect(at.reported).toEqual([]);
  await db.close();
});

const few = "don-vi=%C4%90%C6%A1n%20v%E1%BB%8B%207";

/** Until no more rows are read; how many were, since `before`. */
async function settled(before: number): Promise<number> {
  for (let last = -1; last !== seen.rows; ) {
    last = seen.rows;
    await delay(300);
  }
  return seen.rows - before;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(20);
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** What is in use after a collection: what a process takes from the system depends on what else it does. */
function liveMegabytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

const lastAction = async () => (await listActions(db, { limit: 1 }))[0];

describe("a download", () => {
  it.each(FORMATS)("of %s is a ZIP of the file and its manifest", async (format) => {
    const response = await browser.get(`${FILE}?dang=${format}&loi=co&${few}`);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("content-disposition")).toMatch(
      /^attachment; filename="nhat-ky-tra-loi-\d{8}-\d{6}\.zip"; filename\*=UTF-8''nh%E1%BA%ADt%20k%C3%BD%20tr/,
    );
    const entries = [...readZip(Buffer.from(await response.arrayBuffer()))];
    const [[name, file], [manifestName, text]] = [entries[0]!, entries[1]!];
    expect(name).toMatch(new RegExp(`^nhat-ky-tra-loi-[\\d-]+\\.${format}$`));
    expect(manifestName).toBe("manifest.json");
    const manifest = parseManifest(text.toString())!;
    const found = { bytes: file.length, sha256: createHash("sha256").update(file).digest("hex") };
    expect(manifestFaults(manifest, found, signer.publicKey)).toEqual([]);
    expect(manifest).toMatchObject({ rows: ROWS / 50, filter: { unit: "Đơn vị 7" }, createdBy: "reviewer-1" });
    expect(rowsOf(format, file)).toBe(ROWS / 50);
    expect(await lastAction()).toMatchObject({
      action: "export.done",
      actor: "reviewer-1",
      detail: { rows: ROWS / 50 },
    });
  });

  const rowsOf = (format: string, file: Buffer) => {
    if (format === "csv") return readCsv(file.toString().slice(1)).length - 1;
    if (format === "xlsx") return readSheets(file)[0]!.rows.length - 1;
    return file.toString().trimEnd().split("\n").length;
  };

  it("has only the columns that were chosen", async () => {
    const response = await browser.get(`${FILE}?dang=csv&cot=id&cot=status&cot=question&${few}`);
    const [file] = [...readZip(Buffer.from(await response.arrayBuffer())).values()];
    expect(readCsv(file!.toString().slice(1)).slice(0, 2)).toEqual([
      ["Mã", "Kết quả"],
      ["filled-7", "answered"],
    ]);
  });

  it("is refused in words for what cannot be had", async () => {
    for (const query of [
      "",
      "dang=pdf",
      "dang=csv&tu=31/2",
      "dang=csv&kenh=fax",
      "dang=csv&tu=2026-02-02&den=2026-02-01",
    ]) {
      const response = await browser.get(`${FILE}?${query}`);
      expect(response.status).toBe(422);
      expect(await response.text()).toContain('<html lang="vi">');
    }
  });

  it("begins nothing for a HEAD", async () => {
    const before = await lastAction();
    const head = { method: "HEAD", headers: { Cookie: browser.cookie()! } };
    expect((await at.app.request(`${FILE}?dang=csv`, head)).status).toBe(200);
    expect(await lastAction()).toEqual(before);
  });
});

describe("memory", () => {
  it.each(FORMATS)("does not grow with the rows of %s", async (format) => {
    const { bytes } = await at.deps.exports.open({ format, filter: {}, columns: null, words: true, by: "test" });
    const live: number[] = [];
    let looked = seen.rows;
    for await (const _ of bytes) {
      if (seen.rows - looked < 300) continue;
      looked = seen.rows;
      live.push(liveMegabytes());
    }
    expect(live.length).toBeGreaterThan(4);
    // The least: a batch under way is 11 MB and comes and goes, what is kept stays.
    const least = (samples: number[]) => Math.min(...samples);
    const quarter = Math.ceil(live.length / 4);
    // The rows after the first quarter are more than 30 MB of objects.
    expect(least(live.slice(-quarter)) - least(live.slice(0, quarter))).toBeLessThan(10);
  });
});

describe("a reader that takes its time", () => {
  it.each(FORMATS)("of %s has no more read for it than it takes", async (format) => {
    const before = seen.rows;
    const response = await browser.get(`${FILE}?dang=${format}&loi=co`);
    const reader = response.body!.getReader();
    let bytes = 0;
    while (bytes < 200_000) bytes += (await reader.read()).value?.length ?? 0;
    // A row is some 1.5 KB in the ZIP, and what is under way between the database and the reader is a few pieces of
    // 64 KB: 700 rows of CSV, and 3,300 of XLSX, whose compression runs ahead.
    expect(await settled(before)).toBeLessThan(bytes / 1500 + 4500);
    await reader.cancel();
    expect(seen.open).toBe(0);
    expect(await lastAction()).toMatchObject({ action: "export.broken" });
  });

  it("that goes away before the first byte leaves nothing behind", async () => {
    for (let i = 0; i < 4; i += 1) {
      const response = await browser.get(`${FILE}?dang=csv`);
      expect(response.status).toBe(200);
      await response.body!.cancel();
    }
    expect(seen.open).toBe(0);
  });

  it("is one of two; a third is asked to wait", async () => {
    const [one, two] = [await browser.get(`${FILE}?dang=csv`), await browser.get(`${FILE}?dang=csv`)];
    const third = await browser.get(`${FILE}?dang=csv`);
    expect(third.status).toBe(429);
    expect(await third.text()).toContain("Đang có hai lượt xuất khác");
    await Promise.all([one.body!.cancel(), two.body!.cancel()]);
  });
});

describe("over a real connection", () => {
  async function connection(): Promise<{ close(): void; ended: Promise<void> }> {
    const server = serve({ fetch: at.app.fetch, port: 0, hostname: "127.0.0.1" });
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const headers = { Cookie: browser.cookie()! };
    const ended = Promise.withResolvers<void>();
    const asked = request({ port, host: "127.0.0.1", path: `${FILE}?dang=jsonl&loi=co`, headers });
    asked.on("error", () => ended.resolve());
    asked.on("close", () => server.close());
    const response = await new Promise<import("node:http").IncomingMessage>((resolve) => {
      asked.on("response", resolve).end();
    });
    response.on("error", () => ended.resolve());
    response.once("readable", () => response.read(1));
    return { close: () => response.destroy(), ended: ended.promise };
  }

  it("a client that stops reading stops the query, and its going away ends it", async () => {
    const before = seen.rows;
    const client = await connection();
    expect(await settled(before)).toBeLessThan(ROWS);
    client.close();
    await until(async () => (await lastAction())?.action === "export.broken");
    expect(seen.open).toBe(0);
  });

  it("a server that stops ends it, and the client can tell that the file is not whole", async () => {
    const client = await connection();
    closing.abort();
    await client.ended;
    await until(async () => (await lastAction())?.action === "export.broken");
    expect(seen.open).toBe(0);
    closing = new AbortController();
  });
});
