import type { PastNote } from "../../../retrieval/index.ts";
import type { CitedPlace, Pair, Replayed, ReplayReport, ReplaySummary } from "../../replay/index.ts";

const NOTES: Readonly<Record<PastNote, string>> = {
  history: "the log of generations does not tell which versions were live",
  weights: "older than the record of weights and validity; these were worked out from times",
  embedder: "the embedding model of that time is not configured; searched by words alone",
  vectors: "the embedding model changed since; its vectors were computed again",
  unreadable: "the parser refuses a document that is held; its stored reading was taken",
};

/** Without what people wrote, unless it is asked for: the bot's words repeat them. */
export function shownReport({ question, result, ...report }: ReplayReport, words: boolean): object {
  if (result.outcome === "erased" || result.outcome === "failed") {
    return { ...report, ...(words ? { question } : {}), result };
  }
  const { text, ...rest } = result;
  return words ? { ...report, question, result } : { ...report, result: { ...rest, sameText: text.was === text.is } };
}

export interface LinesOptions {
  words: boolean;
  /** Also what is the same, and which passages moved. */
  whole: boolean;
}

/** One replay for a person at a terminal. */
export function reportLines(report: ReplayReport, options: LinesOptions): string[] {
  const { id, channel, askedOn, askedOf, question, result } = report;
  const head = [
    `${id}  ${result.outcome}${about(report)}`,
    ...(options.words && question !== null ? [`  question: ${question}`] : []),
    ...(options.whole ? [`  asked on ${askedOn} by ${channel}, generation ${askedOf ?? "none"}`] : []),
  ];
  if (result.outcome === "erased") return [...head, "  its words were erased: it cannot be asked again"];
  if (result.outcome === "failed") return [...head, `  asking it again failed: ${result.code}`];
  return [...head, ...resultLines(report, result, options)];
}

function about({ result }: ReplayReport): string {
  if (result.outcome === "erased" || result.outcome === "failed" || result.differences.length === 0) return "";
  return `: ${result.differences.join(", ")}`;
}

function resultLines({ versions, against }: ReplayReport, result: Replayed, { words, whole }: LinesOptions): string[] {
  const { notes, readFrom, generation, wording, citations, candidates } = result;
  return [
    ...(whole ? [`  against ${against}, ${readFrom}, generation ${generation ?? "none"}`] : []),
    ...notes.map((note) => `  not exact: ${NOTES[note]}`),
    ...changed("status", result.status),
    ...changed("premise", result.premise),
    ...(wording === "not-compared" ? ["  a model wrote it: only what it rests on was compared"] : []),
    ...citations.gone.map((place) => `  - ${placeLine(place, words)}`),
    ...citations.added.map((place) => `  + ${placeLine(place, words)}`),
    ...(words && wording === "compared" && result.text.was !== result.text.is ? [`  ${diffLine(result)}`] : []),
    ...(whole
      ? candidates.map(candidateLine)
      : candidates.length > 0
        ? [`  candidates moved: ${candidates.length}`]
        : []),
    ...Object.entries(versions).flatMap(([name, pair]) => (whole ? changed(`${name} version`, pair) : [])),
  ];
}

function changed(name: string, { was, is }: Pair<string | null>): string[] {
  return was === is ? [] : [`  ${name}: ${was ?? "none"} → ${is ?? "none"}`];
}

/** A quote is a document's and no person's, but it says what was asked. */
function placeLine({ source, documentNumber, versionId, locator, start, end, quote }: CitedPlace, words: boolean) {
  const place = `${documentNumber ?? source}, version ${versionId}, ${locator} [${start}-${end}]`;
  return words ? `${place}: “${quote.length > 200 ? `${quote.slice(0, 199)}…` : quote}”` : place;
}

const MARKS = { same: ["", ""], removed: ["[-", "-]"], added: ["{+", "+}"] } as const;

function diffLine({ text }: Replayed): string {
  const pieces = text.changes.map(({ kind, text: piece }) => `${MARKS[kind][0]}${piece}${MARKS[kind][1]}`);
  return pieces.join("").split("\n").join("\n  ");
}

function candidateLine({ passageId, versionId, rank, score }: Replayed["candidates"][number]): string {
  const place = ({ was, is }: Pair<number | null>) => `${was ?? "-"} → ${is ?? "-"}`;
  return `  passage ${passageId} of version ${versionId}: rank ${place(rank)}, score ${place(score)}`;
}

/** What a replay of many came to. */
export function summaryLines(summary: ReplaySummary): string[] {
  const { total, identical, otherCandidates, differs, wordingNotCompared, erased, failed } = summary;
  const some = (count: number, words: string) => (count > 0 ? [`  ${count} ${words}`] : []);
  return [
    `${total} replayed: ${identical} identical, ${differs} differ, ${erased} erased, ${failed} failed`,
    ...Object.entries(summary.byStatus).map(([change, count]) => `  ${count} ${change}`),
    ...some(summary.otherPremise, "other premise"),
    ...some(summary.otherCitations, "other citations"),
    ...some(summary.otherWording, "other wording only"),
    ...some(otherCandidates, "identical, but the searches found otherwise"),
    ...some(wordingNotCompared, "written by a model: wording not compared"),
    ...Object.entries(summary.inexact).map(
      ([note, count]) => `  ${count} not exact: ${NOTES[note as PastNote] ?? note}`,
    ),
  ];
}
