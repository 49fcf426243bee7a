import { dayInVietnam, isAppError } from "../../retrieval/index.ts";
import { seatFor } from "../review/assignments.ts";
import { blindPairs, deskAgreement } from "../review/blind-pairs.ts";
import { judge, release, take, takeNext } from "../review/desk.ts";
import { type Exchange, readExchange } from "../review/exchange.ts";
import { claimField, FIELD_IDS, type FormFault, readJudgement, type TypedJudgement } from "../review/judgement-form.ts";
import { countReasons, deskCondition, knownChannels, knownUnits, listExchanges } from "../review/queue.ts";
import { type StoredReview, visibleReviews } from "../review/reviews.ts";
import { deskQuery, fieldsOf, placeOf } from "./desk-query.ts";
import { consoleError, consoleProblem } from "./faults.ts";
import { type Form, readForm } from "./forms.ts";
import { HOME } from "./guard.ts";
import { agreementPage } from "./pages/agreement.ts";
import { hintedVerdicts } from "./pages/claims.ts";
import { deskPage } from "./pages/desk.ts";
import { exchangePage } from "./pages/exchange.ts";
import { type Status, show } from "./show.ts";
import type { ConsoleContext, ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { backTo, viewOf } from "./view.ts";

const DESK = `${HOME}/ra-soat`;
const PAGE_SIZE = 25;

export function deskRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  const route = (method: ConsoleRoute["method"], path: string, handle: typeof list): ConsoleRoute => ({
    ...{ method, path, access: "reviewer" },
    handle: (context) => handle(context, deps),
  });
  return [
    route("GET", "/ra-soat", list),
    route("GET", "/ra-soat/dong-thuan", agreement),
    route("POST", "/ra-soat/tiep-theo", next),
    route("GET", "/ra-soat/:id", one),
    route("POST", "/ra-soat/:id", store),
    route("POST", "/ra-soat/:id/nhan", takeThis),
    route("POST", "/ra-soat/:id/tra", giveBack),
  ];
}

async function list(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const { db } = deps;
  const reviewer = context.get("session").name;
  const fields = fieldsOf((name) => context.req.query(name));
  const query = await deskQuery(db, fields, reviewer);
  const after = placeOf(context.req.query("sau"));
  // One more than is shown tells whether there is a next page.
  const found = await listExchanges(db, { query, reviewer, after, limit: PAGE_SIZE + 1 });
  const exchanges = found.slice(0, PAGE_SIZE);
  const last = exchanges.at(-1);
  const counts = await countReasons(db, query);
  const options = { fields, exchanges, counts, units: await knownUnits(db), channels: await knownChannels(db) };
  const rest = found.length > PAGE_SIZE && last !== undefined ? last : null;
  return show(context, deskPage({ ...options, view: await viewOf(context, deps), next: rest }));
}

async function agreement(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const fields = fieldsOf((name) => (name === "tu" || name === "den" ? context.req.query(name) : ""));
  const { filter } = await deskQuery(deps.db, fields, "");
  const pairs = await blindPairs(deps.db, filter);
  const view = await viewOf(context, deps);
  return show(context, agreementPage({ view, agreement: deskAgreement(pairs), from: fields.tu, to: fields.den }));
}

const idOf = (context: ConsoleContext) => context.req.param("id") ?? "";
const pageOf = (id: string) => `${DESK}/${encodeURIComponent(id)}`;

async function next(context: ConsoleContext, { db }: ConsoleDependencies): Promise<Response> {
  const form = await readForm(context);
  const reviewer = context.get("session").name;
  const query = await deskQuery(
    db,
    fieldsOf((name) => form.text(name)),
    reviewer,
  );
  return toNext(
    context,
    await takeNext(db, { reviewer, instead: form.optional("bo"), condition: deskCondition(query, 3) }),
  );
}

const toNext = (context: ConsoleContext, id: string | null) =>
  id === null ? backTo(context, DESK, "het-viec") : backTo(context, pageOf(id), "nhan-viec");

