import { AppError } from "../../../retrieval/index.ts";
import type { Json, JsonObject } from "../../channel.ts";

/** What Zalo said. A refusal is an answer; only silence throws. */
export type ApiAnswer = { ok: true; result: Json } | Refusal;

export interface Refusal {
  ok: false;
  /** Zalo's own `error_code`, else the HTTP status: a wrong token comes as HTTP 200 with code 401. */
  code: number;
  /** Zalo's words, without token. */
  description: string;
  /** Not documented and never seen; obeyed where it is given. */
  retryAfterMs: number | null;
  /** False when the answer was no JSON of Zalo's: a proxy's page, another host. */
  fromZalo: boolean;
}

export interface CallOptions {
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface ZaloBotApi {
  /** @throws AppError `zalo_bot.no_answer` (retryable) when the call's fate is unknown. */
  call(method: string, parameters: JsonObject, options?: CallOptions): Promise<ApiAnswer>;
}

export interface ZaloBotApiOptions {
  token: string;
  apiRoot: string;
  fetch: typeof fetch;
}

const CALL_TIMEOUT_MS = 20_000;
/** A wait that is longer is a mistake of somebody's. */
const LONGEST_RETRY_AFTER_S = 3_600;

/** POST + JSON for every method, as each page of the documentation shows it. */
export function createZaloBotApi({ token, apiRoot, fetch }: ZaloBotApiOptions): ZaloBotApi {
  const root = apiRoot.replace(/\/+$/, "");
  return {
    call: async (method, parameters, { timeoutMs = CALL_TIMEOUT_MS, signal } = {}) => {
      const timeout = AbortSignal.timeout(timeoutMs);
      const { response, body } = await exchange(method, async () => {
        const response = await fetch(`${root}/bot${token}/${method}`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(parameters),
          // The next host would get the token.
          redirect: "error",
          signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        });
        return { response, body: await response.text() };
      });
      return readAnswer({ method, response, body, hide: (text) => text.replaceAll(token, "***") });
    },
  };
}

async function exchange<T>(method: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    // Not the cause itself: its text, or a field of it, may be the address, and the token is in there.
    throw noAnswer(method, reasonOf(error));
  }
}

interface RawAnswer {
  method: string;
  response: Response;
  body: string;
  hide(text: string): string;
}

function readAnswer({ method, response, body, hide }: RawAnswer): ApiAnswer {
  const envelope = parseObject(body);
  if (typeof envelope?.ok !== "boolean") {
    if (response.status < 400) throw noAnswer(method, `HTTP ${response.status} without Zalo's JSON`);
    return { ok: false, code: response.status, description: "", retryAfterMs: headerWait(response), fromZalo: false };
  }
  if (envelope.ok) return { ok: true, result: envelope.result ?? null };
  return {
    ok: false,
    code: codeOf(envelope.error_code) ?? (response.status >= 400 ? response.status : 500),
    description: hide(typeof envelope.description === "string" ? envelope.description : "").slice(0, 200),
    retryAfterMs: bodyWait(envelope) ?? headerWait(response),
    fromZalo: true,
  };
}

function codeOf(value: Json | undefined): number | null {
  const code = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof code === "number" && Number.isFinite(code) ? code : null;
}

function bodyWait({ retry_after, parameters }: JsonObject): number | null {
  const nested = isObject(parameters) ? parameters.retry_after : undefined;
  return milliseconds(retry_after ?? nested);
}

const headerWait = (response: Response) => milliseconds(response.headers.get("retry-after"));

function milliseconds(seconds: Json | undefined): number | null {
  const value = codeOf(seconds);
  return value === null || value < 0 ? null : Math.min(value, LONGEST_RETRY_AFTER_S) * 1_000;
}

/** Null when it is no JSON object. */
export function parseObject(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "connection failed";
  if (error.name === "TimeoutError") return "timed out";
  if (error.name === "AbortError") return "stopped";
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = "code" in cause ? String(cause.code) : "";
  return /^[A-Z][A-Z0-9_]{2,40}$/.test(code) ? code : "connection failed";
}

function noAnswer(method: string, reason: string): AppError {
  return new AppError({
    code: "zalo_bot.no_answer",
    message: `Zalo did not answer ${method} (${reason}). It is tried again; check the network and ZALO_BOT_API_ROOT.`,
    retryable: true,
  });
}

export function refusedError(method: string, { code, description }: Refusal): AppError {
  const token = code === 401;
  return new AppError({
    code: token ? "zalo_bot.token_refused" : "zalo_bot.refused",
    message: token
      ? "Zalo refused the bot's token. Get a valid one from Zalo Bot Manager and set ZALO_BOT_TOKEN."
      : `Zalo refused ${method}: ${code} ${description}`.trimEnd(),
    retryable: code === 403 || code === 408 || code === 429 || code >= 500,
  });
}
