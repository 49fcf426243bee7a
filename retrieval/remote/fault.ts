import { APIConnectionError, APIError, APIUserAbortError } from "openai";

/** What went wrong between us and a service of OpenAI's protocol. */
export type ServiceFault =
  | "timeout"
  | "unreachable"
  | "unauthorized"
  | "unknown"
  | "rejected"
  | "busy"
  | "out_of_quota"
  | "failed"
  | "garbled";

/**
 * What the client threw, as a word. Its error itself goes no further: its message repeats what the service said, which
 * may repeat what was sent.
 */
export function serviceFault(error: unknown): ServiceFault {
  if (error instanceof APIUserAbortError || (error instanceof Error && error.name === "AbortError")) return "timeout";
  if (error instanceof APIConnectionError) return "unreachable";
  if (error instanceof APIError) return faultOfStatus(error);
  if (error instanceof SyntaxError) return "garbled";
  // A connection that breaks while the body is read is a bare TypeError of fetch.
  return error instanceof TypeError ? "unreachable" : "garbled";
}

function faultOfStatus({ status, code }: APIError): ServiceFault {
  if (status === undefined) return "failed";
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 404) return "unknown";
  if (status === 429) return code === "insufficient_quota" ? "out_of_quota" : "busy";
  if (status === 408 || status === 409) return "busy";
  return status >= 500 ? "failed" : "rejected";
}

/** Milliseconds after which a busy service wants to be asked again; null where it does not say. */
export function retryAfter(error: unknown): number | null {
  const headers = error instanceof APIError ? error.headers : undefined;
  const milliseconds = Number(headers?.get("retry-after-ms") ?? Number.NaN);
  if (milliseconds > 0) return milliseconds;
  const seconds = Number(headers?.get("retry-after") ?? Number.NaN);
  return seconds > 0 ? seconds * 1000 : null;
}
