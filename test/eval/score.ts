import { readdirSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import type { Answer } from "../../bot/index.ts";

/** One line of a question file. */
export interface EvalQuestion {
  id: string;
  kind: string;
  question: string;
  history?: { role: "user" | "assistant"; content: string }[];
  /** Of a real exchange: the asker's office, and the day that was taken for today. */
  unit?: string;
  askedOn?: string;
  status?: string | string[];
  /** Passages that must be cited: file name without its ending, and words that the quote holds. */
  expect?: { document: string; contains: string }[];
  /** How many of `expect` are enough; all when absent. */
  minHits?: number;
  forbidDocuments?: string[];
  onlyDocuments?: string[];
  answerMatches?: string;
  answerMustNotMatch?: string;
}

/** An answer, or null when the pipeline refused the question. */
export type EvalAnswer = Pick<Answer, "status" | "answer" | "citations"> | null;

export interface Tally {
  passed: number;
  total: number;
}

export interface Score extends Tally {
  byKind: Record<string, Tally>;
  passages: { found: number; wanted: number };
  citations: { misplaced: number; cited: number };
  quotes: { verbatim: number; total: number };
  failures: { id: string; question: string; why: string[] }[];
}

interface Verdict {
  why: string[];
  wanted: number;
  found: number;
  cited: number;
  misplaced: number;
  verbatim: number;
}

/** Markdown marks and white space are not part of the wording. */
export function foldWording(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[*_|#\\]/g, " ")
    .replace(/\s+/g, " ")
    .replace(/ ([,.;:!?)])/g, "$1")
    .trim()
    .toLowerCase();
}

const keyOf = (source: string) => basename(source, extname(source));

/** The wording of every document below a folder, by file name without its ending. */
export function readSources(folders: readonly string[]): Map<string, string> {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => [".txt", ".md", ".html"].includes(extname(name)))
      .map((name) => join(folder, name)),
  );
  return new Map(files.map((file) => [keyOf(file), foldWording(readFileSync(file, "utf8"))]));
}

export function readQuestions(file: string): EvalQuestion[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as EvalQuestion);
}

/**
 * The rules of `../shared/eval/score.mjs`: a question passes when its status, its expected passages, its forbidden
 * documents and its answer patterns all hold, and every quote stands verbatim in its source file.
 */
export function scoreAnswers(
  questions: readonly EvalQuestion[],
  answers: ReadonlyMap<string, EvalAnswer>,
  sources: ReadonlyMap<string, string>,
): Score {
  const verdicts = questions.map((question) => ({
    question,
    verdict: judge(question, answers.get(question.id) ?? null, sources),
  }));
  const sum = (of: (verdict: Verdict) => number) => verdicts.reduce((total, { verdict }) => total + of(verdict), 0);
  const failures = verdicts.flatMap(({ question: { id, question }, verdict: { why } }) =>
    why.length === 0 ? [] : [{ id, question: question.normalize("NFC"), why: [...new Set(why)] }],
  );
  const byKind: Record<string, Tally> = {};
  for (const { question, verdict } of verdicts) {
    byKind[question.kind] ??= { passed: 0, total: 0 };
    const tally = byKind[question.kind] as Tally;
    tally.total += 1;
    if (verdict.why.length === 0) tally.passed += 1;
  }
  return {
    passed: questions.length - failures.length,
    total: questions.length,
    byKind,
    passages: { found: sum(({ found }) => found), wanted: sum(({ wanted }) => wanted) },
    citations: { misplaced: sum(({ misplaced }) => misplaced), cited: sum(({ cited }) => cited) },
    quotes: { verbatim: sum(({ verbatim }) => verbatim), total: sum(({ cited }) => cited) },
    failures,
  };
}

function judge(question: EvalQuestion, answer: EvalAnswer, sources: ReadonlyMap<string, string>): Verdict {
  if (answer === null) return { why: ["no answer"], wanted: 0, found: 0, cited: 0, misplaced: 0, verbatim: 0 };
  const { expect = [], status = answer.status } = question;
  const cited = answer.citations.map(({ source, quote }) => ({ document: keyOf(source), quote }));
  const isCited = ({ document, contains }: { document: string; contains: string }) =>
    cited.some((one) => one.document === document && foldWording(one.quote).includes(foldWording(contains)));
  const hits = expect.filter(isCited).length;
  const wanted = question.minHits ?? expect.length;
  const misplaced = cited.filter(({ document }) => isMisplaced(question, document));
  const broken = cited.filter(
    ({ document, quote }) => quote === "" || !sources.get(document)?.includes(foldWording(quote)),
  );
  const why = [
    [status].flat().includes(answer.status) ? "" : `status ${answer.status}, not ${[status].flat().join(" or ")}`,
    hits < wanted ? `${hits} of ${wanted} expected passages cited` : "",
    ...misplaced.map(({ document }) => `cites ${document}`),
    ...broken.map(({ document, quote }) => `quote not verbatim in ${document}: ${quote.slice(0, 60)}`),
    ...wordingFaults(question, answer.answer.normalize("NFC")),
  ].filter((reason) => reason !== "");
  return {
    why,
    wanted,
    found: Math.min(hits, wanted),
    cited: cited.length,
    misplaced: misplaced.length,
    verbatim: cited.length - broken.length,
  };
}

function isMisplaced({ forbidDocuments, onlyDocuments }: EvalQuestion, document: string): boolean {
  return forbidDocuments?.includes(document) === true || onlyDocuments?.includes(document) === false;
}

function wordingFaults({ answerMatches, answerMustNotMatch }: EvalQuestion, text: string): string[] {
  const faults: string[] = [];
  if (answerMatches && !pattern(answerMatches).test(text)) faults.push(`answer lacks /${answerMatches}/`);
  if (answerMustNotMatch && pattern(answerMustNotMatch).test(text)) faults.push(`answer has /${answerMustNotMatch}/`);
  return faults;
}

/** "(?is)…" at the front of a pattern gives its flags. */
function pattern(source: string): RegExp {
  const flags = /^\(\?([a-z]+)\)/.exec(source)?.[1] ?? "";
  return new RegExp(source.replace(/^\(\?[a-z]+\)/, ""), `${flags.replace(/[^ims]/g, "")}u`);
}
