import { basename } from "node:path";
import { MultiBar, Presets } from "cli-progress";
import { AppError, type IngestedFile, type IngestProgress, isAppError } from "../../retrieval/index.ts";
import type { Config } from "../config.ts";
import type { Runtime } from "../runtime.ts";
import type { Output, Surroundings } from "./command.ts";
import { usageError } from "./usage.ts";

/** `index PATH…`: exit code 1 when a path does not exist or a file failed. */
export async function runIndex(args: string[], config: Config, surroundings: Surroundings): Promise<number> {
  const option = args.find((arg) => arg.startsWith("-"));
  if (option !== undefined) throw usageError(`There is no option ${option}.`);
  if (args.length === 0) throw usageError("No file or folder given.");
  const runtime = await openForWriting(config, surroundings);
  try {
    const progress = progressOn(surroundings.stderr);
    const files = await runtime.index(args, { onProgress: progress.step }).finally(progress.end);
    surroundings.stdout.write(summary(files));
    return files.some(({ outcome }) => outcome === "failed") ? 1 : 0;
  } finally {
    await runtime.close();
  }
}

async function openForWriting(config: Config, { open }: Surroundings): Promise<Runtime> {
  try {
    return await open(config);
  } catch (error) {
    if (!isAppError(error) || error.code !== "database.locked") throw error;
    throw new AppError({
      code: error.code,
      message: `${error.message.split(". ")[0]}. Stop it (a running server too) and index again, or use PostgreSQL through DATABASE_URL, which many processes can share.`,
      cause: error,
    });
  }
}

/** A bar in a terminal, a line for each file elsewhere. Always on standard error. */
function progressOn(stderr: Output): { step(progress: IngestProgress): void; end(): void } {
  if (stderr.isTTY !== true) {
    return {
      step: ({ done, total, file }) => void stderr.write(`${done}/${total} ${file.outcome} ${file.path}\n`),
      end: () => {},
    };
  }
  const format = "{bar} {value}/{total} {file}";
  const bars = new MultiBar({ format, hideCursor: true, stream: stderr as NodeJS.WriteStream }, Presets.shades_classic);
  const bar = bars.create(1, 0, { file: "" });
  return {
    step: ({ done, total, file }) => {
      bar.setTotal(total);
      bar.update(done, { file: basename(file.path) });
    },
    end: () => bars.stop(),
  };
}

function summary(files: IngestedFile[]): string {
  const count = (outcome: IngestedFile["outcome"]) => files.filter((file) => file.outcome === outcome).length;
  const waiting = count("pending");
  const failed = files.filter(({ outcome }) => outcome === "failed");
  const warned = files.filter(({ warnings }) => warnings.length > 0);
  const lines = [
    `${count("new")} new, ${count("updated")} updated, ${count("unchanged")} unchanged, ${failed.length} failed`,
    ...(waiting > 0 ? [`${waiting} wait for approval`] : []),
    ...failed.map(({ path, reason }) => `failed: ${path}: ${reason ?? "no reason given"}`),
    ...warned.flatMap(({ path, warnings }) =>
      warnings.map(({ code, message }) => `warning: ${path}: ${code}: ${message}`),
    ),
  ];
  return `${lines.join("\n")}\n`;
}
