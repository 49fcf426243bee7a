import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Api, GrammyError } from "grammy";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError, type Database } from "../../retrieval/index.ts";
import { createLog, type Log, type LogFields, type LogOptions } from "../../server/ops/log.ts";
import { openTestDatabase } from "../support/database.ts";

const TOKEN = "123456789:AAtestTESTtestTESTtestTESTtestTEST_-x";
const PASSWORD = "mat-khau-cua-kho";
const ASKED = "Sở Tài chính Lạng Sơn phải làm gì, trước ngày nào?";
/** Nothing of it may appear, whole or in part. */
const FORBIDDEN = [TOKEN, "AAtest", PASSWORD, ASKED, "Sở Tài chính", "Lạng Sơn"];

function record(options: Partial<LogOptions> = {}): { log: Log; text(): string; lines(): Record<string, unknown>[] } {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  const log = createLog({ level: "info", secrets: [TOKEN, PASSWORD], destination, ...options });
  return {
    log,
    text: () => written.join(""),
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

function expectNothingOf(text: string): void {
  for (const secret of FORBIDDEN) expect(text).not.toContain(secret);
}

describe("a line", () => {
  it("is one JSON object with its time, its level and the fields of whoever writes", () => {
    const { log, lines, text } = record();
    const child = log.child({ role: "worker", traceId: "t-1" });
    child.info({ channel: "zalo-oa", seconds: 0.123456, told: false }, "handled");
    child.warn({ traceId: "t-2", status: 429, answerId: null }, "not delivered");
    expect(text().endsWith("}\n")).toBe(true);
    expect(lines()).toEqual([
      {
        ...{ level: "info", time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/), message: "handled" },
        ...{ role: "worker", traceId: "t-1", channel: "zalo-oa", seconds: 0.123, told: false },
      },
      {
        ...{ level: "warn", time: expect.any(String), message: "not delivered" },
        ...{ role: "worker", traceId: "t-2", status: 429 },
      },
    ]);
  });

  it("is left out below the level", () => {
    const { log, text } = record({ level: "warn" });
    log.info({}, "handled");
    expect(text()).toBe("");
    log.error({}, "given up");
    expect(text()).toContain("given up");
  });

  it("is for a person on a terminal", () => {
    const written: string[] = [];
    const log = createLog({ level: "info", destination: { isTTY: true, write: (line) => void written.push(line) } });
    log.info({ role: "web", address: "http://127.0.0.1:3000" }, "ready");
    log.error({ error: new AppError({ code: "database.unreachable", message: "It is away." }) }, "no answer");
    expect(written[0]).toMatch(/^\d\d:\d\d:\d\d info {2}ready role=web address=http:\/\/127\.0\.0\.1:3000\n$/);
    expect(written[1]).toMatch(/error no answer AppError database\.unreachable It is away\.\n {4}at test\/ops\/log/);
  });
});

describe("what an official wrote", () => {
  it("is not shown in a field, whatever the field", () => {
    const { log, text, lines } = record();
    const fields = { reason: ASKED, status: "phải làm gì", text: ASKED, payload: { text: ASKED } };
    log.info(fields as LogFields, "handled");
    expectNothingOf(text());
    expect(lines()[0]).toMatchObject({ reason: "(not shown)", status: "(not shown)", dropped: ["text", "payload"] });
  });

  it("is no part of a message: every one in the sources is a fixed sentence", () => {
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "server", "bot"], { cwd: root });
    const calls = String(files)
      .split("\n")
      .filter((path) => path.endsWith(".ts") && existsSync(`${root}/${path}`))
      .flatMap((path) => logCalls(readFileSync(`${root}/${path}`, "utf8")).map((call) => `${path}: ${call}`));
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter((call) => !/,\s*"[^"]*",?\s*$/.test(call))).toEqual([]);
  });
});

