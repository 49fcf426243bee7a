import { type DocumentsDependencies, documentsUsage, readOptions } from "./documents/command.ts";
import { runCorrect } from "./documents/correct.ts";
import { runReindex } from "./documents/reindex.ts";
import { runValidity } from "./documents/validity.ts";
import { runVersions } from "./documents/versions.ts";

export { DOCUMENTS_USAGE, type DocumentsDependencies } from "./documents/command.ts";

/** `documents …`: exit code 0, or 1 where something failed. Throws `usage` for a wrong command line. */
export async function runDocuments(args: readonly string[], deps: DocumentsDependencies): Promise<number> {
  const { values: options, positionals } = readOptions(args);
  const [command, ...words] = positionals;
  const given = { words, options, deps };
  switch (command) {
    case "reindex":
      return runReindex(given);
    case "validity":
      return runValidity(given);
    case "correct":
      return runCorrect(given);
    case "list":
    case "pending":
    case "show":
    case "diff":
    case "approve":
    case "reject":
    case "rollback":
      return runVersions(command, given);
    default:
      throw documentsUsage(command === undefined ? "No command given." : `There is no command ${command}.`);
  }
}
