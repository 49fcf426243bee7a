import { z } from "zod";
import { ModelFault } from "../model/faults.ts";

/** More claims than a message has room for are no answer. */
const MOST_CLAIMS = 12;

/** What is beside the fields is not read; the schema that servers are sent forbids it. */
export const claimsSchema = z.object({
  claims: z.array(z.object({ text: z.string(), passage: z.string(), quote: z.string() })),
});
export const questionSchema = z.object({ question: z.string() });

/** A schema as the protocol wants it, from the one that the answer is checked against. */
export function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema);
  return rest;
}

/** Reads a model's answer. Throws `model.invalid_output`, which says nothing of the answer. */
export function parseOutput<T>(schema: z.ZodType<T>, text: string): T {
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) throw new ModelFault("model.invalid_output");
  return parsed.data;
}

export const fewClaims = <T>(claims: readonly T[]): readonly T[] => claims.slice(0, MOST_CLAIMS);

/** Local models put their thoughts before the object and a fence around it. */
function parseJson(text: string): unknown {
  const said = text.replace(/<think>[\s\S]*?<\/think>/gu, "");
  const object = said.slice(said.indexOf("{"), said.lastIndexOf("}") + 1);
  try {
    return JSON.parse(object);
  } catch {
    return null;
  }
}
