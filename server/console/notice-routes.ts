import { getAnswer, isAppError, type StoredAnswer } from "../../retrieval/index.ts";
import { sourcesOfAnswer } from "../review/notice-sources.ts";
import { confirmNotice, endNotice, getNotice, listNotices, notJudgedWrong, proposeNotice } from "../review/notices.ts";
import { toldBy, toldCounts, wouldBeTold } from "../review/recipients.ts";
import { type StandingJudgement, standingJudgements } from "../review/standing.ts";
import { consoleError, consoleProblem } from "./faults.ts";
import { type Form, idOf, readForm } from "./forms.ts";
import { HOME } from "./guard.ts";
import { newNoticePage } from "./pages/new-notice.ts";
import { noticePage } from "./pages/notice.ts";
import { prefilled } from "./pages/notice-draft.ts";
import { noticesPage } from "./pages/notices.ts";
import { show } from "./show.ts";
import type { ConsoleContext, ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { backTo, type Done, viewOf } from "./view.ts";

const LIST = `${HOME}/thong-bao-sua`;

/** Corrections of answers: one person proposes, another one confirms, then everybody who was given the answer is told. */
export function noticeRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  const read = (path: string, handle: ConsoleRoute["handle"]): ConsoleRoute => ({
    ...{ method: "GET", path: `/thong-bao-sua${path}`, access: "reviewer", handle },
  });
  const change = (path: string, handle: ConsoleRoute["handle"]): ConsoleRoute => ({
    ...{ method: "POST", path: `/thong-bao-sua${path}`, access: "reviewer", handle },
  });
  return [
    read("", (context) => list(context, deps)),
    read("/moi", (context) => draft(context, deps)),
    change("/moi", (context) => propose(context, deps)),
    read("/:id", (context) => one(context, deps)),
    change("/:id/xac-nhan", (context) => confirmIt(context, deps)),
    change("/:id/tu-choi", (context) => end(context, deps, "rejected")),
    change("/:id/rut", (context) => end(context, deps, "withdrawn")),
  ];
}

async function list(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const notices = await listNotices(deps.db);
  const told = await toldCounts(
    deps.db,
    notices.map(({ id }) => id),
  );
  return show(context, noticesPage({ view: await viewOf(context, deps), notices, told }));
}

interface Wrong {
  answer: StoredAnswer;
  review: StandingJudgement;
}

/** The exchange and the judgement that finds it wrong. Throws `console.not_found`, `notice.not_judged_wrong`. */
async function wrongAnswer({ db }: ConsoleDependencies, answerId: string): Promise<Wrong> {
  const answer = await getAnswer(db, answerId);
  if (answer === null) throw consoleError("console.not_found", "No such exchange.");
  const review = (await standingJudgements(db, answerId)).find(({ wrong }) => wrong);
  if (review === undefined) throw notJudgedWrong();
  return { answer, review };
}

async function draft(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const wrong = await wrongAnswer(deps, (context.req.query("tra-loi") ?? "").slice(0, 100));
  const sources = await sourcesOfAnswer(deps.db, wrong.answer.id);
  const typed = { text: prefilled(wrong.review, sources), addresses: "" };
  return show(context, await newPage(context, deps, { ...wrong, typed, fault: null }));
}

interface Draft extends Wrong {
  typed: { text: string; addresses: string };
  /** Why it was refused. */
  fault: string | null;
}

async function newPage(context: ConsoleContext, deps: ConsoleDependencies, { answer, ...rest }: Draft) {
  const sources = await sourcesOfAnswer(deps.db, answer.id);
  const recipients = await wouldBeTold(deps.db, { answerId: answer.id, channels: namesOf(deps) });
  return newNoticePage({ view: await viewOf(context, deps), answer, sources, recipients, ...rest });
}

const namesOf = ({ channels }: ConsoleDependencies): Set<string> => new Set(channels.map(({ name }) => name));

/** What was typed comes back with the reason when it is refused. */
async function propose(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const form = await readForm(context);
  const wrong = await wrongAnswer(deps, form.text("tra-loi").slice(0, 100));
  const actor = context.get("session").name;
  const typed = { text: form.text("noi-dung"), addresses: form.text("dia-chi") };
  try {
    const id = await proposeNotice(deps.db, {
      ...{ answerId: wrong.answer.id, text: typed.text, addresses: linesOf(form), actor },
    });
    return backTo(context, `${LIST}/${id}`, "tb-de-nghi");
  } catch (error) {
    if (!isAppError(error) || error.userMessage === undefined) throw error;
    const { status, detail } = consoleProblem(error);
    return show(context, await newPage(context, deps, { ...wrong, typed, fault: detail }), status);
  }
}

const MOST_ADDRESSES = 20;

const linesOf = (form: Form) =>
  form
    .text("dia-chi")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(0, MOST_ADDRESSES);

async function one(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const notice = await getNotice(deps.db, idOf(context));
  if (notice === null) throw consoleError("console.not_found", "No such notice.");
  const answer = await getAnswer(deps.db, notice.answerId);
  if (answer === null) throw consoleError("console.not_found", "No such exchange.");
  const { answerId, state, id } = notice;
  const recipients =
    state === "confirmed"
      ? await toldBy(deps.db, id)
      : await wouldBeTold(deps.db, { answerId, channels: namesOf(deps) });
  return show(context, noticePage({ view: await viewOf(context, deps), notice, answer, recipients }));
}

async function confirmIt(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const [id, actor] = [idOf(context), context.get("session").name];
  await confirmNotice(deps.db, { id, actor, teller: { channels: deps.channels } });
  deps.toSend();
  return backTo(context, `${LIST}/${id}`, "tb-xac-nhan");
}

const DONE: Record<"rejected" | "withdrawn", Done> = { rejected: "tb-tu-choi", withdrawn: "tb-rut" };

async function end(
  context: ConsoleContext,
  { db }: ConsoleDependencies,
  state: "rejected" | "withdrawn",
): Promise<Response> {
  const id = idOf(context);
  await endNotice(db, { id, actor: context.get("session").name, state });
  return backTo(context, `${LIST}/${id}`, DONE[state]);
}
