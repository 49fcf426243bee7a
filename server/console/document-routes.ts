import {
  addValidity,
  decideValidity,
  findDocumentsByNumber,
  listValidity,
  numberParts,
  originalBytes,
  pagePicture,
  rollbackDocument,
  type Span,
  storedReading,
  type ValidityFact,
  type ValidityKind,
} from "../../retrieval/index.ts";
import { recordAction } from "../admin/index.ts";
import { documentName } from "../pages/index.ts";
import { consoleError } from "./faults.ts";
import { type Form, idOf, readForm, wholeNumber } from "./forms.ts";
import { HOME, pathAfterSignIn } from "./guard.ts";
import { documentPage } from "./pages/document.ts";
import { documentsPage } from "./pages/documents.ts";
import type { Editing } from "./pages/edit.ts";
import { highlightStyles } from "./pages/marks.ts";
import { validityNames } from "./pages/names.ts";
import { validityPage } from "./pages/validity.ts";
import { show } from "./show.ts";
import { collectionsOf } from "./store/collections.ts";
import { consoleDocument } from "./store/document-detail.ts";
import { type DocumentQuery, filterOptions, namesOf, searchDocuments } from "./store/documents.ts";
import type { ConsoleContext, ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { backTo, viewOf } from "./view.ts";

const LIST = `${HOME}/van-ban`;

export function documentRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  const read = (path: string, handle: ConsoleRoute["handle"]): ConsoleRoute => ({
    ...{ method: "GET", path, access: "reviewer", handle },
  });
  const change = (path: string, handle: ConsoleRoute["handle"]): ConsoleRoute => ({
    ...{ method: "POST", path, access: "admin", handle },
  });
  return [
    read("/van-ban", (context) => list(context, deps)),
    read("/van-ban/:id", (context) => one(context, deps)),
    read("/van-ban/:id/trang/:page", (context) => picture(context, deps)),
    read("/to-sang.css", styles),
    read("/hieu-luc", (context) => proposals(context, deps)),
    change("/van-ban/:id/quay-lai", (context) => rollback(context, deps)),
    change("/van-ban/:id/hieu-luc", (context) => stateValidity(context, deps)),
    change("/hieu-luc/:id/xac-nhan", (context) => decide(context, deps, "confirmed")),
    change("/hieu-luc/:id/bo-qua", (context) => decide(context, deps, "dismissed")),
  ];
}

async function list(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const query = queryOf(context);
  const { documents, total } = await searchDocuments(deps.db, query);
  const { types, issuers } = await filterOptions(deps.db);
  const collections = await collectionsOf(deps.db);
  const view = await viewOf(context, deps);
  return show(context, documentsPage({ view, query, documents, total, types, issuers, collections }));
}

function queryOf(context: ConsoleContext): DocumentQuery {
  const field = (name: string) => (context.req.query(name) ?? "").slice(0, 200);
  const chosen = (name: string) => field(name) || null;
  const status = (["live", "pending", "out"] as const).find((one) => one === field("trang-thai")) ?? null;
  return {
    words: field("tim"),
    type: chosen("loai"),
    issuer: chosen("co-quan"),
    tier: chosen("ban"),
    collection: chosen("nhom"),
    status,
    warned: field("canh-bao") === "co",
    page: Math.min(Math.max(wholeNumber(field("trang")) ?? 1, 1), 100_000),
  };
}

async function one(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const document = await consoleDocument(deps.db, idOf(context), wholeNumber(context.req.query("ban")));
  if (document === null) throw consoleError("console.not_found", "No such document or version.");
  const editing = editingOf(context.req.query("sua"));
  const quoted = quotedSpan(context, document.reading.parsed.text.length);
  return show(context, documentPage({ view: await viewOf(context, deps), document, editing, quoted }));
}

function quotedSpan(context: ConsoleContext, length: number): Span | null {
  const [start, end] = [wholeNumber(context.req.query("tu")), wholeNumber(context.req.query("den"))];
  return start === null || end === null || start >= end || end > length ? null : { start, end };
}

/** A page of the original as it looks: what the reading is held against. */
async function picture(context: ConsoleContext, { db }: ConsoleDependencies): Promise<Response> {
  const [documentId, page] = [idOf(context), idOf(context, "page")];
  const reading = await storedReading(db, wholeNumber(context.req.query("ban")) ?? 0);
  const hash = reading?.documentId === documentId ? reading.originalHash : null;
  const bytes = hash === null ? null : await originalBytes(db, hash);
  const found = bytes === null ? null : await pagePicture(bytes, page);
  if (found === null) throw consoleError("console.not_found", "No such page, or it cannot be drawn.");
  const headers = { "Content-Type": found.type, "Cache-Control": "private, max-age=86400, immutable" };
  return context.body(new Uint8Array(found.bytes), 200, headers);
}

