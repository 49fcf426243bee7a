import { type Clock, isAppError } from "../../retrieval/index.ts";
import { parseOutput } from "../claims/parse.ts";
import { ModelFault, modelFault } from "../model/faults.ts";
import type { ChatMessage, ChatModel } from "../model/port.ts";
import type { Template } from "../templates/template.ts";
import type { PromptRecord } from "./record.ts";

/** One question's dealings with a model: what it costs, what it was asked with, until when it may go on. */
export interface Conversation {
  model: ChatModel;
  signal: AbortSignal;
  record: PromptRecord;
}

interface Asked<Output> {
  template: Template<Output>;
  data: Readonly<Record<string, unknown>>;
  maxTokens: number;
  onText?: ((piece: string) => void) | undefined;
}

const LONGEST_REPEATED = 4000;
const REPAIR =
  "Câu trả lời vừa rồi không đúng định dạng. Trả lời lại, chỉ gồm một đối tượng JSON đúng lược đồ đã cho, không có chữ nào khác.";

/** Asks with a template; an answer of the wrong form gets one chance to be put right. */
export async function askModel<Output>(conversation: Conversation, asked: Asked<Output>): Promise<Output> {
  const { template, data, onText } = asked;
  const messages = await template.format(data);
  conversation.record.templates.push({ id: template.id, hash: template.hash });
  const first = await complete(conversation, asked, messages, onText);
  try {
    return parseOutput(template.schema, first);
  } catch (error) {
    if (!isAppError(error) || error.code !== "model.invalid_output") throw error;
  }
  const said = first.slice(0, LONGEST_REPEATED);
  const repair = [...messages, { role: "assistant", content: said }, { role: "user", content: REPAIR }] as const;
  return parseOutput(template.schema, await complete(conversation, asked, repair));
}

async function complete<Output>(
  { model, signal, record }: Conversation,
  { template, maxTokens }: Asked<Output>,
  messages: readonly ChatMessage[],
  onText?: (piece: string) => void,
): Promise<string> {
  const schema = { name: template.id.replace(/\W/g, "_"), schema: template.jsonSchema };
  const reply = await model.complete({ messages, schema, maxTokens }, { signal, onText });
  record.tokens += reply.tokens ?? 0;
  return reply.text;
}

interface Limit {
  clock: Clock;
  milliseconds: number;
}

/**
 * Runs `work` until the limit and no longer: the person gets the answer that there is, whatever a service does. Never
 * throws: a fault is given as its code.
 */
export async function withinLimit<T>(
  { clock, milliseconds }: Limit,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ value: T } | { fault: string }> {
  const controller = new AbortController();
  const late = Promise.withResolvers<never>();
  const cancel = clock.after(milliseconds, () => {
    controller.abort();
    late.reject(new ModelFault("model.timeout"));
  });
  try {
    return { value: await Promise.race([work(controller.signal), late.promise]) };
  } catch (error) {
    return { fault: modelFault(error).code };
  } finally {
    cancel();
    late.promise.catch(() => {});
  }
}
