import { createHash } from "node:crypto";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import type { z } from "zod";
import { jsonSchema } from "../claims/parse.ts";
import type { ChatMessage } from "../model/port.ts";

/** What is stored with an answer: which words asked for it. */
export interface TemplateId {
  id: string;
  /** Of the wording and the schema: another one wherever either has changed. */
  hash: string;
}

export interface Template<Output> extends TemplateId {
  schema: z.ZodType<Output>;
  jsonSchema: Record<string, unknown>;
  format(data: Readonly<Record<string, unknown>>): Promise<ChatMessage[]>;
}

export interface TemplateText<Output> {
  id: string;
  system: string;
  /** Holds `{data}` once. */
  human: string;
  schema: z.ZodType<Output>;
}

/** A prompt with a name of its own. The wording is fixed; all that varies goes into `data`, fenced. */
export function defineTemplate<Output>({ id, system, human, schema }: TemplateText<Output>): Template<Output> {
  const prompt = ChatPromptTemplate.fromMessages([
    ["system", system],
    ["human", human],
  ]);
  const output = jsonSchema(schema);
  const wording = JSON.stringify([id, system, human, output]);
  return {
    id,
    hash: createHash("sha256").update(wording).digest("hex").slice(0, 16),
    schema,
    jsonSchema: output,
    async format(data) {
      const messages = await prompt.formatMessages({ data: fenced(data) });
      return messages.map((message) => ({
        role: message.getType() === "system" ? "system" : "user",
        content: String(message.content),
      }));
    },
  };
}

/** Data as JSON in which nothing can close the fence or look like a role's mark. */
function fenced(data: Readonly<Record<string, unknown>>): string {
  const json = JSON.stringify(data, null, 1).replace(/[<>]/g, (mark) => (mark === "<" ? "\\u003c" : "\\u003e"));
  return `<du_lieu>\n${json}\n</du_lieu>`;
}
