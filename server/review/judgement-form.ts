import type { ReviewWords } from "./reviews.ts";
import {
  CLAIM_VERDICTS,
  type ClaimJudgement,
  type Judgement,
  OVERALL_VERDICTS,
  type OverallVerdict,
} from "./verdicts.ts";

/** What a reviewer typed and ticked, as it came; nothing of it is lost when something is missing. */
export interface TypedJudgement {
  /** By marker; empty where nothing is ticked. */
  claims: Readonly<Record<number, string>>;
  overall: string;
  missing: string;
  corrected: string;
  note: string;
}

export interface FormFault {
  /** Id of the field that it is about. */
  field: string;
  sentence: string;
}

export type ReadJudgement =
  | { judgement: Judgement; words: ReviewWords; faults: null }
  | { judgement: null; words: null; faults: FormFault[] };

/** What may be said of the whole of an answer of this status: nobody should have abstained from a "not found". */
export const overallFor = (status: string): readonly OverallVerdict[] =>
  status === "answered" ? OVERALL_VERDICTS : OVERALL_VERDICTS.filter((one) => one !== "should-abstain");

const LONGEST = { missing: 2000, corrected: 8000, note: 4000 } as const;
const LABELS = { missing: "Còn thiếu gì", corrected: "Câu trả lời đúng", note: "Ghi chú" } as const;
export const FIELD_IDS = { overall: "chung", missing: "con-thieu", corrected: "sua-lai", note: "ghi-chu" } as const;
export const claimField = (marker: number) => `y-${marker}`;

/** Pure. `markers`: those of the answer, each of which wants a verdict. */
export function readJudgement(
  typed: TypedJudgement,
  { status, markers }: { status: string; markers: readonly number[] },
): ReadJudgement {
  const claims = markers.map((marker) => claimOf(typed, marker));
  const overall = overallFor(status).find((one) => one === typed.overall);
  const faults = [
    ...markers
      .filter((_, index) => claims[index] === null)
      .map((marker) => ({ field: claimField(marker), sentence: `Chưa đánh giá trích dẫn [${marker}].` })),
    ...(overall === undefined ? [{ field: FIELD_IDS.overall, sentence: "Chưa đánh giá cả câu trả lời." }] : []),
    ...missingFaults(typed, overall),
    ...lengthFaults(typed),
  ];
  if (overall === undefined || faults.length > 0) return { judgement: null, words: null, faults };
  const judged = claims.filter((claim) => claim !== null);
  const text = (value: string) => value.trim() || null;
  const words = { missing: text(typed.missing), corrected: text(typed.corrected), note: text(typed.note) };
  return { judgement: { overall, claims: judged }, words, faults: null };
}

function claimOf({ claims }: TypedJudgement, marker: number): ClaimJudgement | null {
  const verdict = CLAIM_VERDICTS.find((one) => one === claims[marker]);
  return verdict === undefined ? null : { marker, verdict };
}

function missingFaults({ missing }: TypedJudgement, overall: OverallVerdict | undefined): FormFault[] {
  const field = FIELD_IDS.missing;
  if (overall === "missing" && missing.trim() === "") return [{ field, sentence: "Xin ghi câu trả lời còn thiếu gì." }];
  if (overall === undefined || overall === "missing" || missing.trim() === "") return [];
  return [{ field, sentence: "Đã ghi phần còn thiếu: xin chọn mục còn thiếu ở trên, hoặc xóa ô này." }];
}

function lengthFaults(typed: TypedJudgement): FormFault[] {
  return (["missing", "corrected", "note"] as const)
    .filter((name) => typed[name].length > LONGEST[name])
    .map((name) => ({
      field: FIELD_IDS[name],
      sentence: `Ô “${LABELS[name]}” dài ${typed[name].length} ký tự; xin rút còn ${LONGEST[name]}.`,
    }));
}
