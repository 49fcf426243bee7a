import { setImmediate } from "node:timers/promises";
import { AppError } from "../../../retrieval/index.ts";
import {
  countExchanges,
  createReplayer,
  emptySummary,
  idsByGeneration,
  type ReplayReport,
  type ReplaySummary,
  withReport,
} from "../../replay/index.ts";
import type { Runtime } from "../../runtime.ts";
import type { Output, Surroundings } from "../command.ts";
import { hereOrThere } from "../forward.ts";
import { type ReplayArguments, replayArguments } from "./replay-arguments.ts";
import { reportLines, shownReport, summaryLines } from "./replay-lines.ts";

/**
 * `audit replay ID…` and `audit replay --from DAY --to DAY`: what would be answered, and what differs. Returns the exit
 * code: 0 all the same, 1 something differs or could not be answered again.
 */
export async function runReplay(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const given = replayArguments(args);
  const config = surroundings.config();
  return hereOrThere(["audit", "replay", ...args], config, surroundings, async () => {
    const runtime = await surroundings.open(config);
    try {
      return await replayWith(given, { replay: runtime.replay, ...surroundings });
    } finally {
      await runtime.close();
    }
  });
}

export interface ReplayCommand {
  replay: Runtime["replay"];
  stdout: Output;
  /** For progress. */
  stderr: Output;
}

/** Carries it out over what is open. Throws `replay.no_model`, `answer.missing`. */
export async function replayWith(given: ReplayArguments, { replay, stdout, stderr }: ReplayCommand): Promise<number> {
  const { openWriter, ...deps } = replay;
  const writer = given.withModel ? openWriter() : undefined;
  if (given.withModel && writer === undefined) throw noModel();
  const replayer = createReplayer({ ...deps, writer });
  const say = (line: string) => void stdout.write(`${line}\n`);
  let summary = emptySummary();
  const reports: object[] = [];
  const tell = progress(stderr, given.range === null ? given.ids.length : await countExchanges(deps.db, given.range));
  try {
    for await (const id of given.range === null ? given.ids : idsByGeneration(deps.db, given.range)) {
      const report = await replayer.replay(id, given);
      summary = withReport(summary, report);
      show(report, given, { say, reports });
      tell(summary);
      // A server that carries this out answers between two questions.
      await setImmediate();
    }
  } finally {
    await replayer.close();
  }
  if (given.format === "json") say(JSON.stringify(given.range === null ? { reports, summary } : summary));
  if (given.format === "text" && (given.range !== null || given.ids.length > 1)) summaryLines(summary).forEach(say);
  return summary.differs + summary.failed > 0 ? 1 : 0;
}

/** Of a range only what differs is told line by line: a week of answers that are the same fills no screen. */
function show(
  report: ReplayReport,
  { range, format, words }: ReplayArguments,
  { say, reports }: { say(line: string): void; reports: object[] },
): void {
  const shown = () => shownReport(report, words || range === null);
  if (format === "jsonl") say(JSON.stringify(shown()));
  else if (format === "json") range === null && reports.push(shown());
  else if (range === null || report.result.outcome === "differs" || report.result.outcome === "failed")
    reportLines(report, { words: words || range === null, whole: range === null }).forEach(say);
}

const EVERY = 25;

function progress(stderr: Output, total: number): (summary: ReplaySummary) => void {
  return ({ total: done, differs, failed }) => {
    if (total <= 1 || (done % EVERY !== 0 && done !== total)) return;
    stderr.write(`replayed ${done} of ${total}, ${differs} differ${failed === 0 ? "" : `, ${failed} failed`}\n`);
  };
}

const noModel = (): AppError =>
  new AppError({
    code: "replay.no_model",
    message: "--with-model needs a model: set CHAT_MODEL and OPENAI_BASE_URL.",
    userMessage: "Chưa cấu hình mô hình ngôn ngữ.",
  });
