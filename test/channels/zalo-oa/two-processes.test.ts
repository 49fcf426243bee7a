import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "../../../retrieval/index.ts";
import { createEmptyDatabase, openTestDatabase, testDatabaseUrl } from "../../support/database.ts";
import { startZaloOaDouble, type ZaloOaDouble } from "../../support/platforms/zalo-oa/index.ts";
import { run, start } from "../../support/program.ts";
import { connected, storeIn } from "./account.ts";
import { refreshOften } from "./refresh-often.ts";

const PROGRAM = fileURLToPath(new URL("refresh-often.ts", import.meta.url));
const REFRESHES = 100;
/** The grant's pair is the first. */
const UNTIL = REFRESHES + 1;

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function started(): Promise<ZaloOaDouble> {
  const double = await startZaloOaDouble();
  open.push(double);
  return double;
}

/** Every refresh gave a pair exactly once, none used a spent token, and what is stored is what works. */
async function expectNothingLost(double: ZaloOaDouble, db: Database): Promise<void> {
  expect(double.oauth.calls.map(({ outcome }) => outcome)).toEqual(Array(REFRESHES).fill("pair"));
  const { pair, generation, blocked, unfinishedSince } = await storeIn(db).read();
  expect({ generation, blocked, unfinishedSince }).toEqual({ generation: UNTIL, blocked: null, unfinishedSince: null });
  expect(pair?.accessToken).toBe(double.oauth.current()?.access_token);
  expect(pair?.refreshToken).toBe(double.oauth.current()?.refresh_token);
}

const given = ({ apiRoot, appId, appSecret }: ZaloOaDouble, until = UNTIL) => ({ apiRoot, appId, appSecret, until });

/** PGlite is one process's: the folder is locked. There, two stores and two accesses share one database instead. */
const describeSeveralProcesses = testDatabaseUrl === null ? describe.skip : describe;

async function openShared(url: string) {
  const { url: databaseUrl, drop } = await createEmptyDatabase(url);
  open.push({ close: drop });
  const db = await openDatabase({ databaseUrl });
  open.push(db);
  return { databaseUrl, db };
}

test(`two stores refresh one token ${REFRESHES} times: no pair is lost`, async () => {
  const double = await started();
  const db = await openTestDatabase();
  open.push(db);
  await connected(double, storeIn(db));
  await Promise.all([refreshOften(given(double), storeIn(db)), refreshOften(given(double), storeIn(db))]);
  await expectNothingLost(double, db);
});

describeSeveralProcesses("on one PostgreSQL (PGlite admits one process)", () => {
  test(`two processes refresh one token ${REFRESHES} times: no pair is lost`, async () => {
    const double = await started();
    const { databaseUrl, db } = await openShared(testDatabaseUrl ?? "");
    await connected(double, storeIn(db));
    const args = [PROGRAM, databaseUrl, JSON.stringify(given(double))];
    const ended = await Promise.all([run(args, {}), run(args, {})]);
    expect(ended.map(({ code, err }) => ({ code, err }))).toEqual(Array(2).fill({ code: 0, err: "" }));
    await expectNothingLost(double, db);
  });

  test("a process killed before the platform answered takes nothing with it", async () => {
    const double = await started();
    const { databaseUrl, db } = await openShared(testDatabaseUrl ?? "");
    await connected(double, storeIn(db));
    double.fault("token", { kind: "silent" });
    const { child, finished } = start([PROGRAM, databaseUrl, JSON.stringify(given(double, 2))], {});
    await expect.poll(async () => (await storeIn(db).read()).unfinishedSince, { timeout: 30_000 }).not.toBeNull();
    child.kill("SIGKILL");
    await finished;
    await db.query("update leases set until = now()");
    await refreshOften(given(double, 2), storeIn(db));
    expect(double.oauth.calls.map(({ outcome }) => outcome)).toEqual(["pair"]);
    expect(await storeIn(db).read()).toMatchObject({ generation: 2, blocked: null, unfinishedSince: null });
  });
});
