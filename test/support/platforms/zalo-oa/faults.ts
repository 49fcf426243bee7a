import { createFaults, type Faults, type Reply, type TransportFault } from "../faults.ts";
import type { Fault, Method } from "./types.ts";

export type ZaloOaFaults = Faults<Method, Fault>;

export const createZaloOaFaults = () => createFaults<Method, Fault>();

/** The platform's own refusal in its envelope; other faults are those of the way. */
export function asAnswered(fault: Fault | null): TransportFault | { kind: "refusal"; reply: Reply } | null {
  if (fault?.kind !== "error") return fault;
  const { code, status = 200 } = fault;
  return { kind: "refusal", reply: { status, body: { error: code, message: "refused" } } };
}
