import { overviewPage } from "./pages/overview.ts";
import { show } from "./show.ts";
import type { ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { viewOf } from "./view.ts";

export function overviewRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  return [
    {
      method: "GET",
      path: "/",
      access: "reviewer",
      handle: async (context) => show(context, overviewPage({ view: await viewOf(context, deps) })),
    },
  ];
}
