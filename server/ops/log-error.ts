import { fileURLToPath } from "node:url";
import { isAppError } from "../../retrieval/index.ts";
import type { Scrub } from "./scrub.ts";

export interface LoggedError {
  name: string;
  code?: string | number;
  retryable?: boolean;
  /** What was called, where the error names it. */
  method?: string;
  /** Of our own errors only: they are written to be read, others quote what they were given. */
  message?: string;
  /** Where it was thrown, innermost first. */
  at?: string[];
  cause?: LoggedError;
}

const MOST_CAUSES = 4;
const MOST_FRAMES = 12;
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FRAME = /^ {4}at (?:.*\()?((?:file:\/\/|node:|\/|[A-Z]:\\)[^\s()]+:\d+:\d+)\)?$/;

/**
 * An error as it may be logged. A driver's or a platform client's own message, detail, parameters and payload can hold
 * what an official wrote and the address that holds a token, so none of them is taken.
 */
export function describeError(error: unknown, scrub: Scrub, depth = 1): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error };
  const fields = error as Error & Record<string, unknown>;
  const code = identifier(fields.code) ?? identifier(fields.error_code);
  const method = identifier(fields.method);
  const at = framesOf(error);
  // grammY keeps the cause of an unanswered call under `error`.
  const cause = error.cause ?? fields.error;
  return {
    name: String(identifier(error.name) ?? "Error"),
    ...(code === null ? {} : { code }),
    ...(typeof fields.retryable === "boolean" ? { retryable: fields.retryable } : {}),
    ...(typeof method === "string" ? { method } : {}),
    ...(isAppError(error) ? { message: scrub(error.message) } : {}),
    ...(at.length === 0 ? {} : { at: at.map(scrub) }),
    ...(cause instanceof Error && depth < MOST_CAUSES ? { cause: describeError(cause, scrub, depth + 1) } : {}),
  };
}

/** "ECONNREFUSED", "23505", 400, "question.too_long"; a sentence is none. */
function identifier(value: unknown): string | number | null {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^[\w.-]{1,60}$/.test(value) ? value : null;
}

/** The places alone: the first lines of a stack repeat the message, however many lines that has. */
function framesOf({ stack = "" }: Error): string[] {
  const places = stack.split("\n").flatMap((line) => FRAME.exec(line)?.[1] ?? []);
  return places.slice(0, MOST_FRAMES).map((place) => place.replace(/^file:\/\//, "").replace(ROOT, ""));
}
