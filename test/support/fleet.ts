import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import type { Step } from "../../server/queue/index.ts";
import { type Program, type Settings, start } from "./program.ts";

export interface Killed {
  step: Step;
  /** The n-th time that the process passes the step. */
  after: number;
}

export interface Member {
  /** Resolves when every death of its plan has happened and it serves for good. */
  survived: Promise<void>;
  /** Deaths so far. */
  deaths(): number;
  stop(): Promise<void>;
}

/** A server process that dies as planned, one death after the other, and is started anew each time. */
export function keepRunning(role: string, settings: Settings, plan: readonly Killed[]): Member {
  let current: Program | null = null;
  let stopped = false;
  let deaths = 0;
  const run = async () => {
    for (const kill of plan) {
      if (stopped) return;
      current = start(["test/support/killable-server.ts", role], {
        ...settings,
        KILL_AT: `${kill.step}:${kill.after}`,
      });
      const { code, err } = await current.finished;
      // SIGKILL leaves no code; anything else is a start that failed.
      if (code !== null && !stopped) throw new Error(`${role} ended with ${code} instead of being killed: ${err}`);
      deaths += 1;
    }
    if (stopped) return;
    current = start(["test/support/killable-server.ts", role], settings);
    await current.printed(/serving/);
  };
  const survived = run();
  survived.catch(() => {});
  return {
    survived,
    deaths: () => deaths,
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