/** "truong:title", "nhiem-vu:12", "vien-dan:3", "them". */
function editingOf(asked: string | undefined): Editing | null {
  const [what, value = ""] = (asked ?? "").split(":");
  const id = wholeNumber(value);
  if (what === "truong") return { what: "field", name: value };
  if (what === "them") return { what: "add" };
  if (what === "nhiem-vu" && id !== null) return { what: "duty", id };
  return what === "vien-dan" && id !== null ? { what: "reference", id } : null;
}

function styles(context: ConsoleContext): Response {
  const count = wholeNumber(context.req.query("n")) ?? 0;
  const headers = { "Content-Type": "text/css; charset=utf-8", "Cache-Control": "private, max-age=86400" };
  return context.body(highlightStyles(count), 200, headers);
}

async function rollback(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const documentId = idOf(context);
  const form = await readForm(context);
  const [versionId, actor] = [form.id("ban"), context.get("session").name];
  await rollbackDocument(deps, { documentId, versionId, actor, reason: form.optional("ly-do") ?? undefined });
  await recordAction(deps.db, {
    ...{ actor, action: "document.rollback", target: `${documentId}`, detail: { version: versionId } },
  });
  return backTo(context, `${LIST}/${documentId}`, "quay-lai");
}

async function proposals(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const facts = await listValidity(deps.db, { state: "proposed" });
  const names = await namesOf(
    deps.db,
    facts.map(({ documentId }) => documentId),
  );
  const named = facts.map((fact) => ({ ...fact, name: names.get(fact.documentId) ?? `Văn bản ${fact.documentId}` }));
  return show(context, validityPage({ view: await viewOf(context, deps), facts: named }));
}

async function decide(
  context: ConsoleContext,
  { db }: ConsoleDependencies,
  state: "confirmed" | "dismissed",
): Promise<Response> {
  const form = await readForm(context);
  const actor = context.get("session").name;
  const date = form.optional("ngay");
  const fact = await decideValidity(db, { id: idOf(context), state, actor, ...(date === null ? {} : { date }) });
  const action = state === "confirmed" ? "validity.confirm" : "validity.dismiss";
  await recordAction(db, { actor, action, target: targetOf(fact), detail: { fact: fact.id, date: fact.date } });
  return backTo(context, pathAfterSignIn(form.optional("ve")), state === "confirmed" ? "hieu-luc" : "bo-qua");
}

const targetOf = ({ documentId, kind, byLabel }: Pick<ValidityFact, "documentId" | "kind" | "byLabel">) =>
  `${documentId}: ${kind}${byLabel === null ? "" : ` ${byLabel}`}`;

async function stateValidity(context: ConsoleContext, { db }: ConsoleDependencies): Promise<Response> {
  const documentId = idOf(context);
  const form = await readForm(context);
  const actor = context.get("session").name;
  const kind = form.oneOf("loai", Object.keys(validityNames) as ValidityKind[]);
  const by = await byDocument({ db, form, documentId, kind });
  const fact = { documentId, kind, date: form.optional("ngay"), partial: form.text("mot-phan") === "co", ...by };
  await addValidity(db, { ...fact, actor });
  await recordAction(db, { actor, action: "validity.confirm", target: targetOf(fact), detail: { date: fact.date } });
  return backTo(context, `${LIST}/${documentId}`, "hieu-luc");
}

interface ByDocument {
  byDocumentId: number | null;
  byLabel: string | null;
}

/** The document that replaces or repeals: the held one of this number, where exactly one is held. */
async function byDocument({
  db,
  form,
  documentId,
  kind,
}: {
  db: ConsoleDependencies["db"];
  form: Form;
  documentId: number;
  kind: ValidityKind;
}): Promise<ByDocument> {
  const label = form.optional("boi");
  if (!kind.endsWith("-by")) {
    if (form.optional("ngay") === null) throw incomplete("Xin cho biết ngày.");
    return { byDocumentId: null, byLabel: null };
  }
  if (label === null) throw incomplete("Xin cho biết văn bản thay thế hoặc bãi bỏ.");
  const { seq, year, symbol } = numberParts(label);
  const held = seq === "" ? [] : await findDocumentsByNumber(db, { seq, year, symbol });
  const others = held.filter(({ id }) => id !== documentId);
  const [only] = others;
  if (only === undefined || others.length > 1) return { byDocumentId: null, byLabel: label };
  return { byDocumentId: only.id, byLabel: documentName(only) };
}

const incomplete = (words: string) => consoleError("console.bad_form", "The form lacks something.", words);
