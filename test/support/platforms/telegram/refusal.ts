/** The Bot API's no. */
export class BotApiRefusal extends Error {
  readonly code: number;
  readonly parameters: { retry_after?: number; migrate_to_chat_id?: number } | undefined;

  constructor(code: number, description: string, parameters?: BotApiRefusal["parameters"]) {
    super(description);
    this.name = "BotApiRefusal";
    this.code = code;
    this.parameters = parameters;
  }
}

export const badRequest = (detail: string) => new BotApiRefusal(400, `Bad Request: ${detail}`);
