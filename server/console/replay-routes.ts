import { getAnswer } from "../../retrieval/index.ts";
import { type ReplayDependencies, type ReplayReport, replayAnswer } from "../replay/index.ts";
import { consoleError } from "./faults.ts";
import { replayPage } from "./pages/replay.ts";
import { show } from "./show.ts";
import type { ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { viewOf } from "./view.ts";

/** `?voi=hien-nay`: against what is searched now; otherwise as it was when it was asked. */
export function replayRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  const replay = oneAtATime(deps.replay ?? { db: deps.db, embedders: [deps.embedder] });
  return [
    {
      ...{ method: "GET", path: "/ra-soat/:id/hoi-lai", access: "reviewer" },
      handle: async (context) => {
        const id = context.req.param("id") ?? "";
        // A wrong address must not wait behind a copy that is being built.
        if ((await getAnswer(deps.db, id)) === null) {
          throw consoleError("console.not_found", `The log has no answer ${id}.`, "Không tìm thấy câu trả lời này.");
        }
        const report = await replay(id, context.req.query("voi") === "hien-nay" ? "now" : "then");
        return show(context, replayPage({ view: await viewOf(context, deps), report }));
      },
    },
  ];
}

type Replay = (...[id, against]: [string, Parameters<typeof replayAnswer>[2]]) => Promise<ReplayReport>;

/** A copy of an older index takes some 100 MB: pages that are opened together wait for one another. */
function oneAtATime(deps: Omit<ReplayDependencies, "writer">): Replay {
  let last: Promise<unknown> = Promise.resolve();
  return (id, against) => {
    const mine = last.then(() => replayAnswer(deps, id, against));
    last = mine.catch(() => {});
    return mine;
  };
}
