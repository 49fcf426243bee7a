/** One message of a prompt. */
export interface ChatMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

export interface ChatRequest {
  messages: readonly ChatMessage[];
  /** What the answer has to look like; servers that know structured output are held to it. */
  schema: { name: string; schema: Readonly<Record<string, unknown>> };
  /** Most tokens of the answer. */
  maxTokens: number;
}

export interface ChatReply {
  text: string;
  /** Tokens of prompt and answer as the server counted them; null where it does not say. */
  tokens: number | null;
}

export interface ChatOptions {
  /** Ends the call; whoever calls sets the limit. */
  signal: AbortSignal;
  /** Given the text piece by piece as it arrives. */
  onText?: ((piece: string) => void) | undefined;
}

/**
 * A model that writes. Implementations throw an `AppError` with a code `model.*` and never repeat a prompt, an answer or
 * a key in it.
 */
export interface ChatModel {
  /** As it is stored with an answer: "gpt-4.1-mini", "qwen2.5:7b". */
  readonly name: string;
  complete(request: ChatRequest, options: ChatOptions): Promise<ChatReply>;
}
