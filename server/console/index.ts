import { Hono, type MiddlewareHandler } from "hono";
import type { Session } from "../admin/index.ts";
import { accountRoutes } from "./account-routes.ts";
import { affectedRoutes } from "./affected-routes.ts";
import { approvalRoutes } from "./approval-routes.ts";
import { channelRoutes } from "./channel-routes.ts";
import { createSessionCookie } from "./cookies.ts";
import { correctionRoutes } from "./correction-routes.ts";
import { deskRoutes } from "./desk-routes.ts";
import { documentRoutes } from "./document-routes.ts";
import { evalQuestionRoutes } from "./eval-question-routes.ts";
import { exportRoutes } from "./export-routes.ts";
import { consoleProblem } from "./faults.ts";
import { guard } from "./guard.ts";
import { jobRoutes } from "./job-routes.ts";
import { knowledgeRoutes } from "./knowledge-routes.ts";
import { noticeRoutes } from "./notice-routes.ts";
import { overviewRoutes } from "./overview-routes.ts";
import { messageInConsole } from "./pages/frame.ts";
import { peopleRoutes } from "./people-routes.ts";
import { reindexRoutes } from "./reindex-routes.ts";
import { replayRoutes } from "./replay-routes.ts";
import { show } from "./show.ts";
import { signInRoutes } from "./sign-in-routes.ts";
import { statisticsRoutes } from "./statistics-routes.ts";
import type { ConsoleContext, ConsoleDependencies } from "./types.ts";
import { uploadRoutes } from "./upload-routes.ts";
import { viewOf } from "./view.ts";

export { listAgencies } from "./store/agencies.ts";
export { citedNotHeld } from "./store/missing.ts";
export type { ConsoleDependencies } from "./types.ts";

type ConsoleApp = Hono<{ Variables: { session: Session } }>;

/** The admin's console, every address below `/quan-tri`. Hosts, headers and origins are checked before it. */
export function createConsole(deps: ConsoleDependencies): ConsoleApp {
  const app: ConsoleApp = new Hono();
  const cookie = createSessionCookie(deps.publicUrl);
  const routes = [
    ...signInRoutes(deps, cookie),
    ...overviewRoutes(deps),
    ...deskRoutes(deps),
    ...uploadRoutes(deps),
    ...jobRoutes(deps),
    ...approvalRoutes(deps),
    ...documentRoutes(deps),
    ...correctionRoutes(deps),
    ...noticeRoutes(deps),
    ...evalQuestionRoutes(deps),
    ...affectedRoutes(deps),
    ...reindexRoutes(deps),
    ...knowledgeRoutes(deps),
    ...statisticsRoutes(deps),
    ...replayRoutes(deps),
    ...peopleRoutes(deps),
    ...channelRoutes(deps),
    ...accountRoutes(deps, cookie),
    ...exportRoutes(deps),
  ];
  for (const { method, path, access, before = pass, handle } of routes) {
    app.on(method, path, guard(access, deps, cookie), before, handle);
  }
  app.onError((error, context) => fail(context, deps, error));
  return app;
}

const pass: MiddlewareHandler = (_, next) => next();

async function fail(context: ConsoleContext, deps: ConsoleDependencies, error: unknown): Promise<Response> {
  const { status, detail, code } = consoleProblem(error);
  if (status >= 500) deps.report(error);
  if (!(context.req.header("accept") ?? "").includes("text/html")) {
    return context.json({ code, detail }, status, { "Cache-Control": "no-store" });
  }
  // A database that does not answer would not answer for the menu's numbers either.
  const signedIn = context.get("session") !== undefined && status < 500;
  const view = signedIn ? await viewOf(context, deps) : null;
  return show(
    context,
    messageInConsole(status === 404 ? "Không tìm thấy" : "Chưa thực hiện được", detail, view),
    status,
  );
}

export { HOME as CONSOLE_HOME, UPLOAD as UPLOAD_PATH } from "./guard.ts";
