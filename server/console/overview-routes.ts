import { listJobs } from "../jobs/index.ts";
import { overviewPage } from "./pages/overview.ts";
import { show } from "./show.ts";
import { documentCounts } from "./store/documents.ts";
import type { ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { viewOf } from "./view.ts";

export function overviewRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  return [
    {
      ...{ method: "GET", path: "/", access: "reviewer" },
      handle: async (context) => {
        const view = await viewOf(context, deps);
        const [documents, jobs] = [await documentCounts(deps.db), await listJobs(deps.db, { limit: 5 })];
        const [depths, states] = [await deps.depth(), await deps.channelStates()];
        const channels = deps.channels.map(({ name }) => name);
        return show(context, overviewPage({ view, documents, jobs, depths, states, channels }));
      },
    },
  ];
}
