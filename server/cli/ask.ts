import { type Question, renderForTerminal, takenFor } from "../../bot/index.ts";
import type { Config } from "../config.ts";
import type { Runtime } from "../runtime.ts";
import { openAnswerer } from "./answerer.ts";
import { type AskArguments, parseAsk, widthOf } from "./ask-arguments.ts";
import { chat, say } from "./chat.ts";
import type { Surroundings } from "./command.ts";
import { hereOrThere } from "./forward.ts";
import { answerLines } from "./jsonl.ts";
import { cliSpeaker } from "./user.ts";

/** `ask "câu hỏi"`, `ask "/nguon 2"`, `ask --chat`, `ask --json "câu hỏi"`, `ask --jsonl < questions`. Returns the exit code. */
export async function runAsk(args: string[], config: Config, surroundings: Surroundings): Promise<number> {
  const asked = parseAsk(args);
  switch (asked.form) {
    case "jsonl":
      return scripted(config, surroundings, (answerer) => answerLines(answerer, surroundings));
    case "json":
      return scripted(config, surroundings, async (answerer) => {
        const answer = await answerer.ask({ question: asked.words ?? "" }, "cli");
        surroundings.stdout.write(`${JSON.stringify(answer)}\n`);
        return 0;
      });
    case "chat":
      if (asked.words === null) return chat(config, surroundings, widthOf(asked, surroundings));
      return spoken(asked, config, surroundings, say);
    case "text":
      return spoken(asked, config, surroundings, takenFor(asked.words ?? "") === "command" ? say : answer);
  }
}

/** For programs: one question leans on nothing but the history that comes with it, and nothing is remembered. */
async function scripted(
  config: Config,
  surroundings: Surroundings,
  work: (answerer: Awaited<ReturnType<typeof openAnswerer>>) => Promise<number>,
): Promise<number> {
  const answerer = await openAnswerer(config, surroundings);
  try {
    warnIfEmpty(await answerer.count(), surroundings);
    return await work(answerer);
  } finally {
    await answerer.close();
  }
}

type Speak = (runtime: Runtime, words: string, surroundings: Surroundings, width: number) => Promise<void>;

/** For a person: what is said is kept, so it is said where the database is. */
function spoken(asked: AskArguments, config: Config, surroundings: Surroundings, speak: Speak): Promise<number> {
  const width = widthOf(asked, surroundings);
  const words = asked.words ?? "";
  const argv = ["ask", ...(asked.form === "chat" ? ["--chat"] : []), "--width", String(width), "--", words];
  return hereOrThere(argv, config, surroundings, async () => {
    const runtime = await surroundings.open(config);
    try {
      warnIfEmpty(await runtime.count(), surroundings);
      await speak(runtime, words, surroundings, width);
      return 0;
    } finally {
      await runtime.close();
    }
  });
}

const answer: Speak = async (runtime, words, { stdout, user }, width) => {
  const question: Question = { question: words };
  const given = await runtime.ask(question, "cli", { keptFor: cliSpeaker(user) });
  stdout.write(`${renderForTerminal(given, { width })}\n`);
};

function warnIfEmpty(documents: number | null, { stderr }: Surroundings): void {
  if (documents !== 0) return;
  stderr.write("No documents are indexed yet: run npm start once for the samples, or npm run index -- PATH…\n");
}
