import { parseArgs } from "node:util";
import { AppError, type Database, type Embedder, type FileDecoder, type GateRules } from "../../../retrieval/index.ts";
import type { Output } from "../command.ts";

export const DOCUMENTS_USAGE = `Usage: npm run admin -- documents …
  list [WORDS]                         live documents, with ids
  pending                              versions that wait for approval, with their warnings
  show ID                              a document: header, versions, duties and relations with ids, what happened to it
  diff ID [FROM TO]                    what the waiting version (or version TO) changes
  approve ID [--version N] [--confirm] make the waiting version live; --confirm: personal data was looked at
  reject ID                            keep the waiting version for the record only
  rollback ID VERSION                  make an older version live again
  reindex [--resume | --stop | --abandon | --status]
                                       read everything again beside what is searched, then switch
  validity list [ID]                   what is proposed, confirmed, dismissed
  validity confirm FACT [--date DAY]   an end or a beginning holds, from DAY (2024-03-01)
  validity dismiss FACT
  validity add ID KIND [--date DAY] [--by ID | --label TEXT] [--partial]
                                       KIND: in-force-from, in-force-to, replaced-by, repealed-by
  correct ID header FIELD VALUE        FIELD: number, type, issuer, place, locality, issuedOn, title; --clear for none
  correct ID duty DUTY agency|role|deadline VALUE
  correct ID duty DUTY remove
  correct ID duty add PASSAGE AGENCY ROLE WORDS
  correct ID relation REFERENCE KIND   KIND: carries-out, based-on, amends, replaces, repeals, mentions; or remove
  correct ID list                      corrections of a document, and whether they still hold
  correct withdraw CORRECTION          what was read holds again
Every change takes --reason TEXT.`;

export interface DocumentsDependencies {
  db: Database;
  embedder: Embedder;
  gate?: GateRules | undefined;
  /** Reads files that are no plain text. Absent: a process for each of them. */
  decoder?: FileDecoder | undefined;
  stdout: Output;
  /** Progress; standard error. */
  stderr: Output;
  /** Whose word it is in the log: an account's name. */
  actor: string;
}

/** The parts of a command line that every subcommand reads. */
export interface DocumentsCommand {
  /** After the subcommand. */
  words: readonly string[];
  options: DocumentsOptions;
  deps: DocumentsDependencies;
}

export type DocumentsOptions = ReturnType<typeof readOptions>["values"];

/** Throws `usage`. */
export function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        reason: { type: "string" },
        version: { type: "string" },
        confirm: { type: "boolean", default: false },
        resume: { type: "boolean", default: false },
        stop: { type: "boolean", default: false },
        abandon: { type: "boolean", default: false },
        status: { type: "boolean", default: false },
        date: { type: "string" },
        by: { type: "string" },
        label: { type: "string" },
        partial: { type: "boolean", default: false },
        clear: { type: "boolean", default: false },
      },
    });
  } catch (cause) {
    throw documentsUsage(cause instanceof Error ? cause.message : "The options cannot be read.");
  }
}

/** The command line itself is wrong: exit code 2, with how to use it. */
export function documentsUsage(message: string): AppError {
  return new AppError({ code: "usage", message: `${message}\n\n${DOCUMENTS_USAGE}` });
}

/** A positive whole number. */
export function numberIn(word: string | undefined, what: string): number {
  if (word !== undefined && /^[1-9]\d{0,8}$/.test(word)) return Number(word);
  throw documentsUsage(word === undefined ? `No ${what} given.` : `"${word}" is no ${what}.`);
}
