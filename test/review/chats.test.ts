import { afterAll, beforeAll, expect, it } from "vitest";
import { openRuntime } from "../../server/app.ts";
import { readConfig } from "../../server/config.ts";
import { type Serving, serve } from "../../server/process/serve.ts";
import type { Runtime } from "../../server/runtime.ts";
import { cheapPasswords, PASSWORD } from "../support/console.ts";
import { freePort } from "../support/fleet.ts";
import { newPlace, type Place } from "../support/place.ts";
import { judgeWrong } from "../support/reviews.ts";
import { type Actor, hearing, type Stage, stages } from "../support/stages/index.ts";
import { browserActor } from "../support/stages/web.ts";

const QUESTION = "Sở Nội vụ Lào Cai phải làm gì?";
const CORRECTION = /^Đính chính câu trả lời đã gửi ngày \d+\/\d+\/\d{4}:\s+Xin xem lại “Sở Nội vụ” \[1\]/;

/** The real server with its console, before doubles of Telegram and of both of Zalo's platforms. */
let place: Place;
let all: Stage[];
let address: string;
let serving: Serving;
let runtime: Runtime;

beforeAll(async () => {
  place = await newPlace();
  all = await Promise.all([stages.telegram(), stages["zalo-bot"](), stages["zalo-oa"]()]);
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  const settings = {
    ...Object.assign({}, ...all.map((stage) => stage.settings(address))),
    ...place.settings,
    ...{ PORT: String(port), SECRET_KEY: "a secret key of nobody, for corrections", LOG_LEVEL: "silent" },
    WEB_CHAT: "enrolled",
  };
  for (const stage of all) await stage.connect(settings);
  const config = readConfig(settings);
  const open = async () => {
    runtime = await openRuntime(config);
    return runtime;
  };
  serving = await serve({ config, open, say: () => {}, command: async () => 0 });
  for (const { name, setWebhook } of runtime.channels) {
    if (setWebhook !== undefined) await setWebhook(`${address}/webhooks/${name}`);
  }
  for (const stage of all) await stage.open(address);
  const passwordHash = await cheapPasswords.choose(PASSWORD);
  for (const name of ["hoa", "lan", "minh"]) {
    await runtime.console.accounts.add({ name, role: "reviewer", passwordHash, actor: "test" });
  }
}, 300_000);

afterAll(async () => {
  await serving?.stop();
  for (const stage of all ?? []) await stage.close();
  await place?.drop();
}, 60_000);

/** A post of somebody who is signed in to the console; the address that it leads to. */
async function reviewer(name: string): Promise<(path: string, fields?: Record<string, string>) => Promise<Response>> {
  const send = (path: string, fields: Record<string, string>, cookie = "") =>
    fetch(`${address}/quan-tri${path}`, {
      method: "POST",
      redirect: "manual",
      headers: { Origin: address, Accept: "text/html", Cookie: cookie },
      body: new URLSearchParams(fields),
    });
  const signedIn = await send("/dang-nhap", { ten: name, "mat-khau": PASSWORD });
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  return (path, fields = {}) => send(path, fields, cookie);
}

async function invitation(): Promise<string> {
  const { invitations } = runtime.enrolment as NonNullable<Runtime["enrolment"]>;
  const invited = { role: "official" as const, unit: null, expiresInMs: 3_600_000, createdBy: "test" };
  return (await invitations.create(invited)).code;
}

/** Enrols somebody and asks; resolves when the answer is there. */
async function asks(actor: Pick<Actor, "enters" | "says" | "heard" | "chat">): Promise<void> {
  await actor.enters(await invitation());
  if (actor.heard().length === 0) await hearing(actor as Actor, 1, 60_000);
  await actor.says(QUESTION);
  await hearing(actor as Actor, 2, 60_000);
}

it("arrives in the same Telegram and Zalo chats and on the web once a second person has confirmed, and not before", async () => {
  const actors = all.map((stage) => stage.actor("Cán bộ"));
  const visitor = browserActor(address);
  for (const actor of [...actors, visitor]) await asks(actor);
  const { db } = runtime.console;
  const [latest] = await db.query<{ id: string }>("select id from answers order by sequence desc limit 1");
  const answerId = latest?.id as string;
  await judgeWrong(db, answerId);

  const [hoa, lan, minh] = [await reviewer("hoa"), await reviewer("lan"), await reviewer("minh")];
  const proposed = await hoa("/thong-bao-sua/moi", { "tra-loi": answerId, "noi-dung": "Xin xem lại “Sở Nội vụ” [1]." });
  expect(proposed.status).toBe(303);
  const path = /(\/thong-bao-sua\/\d+)\?/.exec(proposed.headers.get("location") ?? "")?.[1] as string;
  expect((await hoa(`${path}/xac-nhan`)).status).toBe(409);
  for (const actor of actors) await actor.says("/toi");
  for (const actor of actors) expect((await hearing(actor, 3, 60_000)).join("\n")).not.toContain("Đính chính");
  await visitor.says("/toi");
  expect(visitor.chat()).not.toContain("Đính chính");

  const both = await Promise.all([lan(`${path}/xac-nhan`), minh(`${path}/xac-nhan`)]);
  expect(both.map(({ status }) => status).sort()).toEqual([303, 409]);
  for (const actor of actors) {
    const heard = await hearing(actor, 4, 60_000);
    expect(heard[3]).toMatch(CORRECTION);
    expect(heard[3]).toMatch(/Căn cứ:\n\[1\] Công văn 465\/UBND-VX/);
  }
  // One more exchange each: nothing came twice.
  for (const actor of actors) await actor.says("1");
  for (const actor of actors) {
    const heard = await hearing(actor, 5, 60_000);
    expect(heard).toHaveLength(5);
    expect(heard[4]).toMatch(/^Câu trả lời này đã được đính chính ngày \d+\/\d+\/\d{4}:\n/);
  }
  await visitor.says("/toi");
  const states = await db.query<{ channel: string; state: string }>(
    "select channel, state from correction_recipients order by channel",
  );
  expect(states).toEqual([
    { channel: "telegram", state: "queued" },
    { channel: "web", state: "shown" },
    { channel: "zalo-bot", state: "queued" },
    { channel: "zalo-oa", state: "queued" },
  ]);
  const sent = await db.query("select 1 from answer_deliveries where purpose = 'correction' and state = 'sent'");
  expect(sent).toHaveLength(3);
}, 300_000);
