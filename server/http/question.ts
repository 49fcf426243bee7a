import { z } from "zod";
import type { Question } from "../../bot/index.ts";
import { requestError } from "./problem.ts";

const history = z.array(z.object({ role: z.enum(["user", "assistant"]), content: z.string() })).max(100);

const request = z.object({ question: z.unknown(), history: history.optional() });

/** Strict UTF-8: a replacement character in place of a broken byte would be a question that nobody asked. */
export function decodeBody(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw requestError("request.not_utf8", "The body is not UTF-8.");
  }
}

/** `application/json`, with no charset or UTF-8. */
export function isJson(contentType: string | undefined): boolean {
  const [type, ...parameters] = (contentType ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  return (
    type === "application/json" &&
    parameters.every((part) => !part.startsWith("charset=") || /^charset="?utf-8"?$/.test(part))
  );
}

export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw requestError("request.not_json", "The body is not valid JSON.");
  }
}

/** Reads the body of `POST /api/ask`. The pipeline judges the question itself. */
export function parseQuestion(body: string): Question {
  const parsed = request.safeParse(parseJson(body));
  if (!parsed.success) {
    throw requestError("request.invalid", "The body must be {question: string, history?: [{role, content}]}.");
  }
  const { question, history: said } = parsed.data;
  if (question === undefined) throw requestError("request.invalid", "The body has no question.");
  if (typeof question !== "string") throw requestError("question.not_text", "The question is not a string.");
  return said === undefined ? { question } : { question, history: said };
}
