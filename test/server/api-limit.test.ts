import { fileURLToPath } from "node:url";
import type { Context } from "hono";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { createIdentity, createInvitations, createPipeline } from "../../bot/index.ts";
import { createConversations } from "../../server/conversations.ts";
import { loadAssets } from "../../server/http/assets.ts";
import { createRoutes } from "../../server/http/routes.ts";
import { createLibrary } from "../../server/library/from-store.ts";
import { createLog } from "../../server/ops/log.ts";
import { answering } from "../bot/answering.ts";

const { db } = await answering();
afterAll(() => db.close());
beforeEach(() => db.query("delete from rate_limits"));

const identity = createIdentity("a key for test/server/api-limit.test.ts");
const assets = loadAssets(fileURLToPath(new URL("../../server/pages/assets", import.meta.url)));
const control = { token: "a token of the data folder", run: async () => 0 };

/** The real pipeline behind the real routes; an address is what the test says. */
function site(webChat: "open" | "enrolled") {
  const enrolment = webChat === "open" ? "open" : "required";
  const pipeline = createPipeline({ db, identity, enrolment, questionsPerMinute: 2 });
  const metrics = { handled: () => {} };
  const routes = createRoutes({
    ask: (question, channel, options) => pipeline.ask(question, { channel, ...options }),
    conversations: createConversations({ db, pipeline, metrics, log: createLog({ level: "silent" }) }),
    library: createLibrary(db),
    ready: async () => {},
    report: () => {},
    addressOf: (context: Context) => context.req.header("x-test-address") ?? null,
    ...{ webChat, assets, control },
  });
  return {
    ask: (headers: Record<string, string>, body: object | string = { question: "Ai ký Chỉ thị 07?" }) =>
      routes.request("/api/ask", {
        method: "POST",
        body: typeof body === "string" ? body : JSON.stringify(body),
        headers: { "Content-Type": "application/json", ...headers },
      }),
    post: (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      routes.request(path, {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { Accept: "text/html", ...headers },
      }),
  };
}

async function enrol({ post }: ReturnType<typeof site>): Promise<Record<string, string>> {
  const invited = { role: "official", unit: null, expiresInMs: 60_000, createdBy: "test" } as const;
  const { code } = await createInvitations({ db, identity }).create(invited);
  const response = await post("/enter", { code });
  return { Cookie: response.headers.get("set-cookie")?.split(";")[0] ?? "" };
}

const answers = async () => (await db.query<{ n: number }>("select count(*)::integer as n from answers"))[0]?.n;

describe("questions of a minute", () => {
  it("are limited for an enrolled person, with the seconds until the next", async () => {
    const at = site("enrolled");
    const [lan, minh] = [await enrol(at), await enrol(at)];
    const before = (await answers()) ?? 0;
    expect([(await at.ask(lan)).status, (await at.ask(lan)).status]).toEqual([200, 200]);
    const refused = await at.ask(lan);
    expect(refused.headers.get("content-type")).toContain("application/problem+json");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(60);
    expect(await refused.json()).toEqual({
      type: "about:blank",
      title: "Too Many Requests",
      status: 429,
      detail: "Anh/chị gửi hơi nhanh; xin chờ một phút rồi gửi tiếp.",
      code: "question.too_fast",
    });
    expect((await at.ask(minh)).status).toBe(200);
    expect(await answers()).toBe(before + 3);
    await db.query("update rate_limits set window_start = now() - interval '61 seconds'");
    expect((await at.ask(lan)).status).toBe(200);
  });

  it("are counted together with what the person asks on the page", async () => {
    const at = site("enrolled");
    const lan = await enrol(at);
    expect((await at.post("/", { q: "Ai ký Chỉ thị 07?" }, lan)).status).toBe(200);
    expect((await at.ask(lan)).status).toBe(200);
    expect((await at.ask(lan)).status).toBe(429);
    expect((await at.post("/", { q: "Ai ký Chỉ thị 07?" }, lan)).status).toBe(422);
  });

  it("are limited by address where nobody is enrolled, on this machine itself not", async () => {
    const at = site("open");
    const from = (address: string) => at.ask({ "X-Test-Address": address });
    const statuses = [];
    for (let turn = 0; turn < 3; turn += 1) statuses.push((await from("203.0.113.9")).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await from("198.51.100.1")).status).toBe(200);
    for (let turn = 0; turn < 4; turn += 1) expect((await from("127.0.0.1")).status).toBe(200);
  });

  it("are not more than the limit when they come at the same moment", async () => {
    const at = site("enrolled");
    const lan = await enrol(at);
    const all = await Promise.all(Array.from({ length: 6 }, () => at.ask(lan)));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(all.filter(({ status }) => status === 429)).toHaveLength(4);
  });

  it("are not limited for this machine's owner; what is no question does not count", async () => {
    const at = site("enrolled");
    const owner = { Authorization: `Bearer ${control.token}` };
    for (let turn = 0; turn < 4; turn += 1) expect((await at.ask(owner)).status).toBe(200);
    const lan = await enrol(at);
    for (let turn = 0; turn < 4; turn += 1) expect((await at.ask(lan, "{")).status).toBe(400);
    expect((await at.ask(lan)).status).toBe(200);
  });
});
