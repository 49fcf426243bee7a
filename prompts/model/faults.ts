import { APIConnectionError, APIError, APIUserAbortError } from "openai";
import { AppError, isAppError } from "../../retrieval/index.ts";

interface Fault {
  message: string;
  retryable?: boolean;
}

const FAULTS = {
  "model.timeout": { message: "The model did not answer within the time that a question has." },
  "model.unreachable": { message: "The model's service did not answer. Check OPENAI_BASE_URL.", retryable: true },
  "model.unauthorized": { message: "The model's service refused the key. Check OPENAI_API_KEY." },
  "model.unknown": { message: "The model's service does not know the model. Check CHAT_MODEL and OPENAI_BASE_URL." },
  "model.rejected": { message: "The model's service refused the request." },
  "model.busy": { message: "The model's service takes no more requests now (429).", retryable: true },
  "model.out_of_quota": { message: "The quota at the model's service is used up." },
  "model.failed": { message: "The model's service failed (5xx).", retryable: true },
  "model.cut": { message: "The model's answer ended before it was complete." },
  "model.withheld": { message: "The model's service withheld the answer." },
  "model.garbled": { message: "What the model's service sent is not an answer of the protocol.", retryable: true },
  "model.budget": { message: "The day's budget of tokens (MODEL_DAILY_TOKENS) is used up." },
  "model.resting": { message: "The model failed several times in a row and is not asked for a while." },
  "model.invalid_output": { message: "The model's answer does not have the form that was asked for." },
} as const satisfies Record<string, Fault>;

export type ModelFaultCode = keyof typeof FAULTS;

/** Milliseconds after which a busy service wants to be asked again, beside the fault that it gave. */
export class ModelFault extends AppError {
  readonly retryAfter: number | null;

  constructor(code: ModelFaultCode, retryAfter: number | null = null) {
    super({ retryable: false, ...FAULTS[code], code });
    this.retryAfter = retryAfter;
  }
}

/**
 * What the client threw, as one of our codes. Its own error is no cause of ours: its message repeats what the service
 * said, which may repeat the prompt.
 */
export function modelFault(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (error instanceof APIUserAbortError || isAbort(error)) return new ModelFault("model.timeout");
  if (error instanceof APIConnectionError) return new ModelFault("model.unreachable");
  if (error instanceof APIError) return statusFault(error);
  if (error instanceof SyntaxError) return new ModelFault("model.garbled");
  // A connection that breaks while the body is read is a bare TypeError of fetch.
  return new ModelFault(error instanceof TypeError ? "model.unreachable" : "model.garbled");
}

function statusFault({ status, code, headers }: APIError): ModelFault {
  if (status === undefined) return new ModelFault("model.failed");
  if (status === 401 || status === 403) return new ModelFault("model.unauthorized");
  if (status === 404) return new ModelFault("model.unknown");
  if (status === 429) {
    return code === "insufficient_quota"
      ? new ModelFault("model.out_of_quota")
      : new ModelFault("model.busy", retryAfterOf(headers));
  }
  if (status === 408 || status === 409) return new ModelFault("model.busy");
  return new ModelFault(status >= 500 ? "model.failed" : "model.rejected");
}

function retryAfterOf(headers: Headers | undefined): number | null {
  const milliseconds = Number(headers?.get("retry-after-ms") ?? Number.NaN);
  if (milliseconds > 0) return milliseconds;
  const seconds = Number(headers?.get("retry-after") ?? Number.NaN);
  return seconds > 0 ? seconds * 1000 : null;
}

const isAbort = (error: unknown) => error instanceof Error && error.name === "AbortError";
