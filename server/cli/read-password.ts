import type { Readable } from "node:stream";
import { AppError } from "../../retrieval/index.ts";
import type { Output } from "./command.ts";

export interface Terminal {
  stdin: Readable & { isTTY?: boolean; setRawMode?(on: boolean): unknown };
  /** For the prompt: standard output may be a pipe. */
  stderr: Output;
}

/** From a terminal without showing it, twice; else the first line of standard input. */
export async function readPassword({ stdin, stderr }: Terminal): Promise<string> {
  const lines = linesOf(stdin);
  if (stdin.isTTY !== true) return (await lines.next()).value ?? "";
  stdin.setRawMode?.(true);
  try {
    stderr.write("Password: ");
    const first = (await lines.next()).value ?? "";
    stderr.write("\nThe same again: ");
    const second = (await lines.next()).value ?? "";
    stderr.write("\n");
    if (first === second) return first;
    throw new AppError({ code: "password.not_the_same", message: "The two passwords differ; nothing was changed." });
  } finally {
    stdin.setRawMode?.(false);
    stdin.pause();
  }
}

const [INTERRUPT, END, ERASE, DELETE] = ["\u0003", "\u0004", "\b", "\u007f"];

/** In raw mode the terminal edits nothing: erasing and giving up are done here. */
async function* linesOf(stdin: Terminal["stdin"]): AsyncGenerator<string, undefined> {
  let line = "";
  stdin.setEncoding("utf8");
  for await (const chunk of stdin) {
    for (const character of String(chunk)) {
      if (stdin.isTTY === true && (character === INTERRUPT || character === END)) throw givenUp();
      if (stdin.isTTY === true && (character === ERASE || character === DELETE)) line = [...line].slice(0, -1).join("");
      else if (character === "\n" || character === "\r") {
        yield line;
        line = "";
      } else line += character;
    }
  }
  if (line !== "") yield line;
  return undefined;
}

const givenUp = () => new AppError({ code: "password.given_up", message: "Given up; nothing was changed." });
