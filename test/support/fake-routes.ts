import { fileURLToPath } from "node:url";
import type { Answer, Question } from "../../bot/index.ts";
import { loadAssets } from "../../server/http/assets.ts";
import { createRoutes, type RoutesDependencies } from "../../server/http/routes.ts";
import { fakeAnswer, fakeLibrary } from "./fake-library.ts";

/** The HTTP layer over fakes; `asked` records what reached the pipeline, `reported` what reached the log. */
export function fakeRoutes(overrides: Partial<RoutesDependencies> = {}) {
  const asked: Question[] = [];
  const reported: unknown[] = [];
  const app = createRoutes({
    ask: async (question): Promise<Answer> => {
      asked.push(question);
      return fakeAnswer();
    },
    library: fakeLibrary(),
    ready: async () => {},
    assets: loadAssets(fileURLToPath(new URL("../../server/pages/assets", import.meta.url))),
    report: (error) => reported.push(error),
    ...overrides,
  });
  const post = (
    path: string,
    body: string | URLSearchParams | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ) => app.request(path, { method: "POST", body, headers });
  const ask = (body: unknown, headers: Record<string, string> = {}) =>
    post("/api/ask", typeof body === "string" ? body : JSON.stringify(body), {
      "Content-Type": "application/json",
      ...headers,
    });
  return { app, ask, post, asked, reported };
}
