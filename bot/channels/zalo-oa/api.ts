import { AppError } from "../../../retrieval/index.ts";
import type { Json, JsonObject } from "../../channel.ts";
import { isObject } from "./events.ts";
import type { Client } from "./options.ts";

/** The platform's own answer: `error` 0 is success, whatever the HTTP status says. */
export interface ApiAnswer {
  error: number;
  data: JsonObject;
}

export interface ApiCall {
  method: "GET" | "POST";
  path: string;
  accessToken: string;
  body?: Json;
}

/**
 * One call of the API. Throws `zalo_oa.no_answer` when none came that can be read (connection, time, HTML, 5xx): what
 * was asked for may have happened. Neither the token nor what was sent is in the error.
 */
export async function callApi(client: Client, { method, path, accessToken, body }: ApiCall): Promise<ApiAnswer> {
  const { status, json } = await request(client, `${client.apiRoot}${path}`, {
    method,
    headers: { access_token: accessToken, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  // A gateway in front of the platform limits in its own form.
  if (json === null && status === 429) return { error: -32, data: {} };
  const error = json === null ? Number.NaN : errorOf(json);
  if (json === null || !Number.isInteger(error)) throw noAnswer(`HTTP ${status} without the platform's own answer`);
  return { error, data: isObject(json.data) ? json.data : {} };
}

export interface RawAnswer {
  status: number;
  /** Null when the body is no JSON object. */
  json: JsonObject | null;
}

/** Sends one request and reads its body before anybody looks at the status. Throws `zalo_oa.no_answer`. */
export async function request(client: Client, url: string, init: RequestInit): Promise<RawAnswer> {
  try {
    const response = await client.fetch(url, {
      ...init,
      // A redirect would carry the token elsewhere.
      redirect: "manual",
      signal: AbortSignal.timeout(client.requestTimeoutMs),
    });
    return { status: response.status, json: parse(await response.text()) };
  } catch (error) {
    // Not as `cause`: a fetch that dislikes a header quotes the header, which is the token.
    throw noAnswer(reasonOf(error));
  }
}

function parse(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function errorOf({ error }: JsonObject): number {
  return typeof error === "string" && error.trim() !== ""
    ? Number(error)
    : typeof error === "number"
      ? error
      : Number.NaN;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown fault";
  const { cause } = error;
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : error.name;
}

function noAnswer(reason: string): AppError {
  return new AppError({
    code: "zalo_oa.no_answer",
    message: `Zalo gave no answer that can be read (${reason}). It is tried again.`,
    retryable: true,
  });
}
