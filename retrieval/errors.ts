/** What went wrong, as data. Knows no HTTP: the status is chosen at the edge (`server/http/problem.ts`). */
export interface AppErrorOptions {
  /** Stable and dotted, e.g. `question.too_long`. Tests and clients match on this, never on the message. */
  code: string;
  /** One clear English sentence that says the repair. Never holds a secret. */
  message: string;
  /** The same for an official, in Vietnamese, where an official can meet it. */
  userMessage?: string;
  cause?: unknown;
  /** True when the same call may succeed later without a change. Decided where the failure is known. */
  retryable?: boolean;
  /** When it may, where that is known. */
  retryAfterSeconds?: number;
}

export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: string;
  readonly userMessage: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterSeconds: number | undefined;

  constructor(options: AppErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.userMessage = options.userMessage;
    this.retryable = options.retryable ?? false;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** True for our own errors, also across copies of this module. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === "AppError" && "code" in error;
}
