import { readCode } from "./codes.ts";
import { readCommand } from "./commands.ts";

/** What a written message is for somebody who is enrolled; at an open door a code is a question like any other. */
export function takenFor(text: string): "code" | "command" | "question" {
  if (readCode(text).kind === "code") return "code";
  return readCommand(text) === null ? "question" : "command";
}
