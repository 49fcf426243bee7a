import { abandonReindex, listRuns, reindexFailures, reindexStatus, stopReindex } from "../../retrieval/index.ts";
import { recordAction } from "../admin/index.ts";
import { consoleError } from "./faults.ts";
import { HOME } from "./guard.ts";
import { reindexPage } from "./pages/reindex.ts";
import { show } from "./show.ts";
import type { ConsoleContext, ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { backTo, viewOf } from "./view.ts";

const PAGE = `${HOME}/lap-chi-muc`;

export function reindexRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  const { db, reindexer } = deps;
  const change = (path: string, action: string, act: (context: ConsoleContext) => Promise<void>): ConsoleRoute => ({
    ...{ method: "POST", path: `/lap-chi-muc${path}`, access: "admin" },
    handle: async (context) => {
      await act(context);
      await recordAction(db, { actor: context.get("session").name, action });
      return backTo(context, PAGE, "chi-muc");
    },
  });
  return [
    { method: "GET", path: "/lap-chi-muc", access: "reviewer", handle: (context) => status(context, deps) },
    change("/bat-dau", "reindex.start", (context) =>
      reindexer.start({ reason: "console", actor: context.get("session").name }),
    ),
    change("/dung", "reindex.stop", async () => {
      if (!(await stopReindex(db))) throw consoleError("console.no_run", "No reindex is under way.");
    }),
    change("/tiep-tuc", "reindex.resume", () => reindexer.resume()),
    change("/bo", "reindex.abandon", () => abandonReindex(db)),
  ];
}

async function status(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const { db } = deps;
  const [open, runs] = [await reindexStatus(db), await listRuns(db)];
  const latest = open?.run ?? runs[0];
  const failures = latest === undefined ? [] : await reindexFailures(db, latest.id);
  if (!(context.req.header("accept") ?? "").includes("text/html")) {
    return context.json(open === null ? { state: "none" } : { state: open.run.state, ...open.progress }, 200, {
      "Cache-Control": "no-store",
    });
  }
  return show(context, reindexPage({ view: await viewOf(context, deps), open, runs, failures }));
}
