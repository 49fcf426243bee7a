import type { APIError } from "openai";

/** What a server understands: known after it refused something. */
export interface Dialect {
  format: "json_schema" | "json_object" | "none";
  lengthField: "max_tokens" | "max_completion_tokens";
  temperature: boolean;
  countsStreamed: boolean;
}

export const FULL_DIALECT: Dialect = {
  format: "json_schema",
  lengthField: "max_tokens",
  temperature: true,
  countsStreamed: true,
};

const NEXT_FORMAT = { json_schema: "json_object", json_object: "none" } as const;

/**
 * The dialect without what the server has just refused (400 or 422), null when nothing is left to leave out. Reasoning
 * models take `max_completion_tokens` and no temperature; smaller servers know no schema.
 */
export function simpler(dialect: Dialect, error: APIError): Dialect | null {
  const named = `${error.param ?? ""} ${error.message}`;
  if (dialect.lengthField === "max_tokens" && named.includes("max_completion_tokens"))
    return { ...dialect, lengthField: "max_completion_tokens" };
  if (dialect.temperature && named.includes("temperature")) return { ...dialect, temperature: false };
  if (dialect.countsStreamed && /stream_options|include_usage/.test(named))
    return { ...dialect, countsStreamed: false };
  if (dialect.format === "none") return null;
  return { ...dialect, format: NEXT_FORMAT[dialect.format] };
}