async function exchangeOf(context: ConsoleContext, { db }: ConsoleDependencies): Promise<Exchange> {
  const exchange = await readExchange(db, idOf(context), dayInVietnam(new Date()));
  if (exchange === null) throw consoleError("console.not_found", "No such exchange.");
  return exchange;
}

async function one(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const exchange = await exchangeOf(context, deps);
  const mine = exchange.reviews.find(
    ({ reviewer, isCurrent }) => isCurrent && reviewer === context.get("session").name,
  );
  return page(context, deps, { exchange, typed: mine === undefined ? hinted(exchange) : typedAs(mine) });
}

interface PageParts {
  exchange: Exchange;
  typed: TypedJudgement;
  faults?: readonly FormFault[];
  refused?: string | null;
  status?: Status;
}

async function page(context: ConsoleContext, deps: ConsoleDependencies, parts: PageParts): Promise<Response> {
  const { exchange, typed, faults = [], refused = null, status = 200 } = parts;
  const reviewer = context.get("session").name;
  const reviews = visibleReviews(exchange.reviews, { reviewer, isDouble: exchange.seats.isDouble });
  const seat = seatFor(reviewer, exchange.seats);
  const view = await viewOf(context, deps);
  return show(context, exchangePage({ view, exchange, reviews, seat, typed, faults, refused }), status);
}

const NOTHING: TypedJudgement = { claims: {}, overall: "", missing: "", corrected: "", note: "" };

const hinted = (exchange: Exchange): TypedJudgement => ({ ...NOTHING, claims: hintedVerdicts(exchange) });

function typedAs({ claims, overall, words }: StoredReview): TypedJudgement {
  const verdicts = Object.fromEntries(claims.map(({ marker, verdict }) => [marker, verdict]));
  const { missing, corrected, note } = words ?? { missing: null, corrected: null, note: null };
  return { claims: verdicts, overall, missing: missing ?? "", corrected: corrected ?? "", note: note ?? "" };
}

const markersOf = ({ claims }: Exchange) => [...new Set(claims.map(({ citation }) => citation.marker))];

function typedIn(form: Form, markers: readonly number[]): TypedJudgement {
  return {
    claims: Object.fromEntries(markers.map((marker) => [marker, form.text(claimField(marker))])),
    overall: form.text(FIELD_IDS.overall),
    missing: form.raw(FIELD_IDS.missing),
    corrected: form.raw(FIELD_IDS.corrected),
    note: form.raw(FIELD_IDS.note),
  };
}

async function store(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const exchange = await exchangeOf(context, deps);
  const form = await readForm(context);
  const markers = markersOf(exchange);
  const typed = typedIn(form, markers);
  const { id, status, words: said } = exchange.answer;
  const read = readJudgement(typed, { status, markers });
  // What cannot be judged is told as that, not as a form with gaps.
  if (read.faults !== null && said !== null)
    return page(context, deps, { exchange, typed, faults: read.faults, status: 422 });
  const reviewer = context.get("session").name;
  try {
    if (read.judgement === null) throw consoleError("review.erased", `The words of ${id} were erased.`);
    await judge(deps.db, { answerId: id, reviewer, ...read.judgement, words: read.words });
  } catch (error) {
    if (!isAppError(error) || !error.code.startsWith("review.")) throw error;
    const { detail, status: refusedAs } = consoleProblem(error);
    const now = await exchangeOf(context, deps);
    return page(context, deps, { exchange: now, typed, refused: detail, status: refusedAs });
  }
  if (form.text("tiep") !== "co") return backTo(context, pageOf(id), "danh-gia");
  return toNext(context, await takeNext(deps.db, { reviewer }));
}

async function takeThis(context: ConsoleContext, { db }: ConsoleDependencies): Promise<Response> {
  await take(db, { answerId: idOf(context), reviewer: context.get("session").name });
  return backTo(context, pageOf(idOf(context)), "nhan-viec");
}

async function giveBack(context: ConsoleContext, { db }: ConsoleDependencies): Promise<Response> {
  await release(db, { answerId: idOf(context), reviewer: context.get("session").name });
  return backTo(context, DESK, "tra-viec");
}
