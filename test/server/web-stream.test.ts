import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createIdentity, createPipeline } from "../../bot/index.ts";
import { createOpenAiChat, createWriter } from "../../prompts/index.ts";
import { getAnswer, systemClock } from "../../retrieval/index.ts";
import { createConversations } from "../../server/conversations.ts";
import { createLibrary } from "../../server/library/from-store.ts";
import { createLog } from "../../server/ops/log.ts";
import { answering } from "../bot/answering.ts";
import { fakeRoutes } from "../support/fake-routes.ts";
import { faithful, faithfulClaims } from "../support/model-server/faithful.ts";
import { type Chat, type ModelServer, startModelServer } from "../support/model-server/index.ts";
import { promptData } from "../support/model-server/prompt-data.ts";

const { db } = await answering();
let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer(faithful);
});
afterAll(async () => {
  await server.close();
  await db.close();
});

const QUESTION = "Sở Tài chính phải làm gì theo Chỉ thị 07?";

function site(withModel = true) {
  const model = createOpenAiChat({ baseUrl: server.url, apiKey: null, model: "test-model" });
  const writer = withModel ? createWriter({ model, clock: systemClock(), limitMs: 20_000 }) : undefined;
  const identity = createIdentity("a key for test/server/web-stream.test.ts");
  const pipeline = createPipeline({ db, identity, enrolment: "open", questionsPerMinute: 1000, writer });
  const log = createLog({ level: "silent" });
  const conversations = createConversations({ db, pipeline, metrics: { handled: () => {} }, log });
  return fakeRoutes({ webChat: "open", conversations, library: createLibrary(db) }).app;
}

interface Event {
  event: string;
  data: unknown;
}

async function ask(
  app: ReturnType<typeof site>,
  question = QUESTION,
): Promise<{ response: Response; events: Event[] }> {
  const response = await app.request("/", {
    method: "POST",
    body: new URLSearchParams({ q: question }),
    headers: { Accept: "text/event-stream, text/html" },
  });
  const events = (await response.text())
    .split("\n\n")
    .filter((text) => text !== "")
    .map((text) => {
      const [, event = "", data = "null"] = /^event: (\w+)\ndata: (.*)/.exec(text) ?? [];
      return { event, data: JSON.parse(data) as unknown };
    });
  return { response, events };
}

const sentences = (events: readonly Event[]) =>
  events.flatMap(({ event, data }) => (event === "sentence" ? [String(data)] : []));
const turnOf = (events: readonly Event[]) => events.at(-1)?.data as { status: number; html: string };

describe("the web chat shows an answer while it is written", () => {
  test("the verdict, each proven sentence, then the whole turn, stored", async () => {
    server.chat = faithful;
    const { response, events } = await ask(site());
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(events.map(({ event }) => event).join(" ")).toMatch(/^(?:sentence ){3,}turn$/);
    const [verdict, ...rest] = sentences(events);
    expect(verdict).toMatch(/^Chỉ thị 07\/CT-TTg .* không giao việc cho Sở Tài chính\.$/);
    const { status, html } = turnOf(events);
    expect(status).toBe(200);
    for (const sentence of rest) expect(html).toContain(sentence.replace(/\.$/, ""));
    const [, id = ""] = /name="answer" value="([^"]+)"/.exec(html) ?? [];
    expect((await getAnswer(db, id))?.answeredBy).toBe("test-model");
  });

  test("a false sentence is in none of the events", async () => {
    const lying: Chat = (call) => ({
      say: {
        claims: faithfulClaims(promptData(call)).flatMap((claim) => [
          { ...claim, text: claim.text.replace("phải", "không phải") },
          { ...claim, text: `Sở Tài chính ${claim.text.replace(/^.*? phải/u, "phải")}` },
          claim,
        ]),
      },
    });
    server.chat = lying;
    const { events } = await ask(site());
    expect(sentences(events).length).toBeGreaterThan(1);
    expect(JSON.stringify(events)).not.toMatch(/không phải thu xếp|Sở Tài chính phải thu xếp/);
  });

  test("a model that breaks off leaves the extractive answer", async () => {
    server.chat = (call) => ({ say: { claims: faithfulClaims(promptData(call)) }, cutAfter: 400 });
    const { events } = await ask(site());
    expect(turnOf(events).html).toContain("không giao việc cho Sở Tài chính");
    expect(events.filter(({ event }) => event === "turn")).toHaveLength(1);
  });

  test("without a model there is the turn alone; a refused question has its reason", async () => {
    const { events } = await ask(site(false));
    expect(events.map(({ event }) => event)).toEqual(["turn"]);
    const refused = await ask(site(false), " ");
    expect(turnOf(refused.events)).toMatchObject({ status: 422, html: expect.stringContaining("fault") });
  });

  test("who asks for a page gets one", async () => {
    const response = await site().request("/", {
      method: "POST",
      body: new URLSearchParams({ q: QUESTION }),
      headers: { Accept: "text/html" },
    });
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
  });
});
