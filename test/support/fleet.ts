import { type AddressInfo, createServer } from "node:net";
import type { Step } from "../../server/queue/index.ts";
import { type Program, type Settings, start } from "./program.ts";

export interface Killed {
  step: Step;
  /** The n-th time that the process passes the step. */
  after: number;
}

/** Deaths that some processes have before them, taken in turn by whichever starts next. */
export interface Plan {
  take(): Killed | undefined;
  died(): void;
  /** Resolves when all of them have happened. */
  over: Promise<void>;
  deaths(): number;
}

export function planOf(kills: readonly Killed[]): Plan {
  const left = [...kills];
  let deaths = 0;
  let resolve: () => void = () => {};
  const over = new Promise<void>((done) => {
    resolve = done;
  });
  if (kills.length === 0) resolve();
  return {
    take: () => left.shift(),
    died: () => {
      deaths += 1;
      if (deaths === kills.length) resolve();
    },
    over,
    deaths: () => deaths,
  };
}

export interface Member {
  /** Resolves when it serves for good, after every death of the plan. Rejects when it cannot start. */
  survived: Promise<void>;
  stop(): Promise<void>;
}

const SERVER = "test/support/killable-server.ts";

/**
 * A server process that dies as planned and is started anew each time. Where several share a plan, one that is left
 * without a death stays away until the others had theirs: else it would do all the work while they start.
 */
export function keepRunning(role: string, settings: Settings, plan: Plan = planOf([])): Member {
  let current: Program | null = null;
  let stopped = false;
  const run = async () => {
    for (let kill = plan.take(); kill !== undefined && !stopped; kill = plan.take()) {
      current = start([SERVER, role], { ...settings, KILL_AT: `${kill.step}:${kill.after}` });
      const { code, err } = await current.finished;
      // SIGKILL leaves no code; anything else is a start that failed.
      if (code !== null && !stopped) throw new Error(`${role} ended with ${code} instead of being killed: ${err}`);
      plan.died();
    }
    await plan.over;
    if (stopped) return;
    current = start([SERVER, role], settings);
    await current.printed(/serving/);
  };
  const survived = run();
  survived.catch(() => {});
  return {
    survived,
    stop: async () => {
      stopped = true;
      current?.child.kill("SIGKILL");
      await current?.finished;
    },
  };
}

/** A port that nobody has now, for a server that must come back under the same address. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
