import { once } from "node:events";
import { Writable } from "node:stream";
import type { Output } from "./command.ts";

/** Waits until the reader has taken what was written: a long output is never all in memory. */
export async function writeLine(output: Output, line: string): Promise<void> {
  const taken = await output.write(`${line}\n`);
  if (taken === false && output instanceof Writable) await once(output, "drain");
}
