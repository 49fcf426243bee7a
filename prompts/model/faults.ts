import { AppError, isAppError, retryAfter, type ServiceFault, serviceFault } from "../../retrieval/index.ts";

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
} as const satisfies Record<`model.${ServiceFault}` | `model.${string}`, Fault>;

export type ModelFaultCode = keyof typeof FAULTS;

/** Without a cause: what the client threw repeats what the service said, which may repeat the prompt. */
export class ModelFault extends AppError {
  /** Milliseconds after which a busy service wants to be asked again. */
  readonly retryAfter: number | null;

  constructor(code: ModelFaultCode, wait: number | null = null) {
    super({ retryable: false, ...FAULTS[code], code });
    this.retryAfter = wait;
  }
}

/** What a client threw, as one of our codes. */
export function modelFault(error: unknown): AppError {
  return isAppError(error) ? error : new ModelFault(`model.${serviceFault(error)}`, retryAfter(error));
}
