import { fileURLToPath } from "node:url";
import type { Answer, Question } from "../../bot/index.ts";
import { loadAssets } from "../../server/http/assets.ts";
import { createRoutes, type RoutesDependencies } from "../../server/http/routes.ts";
import { fakeConversations } from "./fake-conversations.ts";
import { fakeAnswer, fakeLibrary } from "./fake-library.ts";

/** The HTTP layer over fakes; `asked` records what reached the pipeline, `reported` what reached the log. */
export function fakeRoutes(overrides: Partial<RoutesDependencies> = {}) {
  const asked: Question[] = [];
  const reported: unknown[] = [];
  const { ask: answer = async (): Promise<Answer> => fakeAnswer() } = overrides;
  const recording: RoutesDependencies["ask"] = (question, channel) => {
    asked.push(question);
    return answer(question, channel);
  };
  const app = createRoutes({
    conversations: fakeConversations(recording),
    webChat: "open",
    library: fakeLibrary(),
    ready: async () => {},
    assets: loadAssets(fileURLToPath(new URL("../../server/pages/assets", import.meta.url))),
    report: (error) => reported.push(error),
    ...overrides,
    ask: recording,
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
