/** What goes wrong with one call of the API. */
export type Fault =
  /** The envelope `{ok: false}`; the call has no effect. */
  | { kind: "refuse"; code: number; description: string; retryAfter?: number; migrateTo?: number }
  /** A proxy's page in place of JSON; the call has no effect. */
  | { kind: "page"; status: number }
  /** The connection breaks before the call had an effect. */
  | { kind: "reset" }
  /** The call had its effect, then the connection breaks: the sender cannot know. */
  | { kind: "lost" }
  /** No effect, and no answer as long as the double runs. */
  | { kind: "hang" }
  /** Effect and answer, after so long. */
  | { kind: "slow"; ms: number };

export interface Faults {
  /** The next `times` calls of the method (or of any, "*") go wrong. */
  next(method: string, fault: Fault, times?: number): void;
  /** All calls go wrong until `clear`. */
  always(method: string, fault: Fault): void;
  /** Ends all faults, or those of one method. */
  clear(method?: string): void;
}

export const tooManyRequests = (retryAfter: number): Fault => ({
  kind: "refuse",
  code: 429,
  description: `Too Many Requests: retry after ${retryAfter}`,
  retryAfter,
});

export const serverError: Fault = { kind: "refuse", code: 500, description: "Internal Server Error" };

export interface PlannedFaults extends Faults {
  take(method: string): Fault | null;
}

export function createFaults(): PlannedFaults {
  let planned: { method: string; fault: Fault; left: number }[] = [];
  return {
    next: (method, fault, times = 1) => void planned.push({ method, fault, left: times }),
    always: (method, fault) => void planned.push({ method, fault, left: Number.POSITIVE_INFINITY }),
    clear: (method) => {
      planned = method === undefined ? [] : planned.filter((one) => one.method !== method);
    },
    take: (method) => {
      const found = planned.find((one) => one.method === "*" || one.method === method);
      if (!found) return null;
      found.left -= 1;
      if (found.left <= 0) planned = planned.filter((one) => one !== found);
      return found.fault;
    },
  };
}
