import { type AgencyAlias, type Database, fold, listAliases, listMissingDocuments } from "../../retrieval/index.ts";
import { addAlias, listActions, recordAction, withdrawAlias } from "../admin/index.ts";
import { citedNotHeld, listAgencies } from "../console/index.ts";
import { addJobEvent, cancelJob, getJob, jobEvents, listJobs, retryJob } from "../jobs/index.ts";
import type { Output } from "./command.ts";
import { usageError } from "./usage.ts";

export const RECORDS = ["missing", "agencies", "jobs", "log"] as const;
export type RecordsCommand = (typeof RECORDS)[number];

/** `admin missing | agencies [WORDS | aliases | alias WRITING --for NAME | withdraw WRITING] | jobs [ID | retry ID | cancel ID] | log`: what the console's pages of that name show. */
export async function runRecords(
  command: RecordsCommand,
  words: readonly string[],
  { db, stdout }: { db: Database; stdout: Output },
): Promise<number> {
  const lines = await linesOf(command, words, db);
  stdout.write(`${lines.length === 0 ? "Nothing." : lines.join("\n")}\n`);
  return 0;
}

async function linesOf(command: RecordsCommand, words: readonly string[], db: Database): Promise<string[]> {
  switch (command) {
    case "missing":
      return missing(db);
    case "agencies":
      return agencies(db, words);
    case "jobs":
      return jobs(db, words);
    case "log":
      return log(db);
  }
}

async function missing(db: Database): Promise<string[]> {
  const cited = (await citedNotHeld(db)).map(
    ({ number, type, issuer, documents, citations }) =>
      `cited by ${documents} documents, ${citations} times: ${[type, number, issuer].filter(Boolean).join(" ")}`,
  );
  const asked = (await listMissingDocuments(db)).map(({ label, asked: times }) => `asked for ${times} times: ${label}`);
  return [...cited, ...asked];
}

async function agencies(db: Database, words: readonly string[]): Promise<string[]> {
  const [command, writing, option, agency, ...more] = words;
  if (command === "aliases" && writing === undefined) return (await listAliases(db)).map(aliasLine);
  if (command === "alias") {
    if (!writing || option !== "--for" || !agency || more.length > 0) {
      throw usageError('Write: agencies alias "TCKH" --for "Phòng Tài chính - Kế hoạch"');
    }
    return [`${aliasLine(await addAlias(db, { writing, agency, actor: "cli" }))}. Questions are read so from now on.`];
  }
  if (command === "withdraw") {
    const held = (await listAliases(db)).find((alias) => alias.writing === writing?.normalize("NFC"));
    if (held === undefined || option !== undefined) {
      throw usageError("Give one writing that is in use; agencies aliases lists them.");
    }
    await withdrawAlias(db, { id: held.id, actor: "cli" });
    return [`${aliasLine(held)}: withdrawn.`];
  }
  const found = await listAgencies(db, words.map(fold));
  return found.map(
    ({ names, duties, documents }) => `${names.join(" | ")}  (${duties} duties, ${documents} documents)`,
  );
}

const aliasLine = ({ writing, agencyName }: AgencyAlias) => `${writing} = ${agencyName}`;

async function jobs(db: Database, [first, second, ...more]: readonly string[]): Promise<string[]> {
  if (more.length > 0) throw usageError("Give one job at the most.");
  if (first === "retry" || first === "cancel") return [await changeJob(db, first, jobId(second))];
  if (first === undefined) {
    const all = await listJobs(db, { limit: 200 });
    return all.map(({ id, state, outcome, sourceName, fault }) =>
      [id, outcome ?? state, sourceName, fault].filter((part) => part !== null).join("  "),
    );
  }
  const job = await getJob(db, jobId(first));
  if (job === null) throw usageError(`There is no job ${first}.`);
  const events = await jobEvents(db, job.id);
  return events.map(({ at, level, message }) => `${at.toISOString()}  ${level}  ${message}`);
}

async function changeJob(db: Database, change: "retry" | "cancel", id: number): Promise<string> {
  return db.transaction(async (tx) => {
    const changed = await (change === "retry" ? retryJob : cancelJob)(tx, id);
    if (!changed) throw usageError(`Job ${id} is not in a state for that; admin jobs lists them.`);
    await addJobEvent(tx, id, "info", change === "retry" ? "Dòng lệnh cho đọc lại." : "Dòng lệnh đã hủy.");
    await recordAction(tx, { actor: "cli", action: `job.${change}`, target: String(id) });
    return change === "retry" ? `Job ${id} waits again.` : `Job ${id} was cancelled.`;
  });
}

async function log(db: Database): Promise<string[]> {
  const actions = await listActions(db, { limit: 200 });
  return actions.map(({ at, actor, action, target, detail }) =>
    [at.toISOString(), actor, action, target, detail === null ? null : JSON.stringify(detail)]
      .filter((part) => part !== null)
      .join("  "),
  );
}

function jobId(text: string | undefined): number {
  if (text === undefined || !/^\d{1,9}$/.test(text)) throw usageError("Give the id of a job; admin jobs lists them.");
  return Number(text);
}
