import {
  addValidity,
  decideValidity,
  listDocuments,
  listValidity,
  type ValidityFact,
  type ValidityKind,
} from "../../../retrieval/index.ts";
import { type DocumentsCommand, documentsUsage, numberIn } from "./command.ts";

const KINDS: readonly ValidityKind[] = ["in-force-from", "in-force-to", "replaced-by", "repealed-by"];

/** `validity list | confirm | dismiss | add`. */
export async function runValidity(command: DocumentsCommand): Promise<number> {
  command.deps.stdout.write(`${await answerTo(command)}\n`);
  return 0;
}

async function answerTo({ words, options, deps }: DocumentsCommand): Promise<string> {
  const [verb, ...rest] = words;
  const { db, actor } = deps;
  if (verb === "list") return list(command(rest, deps));
  if (verb === "confirm" || verb === "dismiss") {
    const state = verb === "confirm" ? "confirmed" : "dismissed";
    const id = numberIn(rest[0], "statement of validity");
    const fact = await decideValidity(db, { id, state, date: options.date, actor });
    return `${fact.id} ${fact.state}`;
  }
  if (verb !== "add") throw documentsUsage("validity takes list, confirm, dismiss or add.");
  const kind = KINDS.find((one) => one === rest[1]);
  if (!kind) throw documentsUsage(`"${rest[1] ?? ""}" is no kind of validity.`);
  const id = await addValidity(db, {
    documentId: numberIn(rest[0], "document id"),
    kind,
    date: options.date ?? null,
    partial: options.partial,
    byDocumentId: options.by === undefined ? null : numberIn(options.by, "document id"),
    byLabel: options.label ?? null,
    actor,
  });
  return `${id} confirmed`;
}

interface ListCommand {
  documentId: number | null;
  deps: DocumentsCommand["deps"];
}

const command = (rest: readonly string[], deps: DocumentsCommand["deps"]): ListCommand => ({
  documentId: rest[0] === undefined ? null : numberIn(rest[0], "document id"),
  deps,
});

async function list({ documentId, deps }: ListCommand): Promise<string> {
  const facts = await listValidity(deps.db, documentId === null ? {} : { documentId });
  if (facts.length === 0) return "nothing is said of validity";
  const names = new Map(
    (await listDocuments(deps.db)).map(({ id, type, number, sourceName }) => [
      id,
      [type, number].filter(Boolean).join(" ") || sourceName,
    ]),
  );
  return facts.map((fact) => factLine(fact, names)).join("\n");
}

function factLine(fact: ValidityFact, names: ReadonlyMap<number, string>): string {
  const { id, state, documentId, kind, date, partial, byDocumentId, byLabel, quote } = fact;
  const by = (byDocumentId === null ? null : names.get(byDocumentId)) ?? byLabel;
  const said = [kind, by, partial ? "(in part)" : null, date].filter(Boolean).join(" ");
  const words = quote ? `: “${quote.replace(/\s+/gu, " ").slice(0, 160)}”` : "";
  return `${id} | ${state} | ${documentId} ${names.get(documentId) ?? ""} | ${said}${words}`;
}
