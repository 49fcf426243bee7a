import { afterAll, describe, expect, it } from "vitest";
import { createIdentity, createInvitations } from "../../bot/index.ts";
import type { Database } from "../../retrieval/index.ts";
import type { Step } from "../../server/queue/index.ts";
import { testDatabaseUrl } from "../support/database.ts";
import { freePort, keepRunning, type Member, type Plan, planOf } from "../support/fleet.ts";
import { newPlace, type Place } from "../support/place.ts";
import { startTelegramDouble, type TelegramUser } from "../support/platforms/telegram/index.ts";
import type { Settings } from "../support/program.ts";

const SECRET_KEY = "only for this test, and long enough for it";
const CONVERSATIONS = 20;

/** Ten messages each, whose answers differ from their neighbours'. */
const MESSAGES = [
  "Sở Tài chính phải làm gì theo Chỉ thị 07?",
  "Ai ký Chỉ thị 07?",
  "/vanban",
  "so tai chinh lang son lam gi",
  "/toi",
  "Sở Nội vụ Lào Cai phải làm gì?",
  "Nghị định 999/2031/NĐ-CP quy định gì?",
  "/huongdan",
  "Phòng Tài chính - Kế hoạch Phan Rang làm gì?",
  "cảm ơn",
];

const atWeb: Step[] = ["received", "stored"];
const atWorker: Step[] = ["claimed", "handled", "committing", "committed", "sending", "delivered", "settled"];
/** Early and a little later, so that some die with work of several conversations under way. */
const deathsAt = (...steps: Step[]): Plan =>
  planOf(steps.map((step, index) => ({ step, after: index % 2 === 0 ? 3 : 6 })));

interface Killable extends Place {
  settings: Settings;
  fleet(): { members: Member[]; plans: Plan[] };
}

async function newKillable(more: Settings): Promise<Killable> {
  const place = await newPlace();
  const settings = { ...more, ...place.settings };
  const fleet = () => {
    if (testDatabaseUrl === null) {
      const plan = deathsAt(...atWeb, ...atWorker);
      return { members: [keepRunning("all", settings, plan)], plans: [plan] };
    }
    const [web, worker] = [deathsAt(...atWeb), deathsAt(...atWorker, ...atWorker.toReversed())];
    const workers = [keepRunning("worker", settings, worker), keepRunning("worker", settings, worker)];
    return { members: [keepRunning("web", settings, web), ...workers], plans: [web, worker] };
  };
  return { ...place, settings, fleet };
}

const double = await startTelegramDouble({ redelivery: [200] });
/** Also when the test fails: a server that is left behind would hold up every other test. */
const running: Member[] = [];
afterAll(async () => {
  for (const member of running) await member.stop();
  await double.close();
});

/** A message whose delivery was in doubt stands twice in a row. */
const withoutRepeats = (texts: string[]) => texts.filter((text, index) => text !== texts[index - 1]);

async function invite(place: Place, count: number): Promise<string[]> {
  const db = await place.open();
  const invitations = createInvitations({ db, identity: createIdentity(SECRET_KEY) });
  const codes: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const { code } = await invitations.create({
      role: "official",
      unit: "Sở Tài chính tỉnh Lạng Sơn",
      expiresInMs: 3_600_000,
      createdBy: "test",
    });
    codes.push(code);
  }
  await db.close();
  return codes;
}

function writesAll(user: TelegramUser, code: string): void {
  user.says(code);
  for (const text of MESSAGES) user.says(text);
}

describe("a server that is killed at every step between webhook and delivery", () => {
  it("answers 200 messages of 20 conversations, in order, none lost, repeated only where a send was in doubt", async () => {
    const port = await freePort();
    const place = await newKillable({
      PORT: String(port),
      SECRET_KEY,
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      TELEGRAM_BOT_TOKEN: double.token,
      TELEGRAM_WEBHOOK_SECRET: "secret-of-the-test",
      TELEGRAM_API_ROOT: double.apiRoot,
      LEASE_SECONDS: "2",
      // A death counts as a try of everything that was under way, since a message that kills its worker must end; here
      // the deaths are nobody's fault, and there are more of them than the five tries of everyday.
      WORKER_TRIES: "20",
      QUESTIONS_PER_MINUTE: "1000",
      LOG_LEVEL: "silent",
    });
    const codes = await invite(place, CONVERSATIONS + 1);
    await setWebhook(`http://127.0.0.1:${port}/webhooks/telegram`);

    // One conversation with a server that lives: what all the others must read too.
    const model = double.user("model");
    const quiet = keepRunning("all", place.settings);
    running.push(quiet);
    await quiet.survived;
    writesAll(model, codes[0] as string);
    await double.until(() => withoutRepeats(double.said(model.chat)).length >= MESSAGES.length + 1, 120_000);
    await quiescent();
    await quiet.stop();
    const expected = double.said(model.chat);
    expect(withoutRepeats(expected)).toEqual(expected);

    const users = Array.from({ length: CONVERSATIONS }, (_, n) => double.user(`user ${n}`));
    const { members, plans } = place.fleet();
    running.push(...members);
    for (const [n, user] of users.entries()) writesAll(user, codes[n + 1] as string);
    await Promise.all(members.map(({ survived }) => survived));
    await double.until(
      () => users.every((user) => withoutRepeats(double.said(user.chat)).length >= expected.length),
      240_000,
    );
    await quiescent();
    for (const member of members) await member.stop();

    for (const user of users) expect(withoutRepeats(double.said(user.chat))).toEqual(expected);
    const db = await place.open();
    expect(await counts(db)).toEqual({
      unfinished: 0,
      failed: 0,
      events: (CONVERSATIONS + 1) * (MESSAGES.length + 1),
      // Seven of the messages are questions to the pipeline, each stored once, whatever died.
      answers: (CONVERSATIONS + 1) * 7,
    });
    const sends = users.reduce((sum, user) => sum + double.said(user.chat).length, 0);
    expect(sends - CONVERSATIONS * expected.length).toBeLessThanOrEqual(await doubtfulSends(db));
    expect(plans.reduce((sum, { deaths }) => sum + deaths(), 0)).toBe(testDatabaseUrl === null ? 9 : 16);
    await db.close();
    await place.drop();
  }, 480_000);
});

async function setWebhook(url: string): Promise<void> {
  await fetch(`${double.apiRoot}/bot${double.token}/setWebhook`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ url, secret_token: "secret-of-the-test" }),
  });
}

/** The last message may be followed by a repetition; two quiet seconds are two leases. */
async function quiescent(): Promise<void> {
  for (let before = -1; before !== double.calls.length; ) {
    before = double.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

async function counts(db: Database) {
  const [row] = await db.query<Record<string, number>>(
    `select (select count(*) from inbound_events where state not in ('done', 'failed'))::integer
            + (select count(*) from outgoing_messages where state not in ('sent', 'failed'))::integer as unfinished,
            (select count(*) from inbound_events where state = 'failed')::integer
            + (select count(*) from outgoing_messages where state = 'failed')::integer as failed,
            (select count(*) from inbound_events)::integer as events,
            (select count(*) from answers)::integer as answers`,
  );
  return row;
}

async function doubtfulSends(db: Database): Promise<number> {
  const [row] = await db.query<{ again: number }>(
    "select coalesce(sum(attempts - 1), 0)::integer as again from outgoing_messages",
  );
  return row?.again ?? 0;
}
