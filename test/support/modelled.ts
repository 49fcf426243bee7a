import { type Answer, type AskOptions, createPipeline } from "../../bot/index.ts";
import {
  createOpenAiChat,
  createWriter,
  type GuardOptions,
  guarded,
  unlimitedBudget,
  type WriterEvent,
} from "../../prompts/index.ts";
import { type Clock, type Database, systemClock } from "../../retrieval/index.ts";
import { createHashedEmbedder } from "./hashed-embedder.ts";
import { type Chat, type ModelServer, startModelServer } from "./model-server/index.ts";

/** A key that must not be seen anywhere but in the header that it is for. */
export const MODEL_KEY = "sk-a-key-of-tests-and-of-nobody-42";

export interface Modelled {
  server: ModelServer;
  /** What the log of operations would be told. */
  events: WriterEvent[];
  ask(question: string, history?: readonly string[], options?: AskOptions): Promise<Answer>;
  close(): Promise<void>;
}

export interface ModelledOptions extends Partial<GuardOptions> {
  db: Database;
  chat: Chat;
  clock?: Clock;
  limitMs?: number;
}

/** The pipeline with the real client, over loopback, to a server that does as it is told. */
export async function modelled({
  db,
  chat,
  clock = systemClock(),
  limitMs = 20_000,
  ...guard
}: ModelledOptions): Promise<Modelled> {
  const server = await startModelServer(chat);
  const events: WriterEvent[] = [];
  const model = guarded(createOpenAiChat({ baseUrl: server.url, apiKey: MODEL_KEY, model: "test-model" }), {
    ...{ clock, budget: unlimitedBudget(), concurrency: 4, retries: 0, breakerFailures: 1000, breakerRestMs: 30_000 },
    ...guard,
  });
  const writer = createWriter({ model, clock, limitMs, report: (event) => events.push(event) });
  const pipeline = createPipeline({ db, embedder: createHashedEmbedder(), writer });
  return {
    server,
    events,
    ask: (question, history = [], options = {}) =>
      pipeline.ask(
        { question, history: history.map((content) => ({ role: "user" as const, content })) },
        { channel: "test", ...options },
      ),
    close: () => server.close(),
  };
}
