import { parseArgs } from "node:util";
import { type Account, createPasswords, type ManageAccounts, type Role } from "../admin/index.ts";
import type { Output } from "./command.ts";
import { readPassword, type Terminal } from "./read-password.ts";
import { usageError } from "./usage.ts";

export interface AccountsDependencies {
  accounts: ManageAccounts;
  list(): Promise<Account[]>;
  stdout: Output;
  /** Who the log of actions names; "cli" when nothing better is known. */
  actor?: string;
}

const ROLES: readonly Role[] = ["admin", "reviewer"];

/**
 * Reads the password that a command needs and adds it as a hash, so that what is handed on to a running server (and
 * what its process list shows) never holds it. Call it where the person sits, before the command is forwarded.
 */
export async function withPasswordHash(args: readonly string[], terminal: Terminal): Promise<string[]> {
  const needsOne = args[0] === "add" || args[0] === "set-password";
  if (!needsOne || args.some((arg) => arg.startsWith("--password-hash"))) return [...args];
  // Refused before anybody types a password for nothing.
  nameOf(optionsOf(args.slice(1)).positionals);
  return [...args, `--password-hash=${await createPasswords().choose(await readPassword(terminal))}`];
}

/** `admin account add|list|set-password|role|disable|enable`. Returns the exit code. */
export async function runAccounts(args: readonly string[], deps: AccountsDependencies): Promise<number> {
  const { accounts, stdout, actor = "cli" } = deps;
  const [command, ...rest] = args;
  const say = (line: string) => void stdout.write(`${line}\n`);
  if (command === "list") {
    for (const line of (await deps.list()).map(accountLine)) say(line);
    return 0;
  }
  const { positionals, values } = optionsOf(rest);
  const name = nameOf(positionals);
  switch (command) {
    case "add":
      await accounts.add({ name, role: roleOf(values.role), passwordHash: hashOf(values["password-hash"]), actor });
      say(`Account ${name} was made, role ${values.role}.`);
      return 0;
    case "set-password":
      await accounts.setPassword({ name, passwordHash: hashOf(values["password-hash"]), actor });
      say(`Password of ${name} was set; its sessions were ended.`);
      return 0;
    case "role":
      await accounts.setRole({ name, role: roleOf(values.role), actor });
      say(`${name} has the role ${values.role} now.`);
      return 0;
    case "disable":
    case "enable":
      await accounts.setDisabled({ name, disabled: command === "disable", actor });
      say(command === "disable" ? `${name} cannot sign in any more.` : `${name} may sign in again.`);
      return 0;
    default:
      throw usageError(`There is no command admin account ${command ?? ""}.`);
  }
}

function optionsOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { role: { type: "string" }, "password-hash": { type: "string" } },
    });
  } catch (error) {
    throw usageError(error instanceof Error ? (error.message.split(". ")[0] ?? "") : "Wrong options.");
  }
}

function nameOf(positionals: readonly string[]): string {
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw usageError("Give one account name.");
  return name;
}

function roleOf(given: string | undefined): Role {
  const role = ROLES.find((one) => one === given);
  if (role === undefined) throw usageError(`--role must be one of ${ROLES.join(", ")}.`);
  return role;
}

function hashOf(given: string | undefined): string {
  if (given === undefined) throw usageError("No password was read.");
  return given;
}

function accountLine({ name, role, disabledAt, sessions }: Account): string {
  return `${name}  ${role}  ${disabledAt === null ? "works" : "disabled"}  ${sessions} open sessions`;
}