/** The arguments of each call, up to its own closing parenthesis. */
function logCalls(source: string): string[] {
  return [...source.matchAll(/\blog\.(?:info|warn|error)\(/g)].map(({ 0: { length }, index }) => {
    let [depth, end] = [1, index + length];
    for (; depth > 0 && end < source.length; end += 1) depth += { "(": 1, ")": -1 }[source[end] as string] ?? 0;
    return source.slice(index + length, end - 1);
  });
}

describe("an error", () => {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.close());

  const logged = (error: unknown) => {
    const recorded = record();
    recorded.log.error({ error, traceId: "t-1" }, "handling failed");
    expectNothingOf(recorded.text());
    return recorded.lines()[0]?.error as Record<string, unknown>;
  };

  it("of ours says its code, its sentence and where it was thrown", () => {
    const cause = new TypeError(`cannot read ${ASKED}`);
    const error = new AppError({ code: "channel.refused", message: `Check ${TOKEN}.`, retryable: true, cause });
    const at = expect.arrayContaining([expect.stringMatching(/^test\/ops\/log\.test\.ts:\d+:\d+$/)]);
    expect(logged(error)).toEqual({
      ...{ name: "AppError", code: "channel.refused", retryable: true, message: "Check ***.", at },
      cause: { name: "TypeError", at },
    });
  });

  it("of Telegram's refusal keeps the outgoing text inside", () => {
    const answer = { ok: false as const, error_code: 400, description: `Bad Request: can't parse "${ASKED}"` };
    const error = new GrammyError("Call failed!", answer, "sendMessage", { chat_id: 7, text: ASKED });
    expect(logged(error)).toMatchObject({ name: "GrammyError", code: 400, method: "sendMessage" });
  });

  it("of Telegram's silence keeps the address inside, which holds the token", async () => {
    // Nothing listens there; with sensitive logs grammY's own message quotes the address.
    const api = new Api(TOKEN, { apiRoot: "http://127.0.0.1:9", sensitiveLogs: true });
    const error = await api.sendMessage(7, ASKED).catch((caught: unknown) => caught);
    expect(logged(error)).toMatchObject({ name: "HttpError", cause: { name: expect.any(String) } });
  });

  it("of the database keeps the row inside", async () => {
    const insert = () => db.query("insert into leases (name, owner, until) values ($1, $2, now())", [ASKED, PASSWORD]);
    await insert();
    const error = await insert().catch((caught: unknown) => caught);
    expect(logged(error)).toMatchObject({ code: "23505" });
  });

  it("with text that looks like a place, or that is no error, shows neither", () => {
    const error = new Error(`${ASKED}\n    at ${ASKED}\n    at (/${TOKEN}:1:1)`);
    error.name = ASKED;
    expect(logged(error)).toMatchObject({ name: "Error" });
    expect(logged(ASKED)).toEqual({ name: "string" });
    expect(logged(undefined)).toBeUndefined();
  });
});

describe("a secret", () => {
  const notice = (text: string, options: Partial<LogOptions> = {}) => {
    const { log, lines } = record(options);
    log.info({ notice: text }, "notice");
    return lines()[0]?.notice;
  };

  it.each([
    [`GET https://api.telegram.org/bot${TOKEN}/getMe failed`, "GET https://api.telegram.org/bot***/getMe failed"],
    [`${TOKEN} is not valid`, "*** is not valid"],
    [
      "https://x.example/cb?code=abc&oa_id=7&access_token=def",
      "https://x.example/cb?code=***&oa_id=7&access_token=***",
    ],
    [`postgresql://me:${PASSWORD}@db.example:5432/td`, "postgresql://***@db.example:5432/td"],
    ['{"refresh_token": "abc", "n": 1}', '{"refresh_token": "***", "n": 1}'],
    ["Authorization: Bearer abc.def", "Authorization: Bearer ***"],
  ])("is taken out of %s, known or not", (text, shown) => {
    expect(notice(text, { secrets: [] })).toBe(shown);
    expectNothingOf(String(notice(text)));
  });

  it("that is known is taken out wherever it stands", () => {
    const { log, text } = record();
    log.child({ owner: PASSWORD }).warn({ reason: `x-${PASSWORD}`, address: PASSWORD }, `cannot use ${PASSWORD}`);
    expectNothingOf(text());
    expect(text()).toContain("cannot use ***");
  });

  it("is not seen in what is none", () => {
    const owner = "12345:0b1c2d3e-0000-4000-8000-000000000000";
    const { log, lines } = record();
    log.info({ owner, route: "/documents/:id{[0-9]{1,15}}", address: "http://127.0.0.1:3000" }, "ready");
    expect(lines()[0]).toMatchObject({
      ...{ owner, route: "/documents/:id{[0-9]{1,15}}", address: "http://127.0.0.1:3000" },
    });
    expect(notice("The vector extension is 0.8.1; use 0.8.6")).toBe("The vector extension is 0.8.1; use 0.8.6");
  });
});
