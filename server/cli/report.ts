import { parseArgs } from "node:util";
import type { WeeklyReport } from "../review/report/index.ts";
import { readWeek, type Week, weekName } from "../review/statistics/index.ts";
import type { Output } from "./command.ts";
import { usageError } from "./usage.ts";

/** `admin report [--week 2026-W47] [--send]`: prints a week's report, the latest by default; sends it to the admins once. */
export async function runReport(
  args: readonly string[],
  { report, stdout }: { report: WeeklyReport; stdout: Output },
): Promise<number> {
  const { name, isSent } = readArgs(args);
  const week = name === undefined ? report.latest() : weekIn(name, report.latest());
  stdout.write(`${await report.text(week)}\n`);
  if (!isSent) return 0;
  const before = await report.sentAt(week);
  const sent = before === null ? await report.send(week) : null;
  stdout.write(`\n${outcome(weekName(week), sent)}\n`);
  return 0;
}

function outcome(week: string, sent: number | null): string {
  if (sent === null) return `The report of ${week} was sent before; nothing was sent.`;
  return sent === 0
    ? "No admin has a private chat with the bot; nothing was sent."
    : `Queued for ${sent} ${sent === 1 ? "chat" : "chats"}.`;
}

function readArgs(args: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...args], options: { week: { type: "string" }, send: { type: "boolean" } } });
    return { name: values.week, isSent: values.send ?? false };
  } catch (error) {
    throw usageError(error instanceof Error ? (error.message.split(". ")[0] ?? "") : "Wrong options.");
  }
}

function weekIn(name: string, latest: Week): Week {
  const week = readWeek(name);
  if (week === null) throw usageError("--week must look like 2026-W47.");
  if (week > latest) throw usageError(`${name} is not over; the latest is ${weekName(latest)}.`);
  return week;
}
