import { AppError, isAppError } from "../errors.ts";
import {
  type Clock,
  createBreaker,
  retryAfter,
  type ServiceFault,
  type ServiceOptions,
  serviceClient,
  serviceFault,
  sleep,
  systemClock,
} from "../remote/index.ts";
import { contentHash } from "../store/index-text.ts";
import { type EmbeddedAs, type Embedder, normalise } from "./embedder.ts";
import { readVectors } from "./read-vectors.ts";

export interface OpenAiEmbedderOptions extends ServiceOptions {
  model: string;
  /** Asks for vectors of this length; null or absent: the model's own. */
  dimensions?: number | null | undefined;
  /** Put before a question or a passage with a blank between: "query:" and "passage:" for E5. */
  queryPrefix?: string | null | undefined;
  passagePrefix?: string | null | undefined;
  encoding?: "base64" | "float" | undefined;
  /** What a question is sent as: personal data taken out. */
  redact?: ((question: string) => string) | undefined;
  /** Longest wait for a question's vector; default 5 s. */
  questionMs?: number | undefined;
  /** Longest wait for a batch of passages; default 60 s. */
  passagesMs?: number | undefined;
  clock?: Clock | undefined;
  /** Told why a question was searched by its words alone. */
  report?: ((fault: AppError) => void) | undefined;
}

/** TEI takes 32 texts at a time by default, others more. */
const BATCH = 32;
const TRIES = 4;
const FIRST_WAIT_MS = 500;
const RETRYABLE = new Set<ServiceFault>(["unreachable", "busy", "failed", "garbled", "timeout"]);
/** A service that failed so often in a row is left alone for so long: each question would wait for it. */
const REST = { failures: 3, restMs: 30_000 };

/**
 * An embedding model behind any server that speaks OpenAI's protocol (OpenAI, TEI, Ollama, vLLM). Its name says all that
 * changes the vectors: model, length and prefixes.
 */
export function createOpenAiEmbedder(options: OpenAiEmbedderOptions): Embedder {
  const { clock = systemClock(), report = () => {}, redact = (text: string) => text } = options;
  const { questionMs = 5000, passagesMs = 60_000 } = options;
  const breaker = createBreaker({ clock, ...REST });
  const ask = asker(options);
  const questions = async (texts: readonly string[]): Promise<Float32Array[]> => {
    if (!breaker.allows()) return [];
    try {
      const vectors = await limited(clock, questionMs, (signal) => ask.vectors(texts.map(redact), "question", signal));
      breaker.succeeded();
      return vectors;
    } catch (error) {
      breaker.failed();
      report(embeddingFault(error));
      return [];
    }
  };
  return {
    model: nameOf(options),
    get dimensions() {
      return ask.dimensions();
    },
    async embed(texts, kind = "question") {
      if (texts.length === 0) return [];
      if (kind === "question") return questions(texts);
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += BATCH) {
        const batch = texts.slice(from, from + BATCH);
        vectors.push(
          ...(await persistently(clock, () =>
            limited(clock, passagesMs, (signal) => ask.vectors(batch, kind, signal)),
          )),
        );
      }
      return vectors;
    },
  };
}

function nameOf({ model, dimensions, queryPrefix, passagePrefix }: OpenAiEmbedderOptions): string {
  const prefixes = `${queryPrefix ?? ""}\n${passagePrefix ?? ""}`;
  const length = dimensions ? `@${dimensions}` : "";
  return `${model}${length}${prefixes === "\n" ? "" : `#${contentHash(prefixes).slice(0, 8)}`}`;
}

/** One call; keeps to the first length it got, as vectors of two lengths cannot be compared. */
function asker(options: OpenAiEmbedderOptions) {
  const client = serviceClient(options);
  let known = options.dimensions ?? 0;
  const prefixOf = (kind: EmbeddedAs) => (kind === "question" ? options.queryPrefix : options.passagePrefix);
  return {
    dimensions: () => known,
    async vectors(texts: readonly string[], kind: EmbeddedAs, signal: AbortSignal): Promise<Float32Array[]> {
      const prefix = prefixOf(kind);
      const response = await client.embeddings.create(
        {
          model: options.model,
          // Servers refuse an empty text.
          input: texts.map((text) => (prefix ? `${prefix} ${text}` : text) || " "),
          encoding_format: options.encoding ?? "base64",
          ...(options.dimensions ? { dimensions: options.dimensions } : {}),
        },
        { signal },
      );
      const vectors = readVectors(response, texts.length);
      const length = vectors[0]?.length ?? 0;
      if (vectors.some((vector) => vector.length !== length) || (known !== 0 && known !== length))
        throw wrongLength(known, length);
      known = length;
      return vectors.map(normalise);
    },
  };
}

async function limited<T>(clock: Clock, milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const cancel = clock.after(milliseconds, () => controller.abort());
  try {
    return await work(controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? new AppError(FAULTS.timeout) : error;
  } finally {
    cancel();
  }
}

/** Indexing waits for a service that is busy or being started. */
async function persistently<T>(clock: Clock, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const fault = embeddingFault(error);
      if (attempt >= TRIES || !fault.retryable) throw fault;
      const milliseconds = Math.max(FIRST_WAIT_MS * 2 ** (attempt - 1), retryAfter(error) ?? 0);
      await sleep({ clock, milliseconds, signal: new AbortController().signal });
    }
  }
}

const NAMED = "Check EMBEDDING_MODEL and its address.";
const MESSAGES: Readonly<Record<ServiceFault, string>> = {
  timeout: "The embedding service did not answer in time.",
  unreachable: "The embedding service did not answer. Check its address.",
  unauthorized: "The embedding service refused the key.",
  unknown: `The embedding service does not know the model. ${NAMED}`,
  rejected: `The embedding service refused the request. ${NAMED}`,
  busy: "The embedding service takes no more requests now (429).",
  out_of_quota: "The quota at the embedding service is used up.",
  failed: "The embedding service failed (5xx).",
  garbled: "What the embedding service sent is not an answer of the protocol.",
};
const FAULTS = Object.fromEntries(
  Object.entries(MESSAGES).map(([fault, message]) => [
    fault,
    { code: `embedding.${fault}`, message, retryable: RETRYABLE.has(fault as ServiceFault) },
  ]),
) as Record<ServiceFault, ConstructorParameters<typeof AppError>[0]>;

const embeddingFault = (error: unknown): AppError =>
  isAppError(error) ? error : new AppError(FAULTS[serviceFault(error)]);

const wrongLength = (known: number, length: number): AppError =>
  new AppError({
    code: "embedding.wrong_length",
    message: `The embedding service sent vectors of ${length} values instead of ${known}. Set EMBEDDING_DIMENSIONS to what the model gives, or leave it empty.`,
  });
