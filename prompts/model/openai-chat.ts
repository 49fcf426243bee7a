import { APIError, type OpenAI } from "openai";
import type { ChatCompletionCreateParamsNonStreaming } from "openai/resources/chat/completions";
import { type ServiceOptions, serviceClient } from "../../retrieval/index.ts";
import { type Dialect, FULL_DIALECT, simpler } from "./dialect.ts";
import { ModelFault, modelFault } from "./faults.ts";
import type { ChatModel, ChatOptions, ChatReply, ChatRequest } from "./port.ts";

export interface OpenAiChatOptions extends ServiceOptions {
  model: string;
}

/**
 * A chat model behind any server that speaks OpenAI's protocol. Tries once: retries, limits and the budget are
 * `guarded`'s. What the server does not understand (a schema, a temperature) is left out from then on.
 */
export function createOpenAiChat({ model, ...service }: OpenAiChatOptions): ChatModel {
  const client = serviceClient(service);
  let dialect = FULL_DIALECT;
  const complete = async (request: ChatRequest, options: ChatOptions): Promise<ChatReply> => {
    for (;;) {
      const used = dialect;
      try {
        const body = bodyOf(request, { model, dialect: used });
        return await (options.onText ? streamed(client, body, used, options) : whole(client, body, options));
      } catch (error) {
        const next = isRefusal(error) ? simpler(used, error) : null;
        if (next === null) throw options.signal.aborted ? new ModelFault("model.timeout") : modelFault(error);
        dialect = next;
      }
    }
  };
  return { name: model, complete };
}

const isRefusal = (error: unknown): error is APIError =>
  error instanceof APIError && (error.status === 400 || error.status === 422);

type Body = ChatCompletionCreateParamsNonStreaming;

function bodyOf({ messages, schema, maxTokens }: ChatRequest, { model, dialect }: { model: string; dialect: Dialect }) {
  const format = {
    json_schema: { response_format: { type: "json_schema", json_schema: { ...schema, strict: true } } },
    json_object: { response_format: { type: "json_object" } },
    none: {},
  } as const;
  return {
    model,
    messages: messages.map((message) => ({ ...message })),
    [dialect.lengthField]: maxTokens,
    ...(dialect.temperature ? { temperature: 0 } : {}),
    ...format[dialect.format],
  } as Body;
}

async function whole(client: OpenAI, body: Body, { signal }: ChatOptions): Promise<ChatReply> {
  const completion = await client.chat.completions.create(body, { signal });
  const choice = completion.choices?.[0];
  if (choice === undefined) throw new ModelFault("model.garbled");
  const { content, refusal } = choice.message ?? {};
  return reply({ text: content ?? "", finish: choice.finish_reason, refused: Boolean(refusal) }, completion.usage);
}

async function streamed(
  client: OpenAI,
  body: Body,
  { countsStreamed }: Dialect,
  { signal, onText }: ChatOptions,
): Promise<ChatReply> {
  const options = countsStreamed ? { stream_options: { include_usage: true } } : {};
  const stream = await client.chat.completions.create({ ...body, ...options, stream: true }, { signal });
  const said = { text: "", finish: null as string | null, refused: false };
  let usage: Usage = null;
  for await (const { choices, usage: counted } of stream) {
    usage = counted ?? usage;
    const choice = choices?.[0];
    if (choice === undefined) continue;
    const piece = choice.delta?.content ?? "";
    said.text += piece;
    said.refused ||= Boolean(choice.delta?.refusal);
    said.finish = choice.finish_reason ?? said.finish;
    if (piece !== "") onText?.(piece);
  }
  // The client ends a stream that was aborted without a fault.
  if (signal.aborted) throw new ModelFault("model.timeout");
  return reply(said, usage);
}

type Usage = { total_tokens?: number } | null | undefined;

interface Said {
  text: string;
  finish: string | null;
  refused: boolean;
}

function reply({ text, finish, refused }: Said, usage: Usage): ChatReply {
  if (refused || finish === "content_filter") throw new ModelFault("model.withheld");
  if (finish !== "stop") throw new ModelFault("model.cut");
  return { text, tokens: usage?.total_tokens ?? null };
}
