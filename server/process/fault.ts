import { isAppError } from "../../retrieval/index.ts";

/** What a person who starts the program reads: one sentence, never a stack, never a secret. */
export function faultSentence(error: unknown): string {
  if (isAppError(error)) return error.message;
  if (error instanceof Error) return `Unexpected fault: ${firstLine(error.message)}`;
  return "Unexpected fault.";
}

/** Addresses with a password inside can reach an error's text through a library. */
const firstLine = (message: string) => (message.split("\n")[0] ?? "").replace(/:\/\/[^\s/@]*@/g, "://***@");
