import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { AppError, isAppError } from "../../retrieval/index.ts";
import type { Config } from "../config.ts";
import type { CommandPart } from "../http/control.ts";
import { findServer, type ServerAddress } from "../process/address-file.ts";
import type { Surroundings } from "./command.ts";

/**
 * Runs a command here, or, when the server has the embedded database, there: the caller sees no difference. Returns the
 * exit code.
 */
export async function hereOrThere(
  argv: readonly string[],
  config: Config,
  surroundings: Surroundings,
  here: () => Promise<number>,
): Promise<number> {
  try {
    return await here();
  } catch (error) {
    const forward = isAppError(error) && error.code === "database.locked" ? forwardTo(config, surroundings) : null;
    if (forward === null) throw error;
    return forward(argv);
  }
}

/** Has commands carried out by the server that uses this data folder; null when there is none. */
export function forwardTo(
  config: Config,
  surroundings: Surroundings,
): ((argv: readonly string[]) => Promise<number>) | null {
  const server = findServer(config.dataDir);
  return server === null ? null : (argv) => forward(argv, server, surroundings);
}

async function forward(
  argv: readonly string[],
  server: ServerAddress,
  { fetch, stdout, stderr }: Surroundings,
): Promise<number> {
  const response = await fetch(`${server.address}/control`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${server.token}` },
    body: JSON.stringify({ argv }),
  }).catch((cause: unknown) => {
    throw unreachable(server, cause);
  });
  if (!response.ok || response.body === null) throw unreachable(server, `status ${response.status}`);
  for await (const line of createInterface({ input: Readable.fromWeb(response.body) })) {
    const part = JSON.parse(line) as CommandPart;
    if ("code" in part) return part.code;
    if ("out" in part) stdout.write(part.out);
    else stderr.write(part.err);
  }
  throw unreachable(server, "the answer broke off");
}

function unreachable({ address }: ServerAddress, cause: unknown): AppError {
  return new AppError({
    code: "server.unreachable",
    message: `The data folder is in use, and the server that should carry this out at ${address} does not. Stop the process that uses the folder and try again.`,
    retryable: true,
    cause,
  });
}
