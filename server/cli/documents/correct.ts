import {
  CORRECTABLE,
  type Correct,
  type CorrectableField,
  correctDocument,
  DUTY_ROLES,
  listCorrections,
  RELATIONS,
  withdrawCorrection,
} from "../../../retrieval/index.ts";
import { type DocumentsCommand, type DocumentsOptions, documentsUsage, numberIn } from "./command.ts";

/** `correct …`: what is read wrongly, and what of it still holds. */
export async function runCorrect(command: DocumentsCommand): Promise<number> {
  command.deps.stdout.write(`${await answerTo(command)}\n`);
  return 0;
}

async function answerTo({ words, options, deps }: DocumentsCommand): Promise<string> {
  const [first, ...rest] = words;
  if (first === "withdraw") {
    const correctionId = numberIn(rest[0], "correction");
    await withdrawCorrection(deps, { correctionId, actor: deps.actor });
    return `correction ${correctionId} withdrawn`;
  }
  const documentId = numberIn(first, "document id");
  if (rest[0] === "list") return list(deps, documentId);
  const correction = correctionIn(rest, options);
  const { id } = await correctDocument(deps, { documentId, correction, actor: deps.actor, reason: options.reason });
  return `correction ${id} holds`;
}

async function list({ db }: DocumentsCommand["deps"], documentId: number): Promise<string> {
  const corrections = await listCorrections(db, documentId);
  if (corrections.length === 0) return "nothing was corrected";
  return corrections
    .map(({ id, standing, kind, field, oldValue, newValue, actor, reason }) =>
      [
        id,
        standing,
        `${kind} ${field}`,
        `${JSON.stringify(oldValue)} → ${JSON.stringify(newValue)}`,
        actor,
        reason ?? "",
      ].join(" | "),
    )
    .join("\n");
}

function correctionIn([what, ...rest]: readonly string[], options: DocumentsOptions): Correct {
  if (what === "header") return headerIn(rest, options);
  if (what === "duty") return rest[0] === "add" ? addedIn(rest.slice(1)) : dutyIn(rest, options);
  if (what !== "relation") throw documentsUsage("correct takes header, duty, relation, list or withdraw.");
  const referenceId = numberIn(rest[0], "relation");
  if (rest[1] === "remove") return { what: "relation-remove", referenceId };
  return { what: "relation", referenceId, relation: oneOf(rest[1], RELATIONS) };
}

/** A signer has three parts: Name, Capacity, Authority, with a semicolon between. */
function headerIn([field, value]: readonly string[], { clear }: DocumentsOptions): Correct {
  const known: CorrectableField = oneOf(field, CORRECTABLE);
  if (clear) return { what: "header", field: known, value: null };
  if (value === undefined) throw documentsUsage(`No value for ${known} given; --clear for none.`);
  if (known !== "signer") return { what: "header", field: known, value };
  const [name = "", capacity, authority] = value.split(";").map((part) => part.trim());
  return {
    what: "header",
    field: known,
    value: { name, capacity: capacity || null, authority: authority || null },
  };
}

function dutyIn([duty, field, value, words]: readonly string[], { clear }: DocumentsOptions): Correct {
  const dutyId = numberIn(duty, "duty");
  if (field === "remove") return { what: "duty-remove", dutyId };
  if (field === "deadline" && clear) return { what: "duty-deadline", dutyId, deadline: null };
  if (value === undefined) throw documentsUsage("A duty's agency, role or deadline needs a value.");
  if (field === "agency") return { what: "duty-agency", dutyId, agency: value };
  if (field === "role") return { what: "duty-role", dutyId, role: oneOf(value, DUTY_ROLES) };
  if (field !== "deadline") throw documentsUsage(`"${field ?? ""}" of a duty cannot be corrected.`);
  return { what: "duty-deadline", dutyId, deadline: { on: value, words: words ?? value } };
}

function addedIn([passage, agency, role, words]: readonly string[]): Correct {
  if (agency === undefined || words === undefined)
    throw documentsUsage("A duty is added with PASSAGE AGENCY ROLE WORDS.");
  return {
    what: "duty-add",
    passageId: numberIn(passage, "passage"),
    agency,
    role: oneOf(role, DUTY_ROLES),
    words,
  };
}

function oneOf<T extends string>(word: string | undefined, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === word);
  if (found) return found;
  throw documentsUsage(`"${word ?? ""}" is none of ${allowed.join(", ")}.`);
}
