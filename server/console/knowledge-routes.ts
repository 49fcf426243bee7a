import { fold, listAliases, listMissingDocuments } from "../../retrieval/index.ts";
import { addAlias, withdrawAlias } from "../admin/index.ts";
import { idOf, readForm } from "./forms.ts";
import { HOME } from "./guard.ts";
import { agenciesPage } from "./pages/agencies.ts";
import { missingPage } from "./pages/missing.ts";
import { show } from "./show.ts";
import { listAgencies } from "./store/agencies.ts";
import { namesOf } from "./store/documents.ts";
import { citedNotHeld } from "./store/missing.ts";
import type { ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { backTo, viewOf } from "./view.ts";

const AGENCIES = `${HOME}/co-quan`;

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
        const [agencies, aliases] = [await listAgencies(db, words), await listAliases(db)];
        return show(context, agenciesPage({ view: await viewOf(context, deps), wanted, agencies, aliases }));
      },
    },
    {
      ...{ method: "POST", path: "/co-quan/cach-goi", access: "admin" },
      handle: async (context) => {
        const form = await readForm(context);
        const { name: actor } = context.get("session");
        await addAlias(db, { writing: form.text("ten"), agency: form.text("co-quan"), actor });
        return backTo(context, AGENCIES, "cach-goi");
      },
    },
    {
      ...{ method: "POST", path: "/co-quan/cach-goi/:id/rut", access: "admin" },
      handle: async (context) => {
        await withdrawAlias(db, { id: idOf(context), actor: context.get("session").name });
        return backTo(context, AGENCIES, "rut-cach-goi");
      },
    },
  ];
}
