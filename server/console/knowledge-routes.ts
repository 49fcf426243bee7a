import { fold, listMissingDocuments } from "../../retrieval/index.ts";
import { agenciesPage } from "./pages/agencies.ts";
import { missingPage } from "./pages/missing.ts";
import { show } from "./show.ts";
import { listAgencies } from "./store/agencies.ts";
import { namesOf } from "./store/documents.ts";
import { citedNotHeld } from "./store/missing.ts";
import type { ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { viewOf } from "./view.ts";

/** What the store knows of agencies, and of documents that it does not hold. */
export function knowledgeRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  const { db } = deps;
  return [
    {
      ...{ method: "GET", path: "/con-thieu", access: "reviewer" },
      handle: async (context) => {
        const cited = await citedNotHeld(db);
        const names = await namesOf(db, [...new Set(cited.flatMap(({ citedBy }) => citedBy))]);
        const asked = await listMissingDocuments(db);
        return show(context, missingPage({ view: await viewOf(context, deps), cited, names, asked }));
      },
    },
    {
      ...{ method: "GET", path: "/co-quan", access: "reviewer" },
      handle: async (context) => {
        const wanted = (context.req.query("tim") ?? "").slice(0, 200);
        const words = fold(wanted).split(/\s+/).filter(Boolean);
        const agencies = await listAgencies(db, words);
        return show(context, agenciesPage({ view: await viewOf(context, deps), wanted, agencies }));
      },
    },
  ];
}
