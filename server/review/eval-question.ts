import { basename, extname } from "node:path";
import type { StoredAnswer } from "../../retrieval/index.ts";
import type { StandingJudgement } from "./standing.ts";
import type { ClaimVerdict } from "./verdicts.ts";

/** A question of the evaluation set, one line of the file that `npm run eval -- --file` takes. */
export interface EvalQuestion {
  id: string;
  kind: string;
  question: string;
  history?: { role: "user" | "assistant"; content: string }[];
  /** The asker's office, and the day that was taken for today. */
  unit?: string;
  askedOn?: string;
  status: string;
  /** Passages that must be cited: the file's name without its ending, and words that the quote holds. */
  expect?: { document: string; contains: string }[];
  forbidDocuments?: string[];
}

/** As it is kept until somebody has looked at it. */
export interface DraftQuestion extends EvalQuestion {
  /** What the reviewer still has to add; null when nothing is missing. */
  needs: string | null;
}

/** A quote of the answer with the name of the file that it is from. */
export interface CitedWords {
  marker: number;
  sourceName: string;
  quote: string;
}

export interface Reviewed {
  answer: Pick<StoredAnswer, "id" | "status" | "askedOn">;
  words: { question: string; history: readonly object[] };
  unit: string | null;
  judgement: StandingJudgement;
  cited: readonly CitedWords[];
}

/** The name under which the scorer knows a file. */
export const documentKey = (sourceName: string) => basename(sourceName, extname(sourceName));

/**
 * What a judgement says the answer should have been: supported claims are what must be cited, a wrong document must not
 * be, "should have abstained" is not_found. Where the judgement does not say what is right, the reviewer has to. Pure.
 */
export function questionFrom({ answer, words, unit, judgement, cited }: Reviewed): DraftQuestion {
  const abstain = judgement.overall === "should-abstain";
  const status = abstain ? "not_found" : answer.status;
  const expect = abstain ? [] : expectedOf(cited, judgement);
  const forbidden = abstain ? [] : forbiddenOf(cited, judgement);
  return {
    id: `log-${answer.id}`,
    kind: "reviewed",
    question: words.question,
    ...(words.history.length === 0 ? {} : { history: words.history as NonNullable<EvalQuestion["history"]> }),
    ...(unit === null ? {} : { unit }),
    ...(answer.askedOn === null ? {} : { askedOn: answer.askedOn }),
    status,
    ...(expect.length === 0 ? {} : { expect }),
    ...(forbidden.length === 0 ? {} : { forbidDocuments: forbidden }),
    needs: needsOf({ status, expected: expect.length, judgement }),
  };
}

const withVerdict = (
  cited: readonly CitedWords[],
  { claims }: StandingJudgement,
  verdicts: readonly ClaimVerdict[],
) => {
  const markers = new Set(claims.filter(({ verdict }) => verdicts.includes(verdict)).map(({ marker }) => marker));
  return cited.filter(({ marker }) => markers.has(marker));
};

function expectedOf(
  cited: readonly CitedWords[],
  judgement: StandingJudgement,
): { document: string; contains: string }[] {
  return withVerdict(cited, judgement, ["supported"]).map(({ sourceName, quote }) => ({
    document: documentKey(sourceName),
    contains: quote,
  }));
}

/** A document of which something else was right is not forbidden. */
function forbiddenOf(cited: readonly CitedWords[], judgement: StandingJudgement): string[] {
  const keys = (verdicts: readonly ClaimVerdict[]) =>
    withVerdict(cited, judgement, verdicts).map(({ sourceName }) => documentKey(sourceName));
  const right = new Set(keys(["supported", "partly", "unsupported"]));
  return [...new Set(keys(["wrong-document", "out-of-force"]))].filter((key) => !right.has(key));
}

function needsOf(about: { status: string; expected: number; judgement: StandingJudgement }): string | null {
  const { status, expected, judgement } = about;
  if (judgement.overall === "missing") return judgement.missing ?? "Câu trả lời còn thiếu ý.";
  return status === "answered" && expected === 0 ? "Chưa có đoạn nào được đánh giá là đúng." : null;
}

/** Without what is ours; null while something is still to be added. */
export function exported({ needs, ...question }: DraftQuestion): EvalQuestion | null {
  return needs === null ? question : null;
}
