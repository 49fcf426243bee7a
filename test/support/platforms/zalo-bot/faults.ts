import { createFaults, type Faults, type Reply, type TransportFault } from "../faults.ts";
import type { Fault } from "./types.ts";

export type ZaloBotFaults = Faults<string, Fault>;

export const createZaloBotFaults = () => createFaults<string, Fault>();

/** The platform's own refusal in its envelope; other faults are those of the way. */
export function asAnswered(fault: Fault | null): TransportFault | { kind: "refusal"; reply: Reply } | null {
  if (fault?.kind !== "refuse") return fault;
  const { code, description = "refused", retryAfter } = fault;
  const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } };
  return {
    kind: "refusal",
    reply: { status: code, body: { ok: false, error_code: code, description, ...parameters } },
  };
}
