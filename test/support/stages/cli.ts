import { type Settings, start } from "../program.ts";
import type { Actor } from "./stage.ts";

export interface TerminalActor extends Omit<Actor, "saysDelivered" | "sendsSticker" | "enters"> {
  /** Ctrl+D; resolves with the exit code. */
  leaves(): Promise<number | null>;
}

/** Somebody at a terminal, in one `ask --chat`. */
export function terminalActor(settings: Settings): TerminalActor {
  const program = start(["server/cli.ts", "ask", "--chat", "--width", "999"], settings, null);
  const chunks: string[] = [];
  const faults: string[] = [];
  program.child.stdout?.on("data", (chunk: Buffer) => void chunks.push(chunk.toString()));
  program.child.stderr?.on("data", (chunk: Buffer) => void faults.push(chunk.toString()));
  const says = async (text: string) => void program.child.stdin?.write(`${text}\n`);
  return {
    says,
    opensSource: (n) => says(String(n)),
    dislikes: () => says("👎"),
    heard: () => [...chunks],
    chat: () => [...chunks, ...faults].join(""),
    leaves: async () => {
      program.child.stdin?.end();
      return (await program.finished).code;
    },
  };
}
