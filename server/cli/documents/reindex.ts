import {
  abandonReindex,
  type ReindexStep,
  reindexAll,
  reindexFailures,
  reindexStatus,
  resumeReindex,
  stopReindex,
} from "../../../retrieval/index.ts";
import { type DocumentsCommand, type DocumentsDependencies, documentsUsage } from "./command.ts";

/** `reindex`: exit code 1 when a document could not be read again or the run was stopped. */
export async function runReindex({ words, options, deps }: DocumentsCommand): Promise<number> {
  const chosen = [options.resume, options.stop, options.abandon, options.status].filter(Boolean).length;
  if (words.length > 0 || chosen > 1)
    throw documentsUsage("reindex takes one of --resume, --stop, --abandon, --status.");
  const { db, stdout } = deps;
  if (options.stop) {
    stdout.write((await stopReindex(db)) ? "stops after the present document\n" : "no reindex is running\n");
    return 0;
  }
  if (options.abandon) {
    await abandonReindex(db);
    stdout.write("given up; what was searched stays\n");
    return 0;
  }
  if (options.status) {
    const step = await reindexStatus(db);
    stdout.write(step ? `${lineOf(step)}\n` : "no reindex is under way\n");
    return 0;
  }
  return run(deps, options.resume ? null : (options.reason ?? "asked for on the command line"));
}

async function run(deps: DocumentsDependencies, reason: string | null): Promise<number> {
  const onProgress = (step: ReindexStep) => void deps.stderr.write(`${lineOf(step)}\n`);
  const end =
    reason === null
      ? await resumeReindex(deps, onProgress)
      : await reindexAll(deps, { reason, actor: deps.actor, onProgress });
  const failures = await reindexFailures(deps.db, end.run.id);
  const lines = [
    lineOf(end),
    ...(end.progress.fromText > 0
      ? [`${end.progress.fromText} read from their stored text: their original bytes are not held`]
      : []),
    ...failures.map(({ documentId, sourceName, reason: why }) => `failed: ${documentId} ${sourceName}: ${why}`),
  ];
  deps.stdout.write(`${lines.join("\n")}\n`);
  return end.run.state === "done" && failures.length === 0 ? 0 : 1;
}

function lineOf({ run: { id, state }, progress }: ReindexStep): string {
  const { total, prepared, embedded, unchanged, failed } = progress;
  return `reindex ${id} ${state}: ${prepared + embedded + unchanged + failed} of ${total} (${prepared} read again, ${embedded} embedded, ${unchanged} unchanged, ${failed} failed)`;
}
