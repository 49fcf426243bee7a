import {
  approveVersion,
  compareVersions,
  isAppError,
  listPending,
  type PendingVersion,
  rejectVersion,
  type VersionDiff,
} from "../../retrieval/index.ts";
import { recordAction } from "../admin/index.ts";
import { consoleError, consoleProblem } from "./faults.ts";
import { idOf, readForm, wholeNumber } from "./forms.ts";
import { HOME } from "./guard.ts";
import { approvalPage } from "./pages/approval.ts";
import { type Approved, approvalsPage } from "./pages/approvals.ts";
import { show } from "./show.ts";
import { consoleDocument } from "./store/document-detail.ts";
import type { ConsoleContext, ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { backTo, viewOf } from "./view.ts";

const QUEUE = `${HOME}/cho-duyet`;

export function approvalRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  return [
    { method: "GET", path: "/cho-duyet", access: "reviewer", handle: (context) => queue(context, deps, null) },
    { method: "POST", path: "/cho-duyet", access: "admin", handle: (context) => approveMany(context, deps) },
    { method: "GET", path: "/cho-duyet/:id", access: "reviewer", handle: (context) => one(context, deps) },
    { method: "POST", path: "/cho-duyet/:id/duyet", access: "admin", handle: (context) => approve(context, deps) },
    { method: "POST", path: "/cho-duyet/:id/tu-choi", access: "admin", handle: (context) => reject(context, deps) },
  ];
}

async function queue(context: ConsoleContext, deps: ConsoleDependencies, approved: Approved | null): Promise<Response> {
  const pending = await listPending(deps.db);
  return show(context, approvalsPage({ view: await viewOf(context, deps), pending, approved }));
}

/** The waiting version with this id. Throws `console.not_pending`. */
async function pendingOf(context: ConsoleContext, { db }: ConsoleDependencies): Promise<PendingVersion> {
  const id = idOf(context);
  const found = (await listPending(db)).find(({ versionId }) => versionId === id);
  if (found === undefined) throw consoleError("console.not_pending", `Version ${id} does not wait for approval.`);
  return found;
}

async function one(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const pending = await pendingOf(context, deps);
  const document = await consoleDocument(deps.db, pending.documentId, pending.versionId);
  if (document === null) throw consoleError("console.not_found", "The document is not there any more.");
  const diff = await diffOf(deps, pending);
  return show(context, approvalPage({ view: await viewOf(context, deps), document, diff }));
}

/** What approving changes; null for a document that has never been live. */
async function diffOf({ db }: ConsoleDependencies, pending: PendingVersion): Promise<VersionDiff | null> {
  return pending.liveVersionId === null ? null : compareVersions(db, pending.liveVersionId, pending.versionId);
}

async function approve(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const { documentId, versionId } = await pendingOf(context, deps);
  const form = await readForm(context);
  const actor = context.get("session").name;
  const confirmed = form.text("da-xem") === "co";
  const reason = form.optional("ly-do") ?? undefined;
  await approveVersion(deps, { documentId, versionId, actor, confirmed, reason });
  await recordAction(deps.db, {
    ...{ actor, action: "version.approve", target: `${documentId}`, detail: { version: versionId, confirmed } },
  });
  return backTo(context, QUEUE, "duyet");
}

async function reject(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const { documentId, versionId } = await pendingOf(context, deps);
  const form = await readForm(context);
  const actor = context.get("session").name;
  await rejectVersion(deps.db, { documentId, actor, reason: form.optional("ly-do") ?? undefined });
  await recordAction(deps.db, {
    ...{ actor, action: "version.reject", target: `${documentId}`, detail: { version: versionId } },
  });
  return backTo(context, QUEUE, "tu-choi");
}

/** Proxies cut a request off after a minute; what is left over is ticked on the page that comes back. */
const MOST_MS = 20_000;

/** Those that were ticked. One that cannot be approved (personal data, a newer version) does not hold up the others. */
async function approveMany(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const form = await readForm(context);
  const ids = new Set(form.all("ban").map(wholeNumber));
  const chosen = (await listPending(deps.db)).filter(({ versionId }) => ids.has(versionId));
  if (chosen.length === 0) throw consoleError("console.nothing_chosen", "No waiting version was ticked.");
  const actor = context.get("session").name;
  const approved: Approved = { count: 0, refused: [], left: new Set(chosen.map(({ versionId }) => versionId)) };
  const ends = performance.now() + MOST_MS;
  for (const pending of chosen) {
    if (performance.now() > ends) break;
    approved.left.delete(pending.versionId);
    const { documentId, versionId, sourceName } = pending;
    try {
      await approveVersion(deps, { documentId, versionId, actor });
      approved.count += 1;
      await recordAction(deps.db, {
        ...{ actor, action: "version.approve", target: `${documentId}`, detail: { version: versionId } },
      });
    } catch (error) {
      if (!isAppError(error) || error.code.startsWith("database.")) throw error;
      approved.refused.push({ versionId, name: sourceName, why: consoleProblem(error).detail });
    }
  }
  return queue(context, deps, approved);
}
