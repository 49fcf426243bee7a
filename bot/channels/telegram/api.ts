import { Api, type ApiClientOptions, GrammyError } from "grammy";
import { AppError } from "../../../retrieval/index.ts";
import { DEFAULT_API_ROOT, type TelegramOptions } from "./options.ts";

const CALL_TIMEOUT_S = 20;

/** Settings for grammY's client: an own time limit, and Node's fetch in place of node-fetch. */
export function clientOptions(options: TelegramOptions, timeoutSeconds = options.timeoutSeconds): ApiClientOptions {
  return {
    apiRoot: (options.apiRoot ?? DEFAULT_API_ROOT).replace(/\/+$/, ""),
    // grammY's own limit is 500 s: a sender would stand still for eight minutes.
    timeoutSeconds: timeoutSeconds ?? CALL_TIMEOUT_S,
    fetch: bridge(options.fetch ?? fetch) as NonNullable<ApiClientOptions["fetch"]>,
  };
}

export function createApi(options: TelegramOptions, timeoutSeconds?: number): Api {
  return new Api(options.token, clientOptions(options, timeoutSeconds));
}

/** What grammY gives its fetch, of which only this is ours to pass on. */
interface GivenInit {
  method: string;
  headers: Record<string, string>;
  body: string;
  signal?: Pick<AbortSignal, "aborted" | "addEventListener">;
}

/**
 * node-fetch, grammY's choice, names the whole address in its errors, and the token is in there; Node's fetch does not,
 * but takes no signal other than Node's own, and grammY brings another make.
 */
function bridge(native: typeof fetch) {
  return (url: string, { method, headers, body, signal }: GivenInit): Promise<Response> => {
    const controller = new AbortController();
    if (signal?.aborted) controller.abort();
    else signal?.addEventListener("abort", () => controller.abort(), { once: true });
    // The next host would get the token.
    return native(url, { method, headers, body, signal: controller.signal, redirect: "error" });
  };
}

type ApiSignal = Parameters<Api["getMe"]>[0];

/** grammY's types name the signal of another package; at run time any will do. */
export const apiSignal = (signal: AbortSignal) => signal as ApiSignal;

/**
 * A failed call as our error. Without its cause: grammY's errors hold the outgoing text, and those below it may hold the
 * address with the token. `hide` takes secrets out of what Telegram said.
 */
export function callFailed(method: string, error: unknown, hide: (text: string) => string): AppError {
  if (!(error instanceof GrammyError)) return noAnswer(method, error);
  const { error_code: code, description } = error;
  if (code === 401 || code === 404) {
    return new AppError({
      code: "telegram.token_refused",
      message: `Telegram does not know this bot (${code} on ${method}). Take the token from BotFather, set TELEGRAM_BOT_TOKEN, and check TELEGRAM_API_ROOT.`,
    });
  }
  if (code === 409) {
    return new AppError({
      code: "telegram.polling_conflict",
      message: /webhook/i.test(description)
        ? "A webhook was set while polling: only one of the two works. Set TELEGRAM_MODE=webhook, or run `npm run channels -- delete-webhook`."
        : "Another program polls with the same token. Stop it, or revoke the token with BotFather when nobody knows it.",
      retryable: true,
    });
  }
  return new AppError({
    code: "telegram.refused",
    message: `Telegram refused ${method}: ${code} ${hide(description).slice(0, 200)}`,
    retryable: code === 429 || code >= 500,
  });
}

function noAnswer(method: string, error: unknown): AppError {
  return new AppError({
    code: "telegram.no_answer",
    message: `Telegram did not answer ${method} (${reasonOf(error)}). It is tried again; check the network and TELEGRAM_API_ROOT.`,
    retryable: true,
  });
}

/** "ECONNREFUSED", "timed out": codes only, a message may hold an address. */
function reasonOf(error: unknown): string {
  for (let inner = error, depth = 0; inner instanceof Error && depth < 5; depth += 1) {
    const code = "code" in inner ? String(inner.code) : "";
    if (/^[A-Z][A-Z0-9_]{2,40}$/.test(code)) return code;
    if (/ timed out after \d/.test(inner.message)) return "timed out";
    if (inner instanceof SyntaxError) return "the answer was no JSON";
    inner = "error" in inner ? inner.error : inner.cause;
  }
  return "connection failed";
}
