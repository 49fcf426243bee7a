import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createOpenAiChat } from "../../prompts/model/openai-chat.ts";
import type { ChatRequest } from "../../prompts/model/port.ts";
import { isAppError } from "../../retrieval/index.ts";
import { type ModelServer, startModelServer } from "../support/model-server/index.ts";

const KEY = "sk-a-key-of-a-test-and-of-nobody";
const PROMPT = "Sở Tài chính tỉnh Lạng Sơn phải làm gì?";
const request: ChatRequest = {
  messages: [{ role: "user", content: PROMPT }],
  schema: { name: "answer", schema: { type: "object" } },
  maxTokens: 50,
};

let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

const model = (apiKey: string | null = KEY) => createOpenAiChat({ baseUrl: server.url, apiKey, model: "test-model" });
const ask = (signal = new AbortController().signal) => model().complete(request, { signal });
const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

/** Everything that could be printed of an error, its causes and hidden fields included. */
function printed(error: unknown): string {
  const seen: string[] = [];
  for (let one = error; one instanceof Error; one = one.cause)
    seen.push(one.name, one.message, one.stack ?? "", JSON.stringify(Object.getOwnPropertyDescriptors(one)));
  return seen.join("\n");
}

describe("a call", () => {
  test("asks for the schema, at temperature 0, and counts the tokens", async () => {
    server.chat = () => ({ say: { claims: [] }, tokens: 77 });
    expect(await ask()).toEqual({ text: '{"claims":[]}', tokens: 77 });
    expect(server.chats[0]).toMatchObject({
      model: "test-model",
      messages: [{ role: "user", content: PROMPT }],
      temperature: 0,
      max_tokens: 50,
      response_format: { type: "json_schema", json_schema: { name: "answer", strict: true } },
    });
    expect(server.keys).toEqual([`Bearer ${KEY}`]);
  });

  test("streams, piece by piece", async () => {
    server.chat = () => ({ say: "một hai ba bốn năm", tokens: 12 });
    const pieces: string[] = [];
    const reply = await model().complete(request, {
      signal: new AbortController().signal,
      onText: (piece) => pieces.push(piece),
    });
    expect(reply).toEqual({ text: "một hai ba bốn năm", tokens: 12 });
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join("")).toBe(reply.text);
  });

  test("leaves out what the server does not understand, once and for all", async () => {
    const refusals = [
      { status: 400, error: { message: "Use 'max_completion_tokens' instead.", param: "max_tokens" } },
      { status: 400, error: { message: "Unsupported value", param: "temperature" } },
      { status: 422, error: { message: "response_format json_schema is not supported" } },
      { status: 400, error: { message: "response_format json_object is not supported" } },
    ];
    server.chat = (_call, index) => refusals[index] ?? { say: "{}" };
    const chat = model();
    const { signal } = new AbortController();
    await chat.complete(request, { signal });
    expect(server.chats).toHaveLength(5);
    await chat.complete(request, { signal });
    expect(server.chats).toHaveLength(6);
    expect(server.chats[5]).toEqual({
      model: "test-model",
      messages: request.messages,
      max_completion_tokens: 50,
    });
  });
});

describe("a fault is one of our codes, and says neither the key nor the prompt", () => {
  test.each([
    [{ status: 401 }, "model.unauthorized", false],
    [{ status: 403 }, "model.unauthorized", false],
    [{ status: 404 }, "model.unknown", false],
    [{ status: 429, headers: { "retry-after": "3" } }, "model.busy", true],
    [{ status: 429, error: { code: "insufficient_quota" } }, "model.out_of_quota", false],
    [{ status: 400 }, "model.rejected", false],
    [{ status: 500 }, "model.failed", true],
    [{ status: 503 }, "model.failed", true],
    [{ raw: "<html>a proxy's page</html>", type: "text/html" }, "model.garbled", true],
    [{ raw: '{"choices": [' }, "model.garbled", true],
    [{ raw: "{}" }, "model.garbled", true],
    [{ raw: '{"choices":[{}]}' }, "model.cut", false],
    [{ say: "nửa câu", finish: "length" }, "model.cut", false],
    [{ say: "", finish: "content_filter" }, "model.withheld", false],
    [{ say: "", refusal: "I cannot" }, "model.withheld", false],
    [{ say: "một câu trả lời dài", cutAfter: 20 }, "model.unreachable", true],
  ])("%j → %s", async (behaviour, code, retryable) => {
    server.chat = () => behaviour;
    const fault = await faultOf(ask());
    expect(fault).toMatchObject({ code, retryable });
    expect(printed(fault)).not.toContain(KEY);
    expect(printed(fault)).not.toContain(PROMPT);
  });

  test("a stream that breaks off", async () => {
    server.chat = () => ({ say: "một câu trả lời dài hơn thế này", cutAfter: 14 });
    const fault = await faultOf(model().complete(request, { signal: new AbortController().signal, onText: () => {} }));
    expect(isAppError(fault) && fault.code).toMatch(/^model\.(?:cut|unreachable|garbled)$/);
    expect(printed(fault)).not.toContain(PROMPT);
  });

  test("a service that nobody runs", async () => {
    const url = server.url;
    await server.close();
    const gone = createOpenAiChat({ baseUrl: url, apiKey: KEY, model: "m" });
    const fault = await faultOf(gone.complete(request, { signal: new AbortController().signal }));
    expect(fault).toMatchObject({ code: "model.unreachable", retryable: true });
    server = await startModelServer();
  });

  test("one that hangs, when the caller's time is over", async () => {
    server.chat = () => ({ hang: true });
    const controller = new AbortController();
    const waiting = faultOf(ask(controller.signal));
    await server.asked(1);
    controller.abort();
    expect(await waiting).toMatchObject({ code: "model.timeout" });
  });
});
