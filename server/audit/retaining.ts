import type { Leases } from "../../bot/index.ts";
import { type Loops, startLoops } from "../queue/loops.ts";
import { type RetainOptions, retain } from "./retain.ts";

const LEASE = "audit-retention";
const LOOK_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

interface RetainingOptions {
  retention: RetainOptions;
  /** Of an owner that takes nothing twice: the lease is what says that today's run was begun. */
  leases(): Leases;
  failed(error: unknown): void;
}

/** One run of the rules; false when another process, or this one, has begun today's. */
export async function retainDaily({ retention, leases }: RetainingOptions): Promise<boolean> {
  const lease = leases();
  if (!(await lease.take(LEASE, DAY_MS))) return false;
  try {
    await retain(retention);
    return true;
  } catch (error) {
    // Not tomorrow: at the next look.
    await lease.release(LEASE);
    throw error;
  }
}

/** Erases once a day what is older than the settings say; null where they say nothing. */
export function startRetaining(options: RetainingOptions): Pick<Loops, "stop"> | null {
  const { wordsDays, personDays } = options.retention;
  if (wordsDays === null && personDays === null) return null;
  const turn = async () => {
    await retainDaily(options);
    return false;
  };
  return startLoops({ turn, concurrency: 1, pollMs: LOOK_EVERY_MS, failed: options.failed });
}
