import {
  AppError,
  approveVersion,
  compareVersions,
  eventsOf,
  findDuties,
  fold,
  getVersion,
  listDocuments,
  listPending,
  passagesOf,
  plainText,
  referencesOf,
  rejectVersion,
  rollbackDocument,
  type VersionDiff,
  type VersionRecord,
  versionsOf,
} from "../../../retrieval/index.ts";
import { type DocumentsCommand, numberIn } from "./command.ts";

export type VersionsCommand = "list" | "pending" | "show" | "diff" | "approve" | "reject" | "rollback";

const COMMANDS: Readonly<Record<VersionsCommand, (command: DocumentsCommand) => Promise<string>>> = {
  list,
  pending,
  show,
  diff,
  approve,
  reject,
  rollback,
};

export async function runVersions(name: VersionsCommand, command: DocumentsCommand): Promise<number> {
  command.deps.stdout.write(`${await COMMANDS[name](command)}\n`);
  return 0;
}

async function list({ words, deps }: DocumentsCommand): Promise<string> {
  const wanted = words.map(fold);
  const lines = (await listDocuments(deps.db))
    .map(({ id, type, number, blankNumber, issuer, issuedOn, title, sourceName }) =>
      [
        id,
        [type, number ?? blankNumber].filter(Boolean).join(" "),
        issuer,
        issuedOn,
        flat(title ?? ""),
        sourceName,
      ].join(" | "),
    )
    .filter((line) => wanted.every((word) => fold(line).includes(word)));
  return lines.length === 0 ? "no documents" : lines.join("\n");
}

async function pending({ deps }: DocumentsCommand): Promise<string> {
  const waiting = await listPending(deps.db);
  if (waiting.length === 0) return "nothing waits";
  return waiting
    .flatMap(({ documentId, versionId, liveVersionId, sourceName, number, title, warnings }) => [
      `${documentId} | version ${versionId} | ${liveVersionId === null ? "new" : `changes version ${liveVersionId}`} | ${sourceName} | ${number ?? ""} | ${flat(title ?? "")}`,
      ...warnings.map(
        ({ code, message, span }) => `  ${code}${span ? ` at ${span.start}–${span.end}` : ""}: ${message}`,
      ),
    ])
    .join("\n");
}

async function show({ words, deps }: DocumentsCommand): Promise<string> {
  const { db } = deps;
  const id = numberIn(words[0], "document id");
  const versions = await versionsOf(db, id);
  const shown = versions.find(({ live }) => live) ?? versions.findLast(({ status }) => status === "pending");
  const version = shown && (await getVersion(db, shown.id));
  if (!version) throw unknownDocument(id);
  const passages = await passagesOf(db, version.versionId);
  const { type, number, issuer, issuedOn, title, sourceName } = version;
  return [
    `${id} | ${[type, number].filter(Boolean).join(" ")} | ${issuer ?? ""} | ${issuedOn ?? ""} | ${sourceName}`,
    flat(title ?? ""),
    ...versions.map(versionLine),
    ...(await eventsOf(db, id)).map(
      ({ versionId, event, actor, reason, at }) =>
        `  ${at.toISOString()} version ${versionId} ${event} by ${actor}${reason ? `: ${reason}` : ""}`,
    ),
    "duties:",
    ...(await findDuties(db, { documentIds: [id] })).map(
      (duty) => `  ${duty.id} | ${duty.agency.name} | ${duty.role} | ${duty.deadline?.on ?? ""} | ${flat(duty.text)}`,
    ),
    "relations:",
    ...(await referencesOf(db, version.versionId)).map(
      (reference) => `  ${reference.id} | ${reference.relation} | ${reference.number ?? reference.name ?? ""}`,
    ),
    "passages:",
    ...passages.map((passage) => `  ${passage.id} | ${passage.locator} | ${flat(passage.text)}`),
    ...version.warnings.map(({ code, message }) => `warning: ${code}: ${message}`),
  ].join("\n");
}

const versionLine = ({ id, status, createdAt }: VersionRecord) =>
  `version ${id} | ${status} | ${createdAt.toISOString()}`;

async function diff({ words, deps }: DocumentsCommand): Promise<string> {
  const id = numberIn(words[0], "document id");
  const versions = await versionsOf(deps.db, id);
  if (versions.length === 0) throw unknownDocument(id);
  const before = words[1] === undefined ? versions.find(({ live }) => live)?.id : numberIn(words[1], "version");
  const after =
    words[2] === undefined
      ? versions.findLast(({ status }) => status === "pending")?.id
      : numberIn(words[2], "version");
  if (before === undefined || after === undefined) return "no waiting version beside a live one: nothing to compare";
  return diffLines(await compareVersions(deps.db, before, after)).join("\n");
}

function diffLines({ from, to, header, passages, duties, answers }: VersionDiff): string[] {
  return [
    `version ${from} → ${to}: ${passages.added.length} added, ${passages.changed.length} changed, ${passages.removed.length} removed, ${passages.unchanged.length} unchanged`,
    ...header.map(({ field, before, after }) => `${field}: ${before ?? "–"} → ${after ?? "–"}`),
    ...passages.removed.map(({ locator, text }) => `- ${locator}: ${flat(text)}`),
    ...passages.added.map(({ locator, text }) => `+ ${locator}: ${flat(text)}`),
    ...passages.changed.flatMap(({ before, after }) => [
      `~ ${before.locator}: ${flat(before.text)}`,
      `  ${after.locator}: ${flat(after.text)}`,
    ]),
    ...duties.moved.map(({ before, after }) => `duty moves: ${before.agency} → ${after.agency}: ${flat(after.words)}`),
    ...duties.altered.map(
      ({ before, after }) =>
        `duty changes: ${after.agency}: ${before.role}, ${before.deadline ?? "no deadline"} → ${after.role}, ${after.deadline ?? "no deadline"}`,
    ),
    ...duties.removed.map(({ agency, words }) => `duty ends: ${agency}: ${flat(words)}`),
    ...duties.added.map(({ agency, words }) => `duty begins: ${agency}: ${flat(words)}`),
    ...answers.map(
      ({ answerId, marker, change, question }) =>
        `answer ${answerId} [${marker}] quotes a ${change} passage: ${question === null ? "(words erased)" : flat(question)}`,
    ),
  ];
}

async function approve({ words, options, deps }: DocumentsCommand): Promise<string> {
  const documentId = numberIn(words[0], "document id");
  const { versionId } = await approveVersion(deps, {
    documentId,
    versionId: options.version === undefined ? undefined : numberIn(options.version, "version"),
    actor: deps.actor,
    reason: options.reason,
    confirmed: options.confirm,
  });
  return `document ${documentId}: version ${versionId} is live`;
}

async function reject({ words, options, deps }: DocumentsCommand): Promise<string> {
  const documentId = numberIn(words[0], "document id");
  const versionId = await rejectVersion(deps.db, { documentId, actor: deps.actor, reason: options.reason });
  return `document ${documentId}: version ${versionId} is rejected`;
}

async function rollback({ words, options, deps }: DocumentsCommand): Promise<string> {
  const documentId = numberIn(words[0], "document id");
  const versionId = numberIn(words[1], "version");
  await rollbackDocument(deps, { documentId, versionId, actor: deps.actor, reason: options.reason });
  return `document ${documentId}: version ${versionId} is live again`;
}

/** One line of a terminal. */
function flat(text: string): string {
  const line = plainText(text).replace(/\s+/gu, " ").trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}

const unknownDocument = (id: number): AppError =>
  new AppError({ code: "document.missing", message: `There is no document ${id}.` });
