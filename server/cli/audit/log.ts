import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Audit, createSigner, keysOf, type Verdict, verdictLines, verifyExport } from "../../audit/index.ts";
import type { Config } from "../../config.ts";
import { readLocalKey } from "../../process/local-key.ts";
import type { Output, Surroundings } from "../command.ts";
import { hereOrThere } from "../forward.ts";
import { usageError } from "../usage.ts";
import { writeLine } from "../write-line.ts";

/** `audit verify|export-chain|erase|retain|public-key`. Returns the exit code. */
export async function runLogCommand(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const [command, ...rest] = args;
  const { stdout, open } = surroundings;
  const options = optionsOf(rest);
  // Without a database, and with a public key without settings: whoever checks an export may be somebody else.
  if (command === "verify" && options.export !== undefined) return verifyFile(options, surroundings);
  const run = COMMANDS.get(command ?? "");
  if (run === undefined) throw usageError(`There is no command audit ${command ?? ""}.`.replace(" .", "."));
  const config = surroundings.config();
  // The server may run in another folder: it gets whole paths.
  const seals = options.seals === undefined ? {} : { seals: resolve(options.seals) };
  const whole = seals.seals === undefined ? rest : [...rest, "--seals", seals.seals];
  return hereOrThere(["audit", command ?? "", ...whole], config, surroundings, async () => {
    const runtime = await open(config);
    try {
      return await run(runtime.audit, { ...options, ...seals }, stdout);
    } finally {
      await runtime.close();
    }
  });
}

type Options = ReturnType<typeof optionsOf>;
type Run = (audit: Audit, options: Options, stdout: Output) => Promise<number>;

const COMMANDS: ReadonlyMap<string, Run> = new Map<string, Run>([
  ["verify", verify],
  ["export-chain", exportChain],
  ["erase", erase],
  ["retain", retain],
  ["public-key", publicKey],
]);

function optionsOf(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...{ json: { type: "boolean" }, signed: { type: "boolean" }, "dry-run": { type: "boolean" } },
        ...{ seals: { type: "string" }, export: { type: "string" }, from: { type: "string" } },
        ...{ person: { type: "string" }, reason: { type: "string" } },
        trust: { type: "string", multiple: true },
        answer: { type: "string", multiple: true },
      },
    });
    return values;
  } catch (error) {
    throw usageError(error instanceof Error ? (error.message.split(". ")[0] ?? "") : "Wrong options.");
  }
}

async function verify(audit: Audit, { trust = [], seals, signed = false, json }: Options, stdout: Output) {
  const verdict = await audit.verify({ trust, sealsFile: seals, mustBeSigned: signed });
  return told(verdict, json, stdout);
}

async function verifyFile({ export: file = "", trust = [], json }: Options, { config, stdout }: Surroundings) {
  const own = trust.length > 0 ? [] : ownKeys(config());
  return told(await verifyExport({ path: resolve(file), keys: keysOf([...own, ...trust]) }), json, stdout);
}

/** Of this machine; none where it never had one: then nothing is trusted that is not named. */
function ownKeys({ secretKey, dataDir }: Config): string[] {
  const secret = secretKey ?? readLocalKey(dataDir);
  return secret === null ? [] : [createSigner(secret).publicKey];
}

function told(verdict: Verdict, json: boolean | undefined, stdout: Output): number {
  const lines = json === true ? [JSON.stringify(verdict)] : verdictLines(verdict);
  for (const line of lines) stdout.write(`${line}\n`);
  return verdict.ok ? 0 : 1;
}

async function exportChain(audit: Audit, { from }: Options, stdout: Output): Promise<number> {
  if (from !== undefined && !/^[1-9]\d{0,14}$/.test(from)) throw usageError("--from takes the number of a line.");
  for await (const line of audit.export({ from: from === undefined ? undefined : Number(from) })) {
    await writeLine(stdout, line);
  }
  return 0;
}

async function erase(audit: Audit, { person, answer: answers = [], reason }: Options, stdout: Output): Promise<number> {
  if (reason !== "request") throw usageError("Say --reason request: what is erased by request does not come back.");
  if ((person === undefined) === (answers.length === 0)) throw usageError("Give --person ID, or --answer ID.");
  if (person !== undefined && !/^\d{1,9}$/.test(person)) throw usageError("--person takes an id of admin people.");
  const erased = await audit.erase(person === undefined ? { answers } : { personId: Number(person) }, "cli");
  const { reviews, feedback, events } = erased;
  stdout.write(
    `Đã xóa lời văn của ${erased.answers} câu hỏi và trả lời, ${feedback} góp ý, ${reviews} lượt rà soát, ${events} tin nhắn chưa xử lý.\n`,
  );
  return 0;
}

async function retain(audit: Audit, { "dry-run": dryRun = false }: Options, stdout: Output): Promise<number> {
  const { words, persons } = await audit.retain({ dryRun });
  const verb = dryRun ? "Sẽ xóa" : "Đã xóa";
  stdout.write(`${verb} lời văn của ${words} mục và người hỏi của ${persons} mục quá hạn lưu.\n`);
  return 0;
}

async function publicKey({ signer }: Audit, _: Options, stdout: Output): Promise<number> {
  stdout.write(`${signer.publicKey}\n`);
  return 0;
}
