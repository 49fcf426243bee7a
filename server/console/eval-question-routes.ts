import { getAnswer, plainText } from "../../retrieval/index.ts";
import type { DraftQuestion } from "../review/eval-question.ts";
import {
  addEvalQuestion,
  deleteEvalQuestion,
  type EvalQuestionRow,
  exportedLines,
  getEvalQuestion,
  listEvalQuestions,
  notHeld,
  saveEvalQuestion,
} from "../review/eval-questions.ts";
import { STATUSES } from "../review/filter-fields.ts";
import { consoleError } from "./faults.ts";
import { type Form, idOf, readForm } from "./forms.ts";
import { HOME } from "./guard.ts";
import { evalQuestionPage } from "./pages/eval-question.ts";
import { evalQuestionsPage } from "./pages/eval-questions.ts";
import { newEvalQuestionPage } from "./pages/new-eval-question.ts";
import { show } from "./show.ts";
import type { ConsoleContext, ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { backTo, viewOf } from "./view.ts";

const LIST = `${HOME}/cau-hoi-danh-gia`;

/** Reviewed exchanges that the evaluation asks again. */
export function evalQuestionRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  const path = (rest = "") => `/cau-hoi-danh-gia${rest}`;
  return [
    { method: "GET", path: path(), access: "reviewer", handle: (context) => list(context, deps) },
    { method: "POST", path: path(), access: "reviewer", handle: (context) => add(context, deps) },
    { method: "GET", path: path(".jsonl"), access: "reviewer", handle: (context) => download(context, deps) },
    { method: "GET", path: path("/moi"), access: "reviewer", handle: (context) => fresh(context, deps) },
    { method: "GET", path: path("/:id"), access: "reviewer", handle: (context) => one(context, deps) },
    { method: "POST", path: path("/:id"), access: "reviewer", handle: (context) => save(context, deps) },
    { method: "POST", path: path("/:id/xoa"), access: "admin", handle: (context) => remove(context, deps) },
  ];
}

async function list(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const questions = await listEvalQuestions(deps.db);
  return show(context, evalQuestionsPage({ view: await viewOf(context, deps), questions }));
}

async function fresh(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const answer = await getAnswer(deps.db, (context.req.query("tra-loi") ?? "").slice(0, 100));
  if (answer === null) throw consoleError("console.not_found", "No such exchange.");
  return show(context, newEvalQuestionPage({ view: await viewOf(context, deps), answer }));
}

async function add(context: ConsoleContext, { db }: ConsoleDependencies): Promise<Response> {
  const answerId = (await readForm(context)).text("tra-loi").slice(0, 100);
  const { id } = await addEvalQuestion(db, { answerId, actor: context.get("session").name });
  return backTo(context, `${LIST}/${id}`, "ch-them");
}

async function download(context: ConsoleContext, { db }: ConsoleDependencies): Promise<Response> {
  const lines = await exportedLines(db);
  return context.body(lines.map((line) => `${line}\n`).join(""), 200, {
    "Content-Type": "application/x-ndjson; charset=utf-8",
    "Content-Disposition": 'attachment; filename="cau-hoi-danh-gia.jsonl"',
    "Cache-Control": "no-store",
  });
}

async function questionOf(context: ConsoleContext, { db }: ConsoleDependencies): Promise<EvalQuestionRow> {
  const found = await getEvalQuestion(db, idOf(context));
  if (found === null) throw consoleError("console.not_found", "No such question.");
  return found;
}

async function one(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const row = await questionOf(context, deps);
  return show(context, evalQuestionPage({ view: await viewOf(context, deps), row, fault: null }));
}

/** What was typed comes back with the reason when it is refused. */
async function save(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const row = await questionOf(context, deps);
  const question = typed(await readForm(context), row.question);
  const fault = await faultOf(deps, question);
  if (fault !== null) {
    const page = evalQuestionPage({ view: await viewOf(context, deps), row: { ...row, question }, fault });
    return show(context, page, 422);
  }
  await saveEvalQuestion(deps.db, { id: row.id, question, actor: context.get("session").name });
  return backTo(context, LIST, "ch-sua");
}

/** The question itself stays as it was asked; what is wanted of the answer is the reviewer's. */
function typed(form: Form, { expect: _, forbidDocuments: __, ...kept }: DraftQuestion): DraftQuestion {
  const [documents, words] = [form.all("van-ban"), form.all("chu")];
  const expect = documents
    .map((document, index) => ({
      document: document.trim(),
      contains: (words[index] ?? "").replaceAll("\r\n", "\n").normalize("NFC").trim(),
    }))
    .filter(({ document, contains }) => document !== "" || contains !== "");
  const forbidDocuments = form
    .text("khong-trich")
    .split(/[\s,]+/)
    .filter(Boolean);
  return {
    ...kept,
    status: form.oneOf("trang-thai", STATUSES),
    ...(expect.length === 0 ? {} : { expect }),
    ...(forbidDocuments.length === 0 ? {} : { forbidDocuments }),
    needs: form.text("da-du") === "co" ? null : kept.needs,
  };
}

async function faultOf(
  { db }: ConsoleDependencies,
  { status, expect = [], needs }: DraftQuestion,
): Promise<string | null> {
  if (expect.some(({ document, contains }) => document === "" || contains === "")) {
    return "Mỗi đoạn cần cả tên tệp và câu chữ.";
  }
  if (status === "answered" && expect.length === 0 && needs === null) {
    return "Câu hỏi có câu trả lời thì cần ít nhất một đoạn phải trích.";
  }
  if (status !== "answered" && expect.length > 0) return "Câu hỏi không có câu trả lời thì không có đoạn phải trích.";
  const [missing] = await notHeld(db, expect, (text, words) => plainText(text).includes(plainText(words)));
  return missing === undefined
    ? null
    : `Không tìm thấy “${missing.contains.slice(0, 120)}” trong văn bản đang dùng có tên tệp “${missing.document.slice(0, 80)}”.`;
}

async function remove(context: ConsoleContext, { db }: ConsoleDependencies): Promise<Response> {
  await deleteEvalQuestion(db, { id: idOf(context), actor: context.get("session").name });
  return backTo(context, LIST, "ch-xoa");
}
