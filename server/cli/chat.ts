import { createInterface } from "node:readline";
import { renderReplyForTerminal } from "../../bot/index.ts";
import { isAppError } from "../../retrieval/index.ts";
import type { Config } from "../config.ts";
import { faultSentence } from "../process/fault.ts";
import type { Runtime } from "../runtime.ts";
import type { Surroundings } from "./command.ts";
import { forwardTo } from "./forward.ts";
import { cliSpeaker } from "./user.ts";

/** One message of the terminal's conversation, and what is said to it. */
export async function say(
  runtime: Runtime,
  words: string,
  { stdout, user }: Surroundings,
  width: number,
): Promise<void> {
  const { replies } = await runtime.conversations.say({
    ...cliSpeaker(user),
    setting: "private",
    content: { kind: "text", text: words },
  });
  for (const reply of replies) stdout.write(`${renderReplyForTerminal(reply, { width })}\n`);
}

/** Every line of standard input is a message; a line that fails is told, and the others go on. Returns the exit code. */
export async function chat(config: Config, surroundings: Surroundings, width: number): Promise<number> {
  const { stdin, stdout, stderr } = surroundings;
  const other = await openOther(config, surroundings, width);
  const isTerminal = "isTTY" in stdin && stdin.isTTY === true;
  const prompt = () => void (isTerminal && stdout.write("\n> "));
  let failed = false;
  try {
    if (isTerminal) stdout.write("Gõ câu hỏi rồi nhấn Enter; Ctrl+D để kết thúc.\n");
    prompt();
    for await (const line of createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.trim() !== "") {
        failed = !(await heard(() => other.say(line), stderr)) || failed;
        if (!isTerminal) stdout.write("\n");
      }
      prompt();
    }
  } finally {
    await other.close();
  }
  return failed ? 1 : 0;
}

async function heard(work: () => Promise<void>, stderr: Surroundings["stderr"]): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    stderr.write(`${faultSentence(error)}\n`);
    return false;
  }
}

interface Other {
  say(line: string): Promise<void>;
  close(): Promise<void>;
}

/** The program itself, or the server that has the embedded database, line by line. */
async function openOther(config: Config, surroundings: Surroundings, width: number): Promise<Other> {
  try {
    const runtime = await surroundings.open(config);
    return { say: (line) => say(runtime, line, surroundings, width), close: () => runtime.close() };
  } catch (error) {
    const forward = isAppError(error) && error.code === "database.locked" ? forwardTo(config, surroundings) : null;
    if (forward === null) throw error;
    return {
      say: async (line) => void (await forward(["ask", "--chat", "--width", String(width), "--", line])),
      close: async () => {},
    };
  }
}
