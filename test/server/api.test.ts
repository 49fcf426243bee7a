import { describe, expect, it } from "vitest";
import { AppError } from "../../retrieval/index.ts";
import { fakeAnswer } from "../support/fake-library.ts";
import { fakeRoutes } from "../support/fake-routes.ts";

async function problem(response: Response | Promise<Response>) {
  const received = await response;
  expect(received.headers.get("content-type")).toContain("application/problem+json");
  const body = (await received.json()) as { code: string; detail: string; status: number };
  expect(body.status).toBe(received.status);
  expect(body.detail).toMatch(/\p{L}.*[.]$/u);
  return `${received.status} ${body.code}`;
}

describe("POST /api/ask", () => {
  it("answers with the contract, and hands the history on", async () => {
    const { ask, asked } = fakeRoutes();
    const history = [{ role: "user", content: "Sở Tài chính làm gì?" }];
    const response = await ask({ question: "còn Sở Nội vụ?", history });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(fakeAnswer());
    expect(asked).toEqual([{ question: "còn Sở Nội vụ?", history }]);
  });

  it.each([
    ["broken JSON", '{"question": ', "400 request.not_json"],
    ["no question", {}, "422 request.invalid"],
    ["not an object", "[]", "422 request.invalid"],
    ["a question that is a number", { question: 7 }, "422 question.not_text"],
    ["a strange history", { question: "a", history: "b" }, "422 request.invalid"],
    [
      "a system message in the history",
      { question: "a", history: [{ role: "system", content: "" }] },
      "422 request.invalid",
    ],
    ["a body beyond the limit", { question: "a".repeat(300_000) }, "413 request.too_large"],
  ])("refuses %s", async (_, body, expected) => {
    const { ask, asked } = fakeRoutes();
    expect(await problem(ask(body))).toBe(expected);
    expect(asked).toEqual([]);
  });

  it("refuses bytes that are not UTF-8", async () => {
    const { post } = fakeRoutes();
    const body = new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]);
    expect(await problem(post("/api/ask", body, { "Content-Type": "application/json" }))).toBe("400 request.not_utf8");
  });

  it.each([["text/plain"], ["application/x-www-form-urlencoded"], ["application/json; charset=latin1"]])(
    "refuses the content type %s",
    async (type) => {
      const { ask } = fakeRoutes();
      expect(await problem(ask({ question: "a" }, { "Content-Type": type }))).toBe("415 request.wrong_type");
    },
  );

  it.each([
    [new AppError({ code: "question.empty", message: "Empty." }), "422 question.empty"],
    [new AppError({ code: "question.too_long", message: "Long.", userMessage: "Dài quá." }), "422 question.too_long"],
    [
      new AppError({ code: "database.unreachable", message: "no route to 10.0.0.1", retryable: true }),
      "503 database.unreachable",
    ],
    [new AppError({ code: "something.odd", message: "secret words" }), "500 internal"],
    [new TypeError("secret words"), "500 internal"],
  ])("turns %s into a problem without its inner words", async (error, expected) => {
    const { ask, reported } = fakeRoutes({
      ask: async () => {
        throw error;
      },
    });
    const response = await ask({ question: "a" });
    const text = await response.clone().text();
    expect(text).not.toMatch(/secret|10\.0\.0|\bat .*:\d+/);
    expect(await problem(response)).toBe(expected);
    expect(reported).toEqual(response.status >= 500 ? [error] : []);
  });

  it("says which method it takes", async () => {
    const { app } = fakeRoutes();
    const response = await app.request("/api/ask");
    expect(response.headers.get("allow")).toBe("POST");
    expect(await problem(response)).toBe("405 request.method");
  });

  it("refuses another site's page, and another site's name for this machine", async () => {
    const { ask } = fakeRoutes();
    expect(await problem(ask({ question: "a" }, { Origin: "https://evil.example" }))).toBe("403 request.cross_site");
    expect(await problem(ask({ question: "a" }, { Host: "evil.example:3000" }))).toBe("421 request.wrong_host");
    expect((await ask({ question: "a" }, { Host: "127.0.0.1:3000", Origin: "http://127.0.0.1:3000" })).status).toBe(
      200,
    );
    expect((await ask({ question: "a" }, { Host: "[::1]:3000" })).status).toBe(200);
  });
});

describe("GET /healthz", () => {
  it("is well when the database answers, 503 when not", async () => {
    expect((await fakeRoutes().app.request("/healthz")).status).toBe(200);
    const { app } = fakeRoutes({
      ready: async () => {
        throw new AppError({ code: "database.unreachable", message: "gone", retryable: true });
      },
    });
    const response = await app.request("/healthz");
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await problem(response)).toBe("503 database.unreachable");
  });
});
