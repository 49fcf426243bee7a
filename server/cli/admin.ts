import { parseArgs } from "node:util";
import type { CreatedInvitation, InvitationRow, Invitations, People, PersonRow, Role } from "../../bot/index.ts";
import { AppError } from "../../retrieval/index.ts";
import { listAccounts } from "../admin/index.ts";
import { exportedLines } from "../review/eval-questions.ts";
import type { Runtime } from "../runtime.ts";
import { runAccounts } from "./accounts.ts";
import type { Output } from "./command.ts";
import { runDocuments } from "./documents.ts";
import { RECORDS, runRecords } from "./records.ts";
import { runReport } from "./report.ts";
import { usageError } from "./usage.ts";

const ROLES = ["official", "reviewer", "admin"] as const;

/** `admin invite|invitations|revoke|people|remove`: who may ask; `admin account …`: who may use the console; `admin documents …`. Returns the exit code. */
export async function runAdmin(
  args: readonly string[],
  runtime: Runtime,
  stdout: Output,
  /** For progress. */
  stderr: Output = stdout,
): Promise<number> {
  const [command, ...rest] = args;
  if (command === "account") {
    const { accounts, db } = runtime.console;
    return runAccounts(rest, { accounts, list: () => listAccounts(db), stdout });
  }
  const records = RECORDS.find((name) => name === command);
  if (records !== undefined) return runRecords(records, rest, { db: runtime.console.db, stdout });
  if (command === "eval-questions") {
    // Nothing but the lines: they go into a file.
    for (const line of await exportedLines(runtime.console.db)) stdout.write(`${line}\n`);
    return 0;
  }
  if (command === "documents") {
    const { db, embedder, decoder, gate } = runtime.console;
    return runDocuments(rest, { db, embedder, decoder, gate, stdout, stderr, actor: "cli" });
  }
  if (command === "report") return runReport(rest, { report: runtime.weeklyReport, stdout });
  const { invitations, people } = enrolmentOf(runtime);
  const say = (line: string) => void stdout.write(`${line}\n`);
  switch (command) {
    case "invite":
      await invite(rest, { runtime, invitations, say });
      return 0;
    case "invitations":
      for (const line of table((await invitations.list()).map(invitationLine), "No invitation was made.")) say(line);
      return 0;
    case "revoke":
      await invitations.revoke(idOf(rest));
      say("Revoked: the code is of no use any more.");
      return 0;
    case "people":
      for (const line of table((await people.list()).map(personLine), "Nobody is enrolled.")) say(line);
      return 0;
    case "remove":
      await people.remove(idOf(rest));
      say("Removed: the bot no longer answers them.");
      return 0;
    default:
      throw usageError(command === undefined ? "No admin command given." : `There is no command admin ${command}.`);
  }
}

function enrolmentOf({ enrolment }: Runtime): { invitations: Invitations; people: People } {
  if (enrolment !== null) return enrolment;
  throw new AppError({
    code: "admin.no_secret_key",
    message:
      "SECRET_KEY is not set: invitations and people are stored under it. Set it (openssl rand -hex 32) for this command and for the server.",
  });
}

interface Inviting {
  runtime: Runtime;
  invitations: Invitations;
  say(line: string): void;
}

async function invite(args: string[], { runtime, invitations, say }: Inviting): Promise<void> {
  const { role, unit, expiresInMs } = inviteOptions(args);
  const created = await invitations.create({ role, unit, expiresInMs, createdBy: "cli" });
  say(`Invitation ${created.invitation.id} for one person, role ${role}${unit === null ? "" : `, ${unit}`}.`);
  say(`Valid until ${localTime(created.invitation.expiresAt)}. The code is shown only here.`);
  say("");
  say(`Code, to send to the bot as a message: ${created.code}`);
  for (const link of await linksOf(runtime, created)) say(`Telegram link: ${link}`);
}

function inviteOptions(args: string[]): { role: Role; unit: string | null; expiresInMs: number } {
  const { values } = readArgs(args);
  const role = ROLES.find((name) => name === (values.role ?? "official"));
  if (role === undefined) throw usageError(`--role must be one of ${ROLES.join(", ")}.`);
  return { role, unit: values.unit ?? null, expiresInMs: duration(values.expires ?? "7d") };
}

function readArgs(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { role: { type: "string" }, unit: { type: "string" }, expires: { type: "string" } },
    });
  } catch (error) {
    throw usageError(error instanceof Error ? (error.message.split(". ")[0] ?? "") : "Wrong options.");
  }
}

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "7d", "12h", "30m" in milliseconds. */
function duration(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const ms = UNIT_MS[unit];
  if (ms === undefined) throw usageError("--expires must look like 7d, 12h or 30m.");
  return Number(count) * ms;
}

/** Of the platforms whose links can carry a code; one that does not answer now costs the link, not the invitation. */
async function linksOf({ channels }: Runtime, { deepLinkPayload }: CreatedInvitation): Promise<string[]> {
  const links = channels.map((channel) => channel.inviteLink?.(deepLinkPayload).catch(() => null) ?? null);
  return (await Promise.all(links)).filter((link) => link !== null);
}

function idOf(args: readonly string[]): number {
  const [id = "", ...more] = args;
  if (!/^\d{1,9}$/.test(id) || more.length > 0) throw usageError("Give one id; the list shows them.");
  return Number(id);
}

function invitationLine({ id, role, unit, createdBy, expiresAt, usedAt, revokedAt }: InvitationRow): string[] {
  const state =
    usedAt !== null
      ? `used ${localTime(usedAt)}`
      : revokedAt !== null
        ? `revoked ${localTime(revokedAt)}`
        : expiresAt.getTime() < Date.now()
          ? `expired ${localTime(expiresAt)}`
          : `open until ${localTime(expiresAt)}`;
  return [String(id), role, unit ?? "-", state, `by ${createdBy}`];
}

function personLine({ id, role, unit, channel, enrolledAt }: PersonRow): string[] {
  return [String(id), role, unit ?? "-", channel, `since ${localTime(enrolledAt)}`];
}

/** Columns that line up. */
function table(rows: string[][], empty: string): string[] {
  if (rows.length === 0) return [empty];
  const widths = (rows[0] as string[]).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

const localTime = (time: Date) => time.toLocaleString("sv-SE", { timeZoneName: "short" });
