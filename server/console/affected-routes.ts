import { type AffectedAnswer, compareVersions, type VersionRecord, versionsOf } from "../../retrieval/index.ts";
import { type AnswerAfterEnd, answersAfterEnd } from "../review/ended.ts";
import { requestedAmong, requestReview } from "../review/requests.ts";
import { consoleError } from "./faults.ts";
import { idOf, readForm, wholeNumber } from "./forms.ts";
import { HOME } from "./guard.ts";
import { affectedPage } from "./pages/affected.ts";
import { show } from "./show.ts";
import { namesOf } from "./store/documents.ts";
import type { ConsoleContext, ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { backTo, viewOf } from "./view.ts";

/** Answers that were given on words of a document that have changed since, or after the document had ended. */
export function affectedRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  const path = "/van-ban/:id/cau-tra-loi-bi-anh-huong";
  return [
    { method: "GET", path, access: "reviewer", handle: (context) => page(context, deps) },
    { method: "POST", path, access: "reviewer", handle: (context) => request(context, deps) },
  ];
}

/** The versions that are compared; null where a document has had one version only. */
export interface Compared {
  from: number;
  to: number;
}

interface Affected {
  versions: VersionRecord[];
  compared: Compared | null;
  changed: AffectedAnswer[];
  ended: AnswerAfterEnd[];
}

interface Asked {
  documentId: number;
  from: number | null;
  to: number | null;
}

async function affectedOf({ db }: ConsoleDependencies, { documentId, from, to }: Asked): Promise<Affected> {
  const versions = await versionsOf(db, documentId);
  if (versions.length === 0) throw consoleError("console.not_found", "No such document.");
  const compared = comparedOf(versions, { from, to });
  const changed = compared === null ? [] : (await compareVersions(db, compared.from, compared.to)).answers;
  return { versions, compared, changed, ended: await answersAfterEnd(db, documentId) };
}

/** What was asked for, else the version in use with the one that was before it. */
function comparedOf(versions: readonly VersionRecord[], { from, to }: Omit<Asked, "documentId">): Compared | null {
  const has = (id: number | null): id is number => versions.some((one) => one.id === id);
  if ((from !== null && !has(from)) || (to !== null && !has(to))) {
    throw consoleError("console.not_found", "No such version of this document.");
  }
  const after = to ?? versions.find(({ live }) => live)?.id ?? versions.at(-1)?.id;
  const before = from ?? versions.findLast(({ id, status }) => id !== after && status === "retired")?.id;
  return after === undefined || before === undefined || before === after ? null : { from: before, to: after };
}

async function page(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const documentId = idOf(context);
  const [from, to] = [wholeNumber(context.req.query("tu")), wholeNumber(context.req.query("den"))];
  const affected = await affectedOf(deps, { documentId, from, to });
  const ids = [...affected.changed, ...affected.ended].map(({ answerId }) => answerId);
  const requested = await requestedAmong(deps.db, ids);
  const name = (await namesOf(deps.db, [documentId])).get(documentId) ?? `Văn bản ${documentId}`;
  const view = await viewOf(context, deps);
  return show(context, affectedPage({ view, documentId, name, requested, ...affected }));
}

/** All that the page listed, into the reviewers' queue. An answer that said itself that the document had ended is left out. */
async function request(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const documentId = idOf(context);
  const form = await readForm(context);
  const [from, to] = [wholeNumber(form.text("tu")), wholeNumber(form.text("den"))];
  const reason = form.oneOf("ly-do", ["version", "validity"]);
  const { changed, ended, compared } = await affectedOf(deps, { documentId, from, to });
  const answers = reason === "version" ? changed : ended.filter(({ said }) => !said);
  const answerIds = [...new Set(answers.map(({ answerId }) => answerId))];
  const actor = context.get("session").name;
  await requestReview(deps.db, { answerIds, reason, actor, target: `${documentId}` });
  const query = compared === null ? "" : `?tu=${compared.from}&den=${compared.to}`;
  return backTo(context, `${HOME}/van-ban/${documentId}/cau-tra-loi-bi-anh-huong${query}`, "cho-ra-soat");
}
