import type { ChatModel } from "../../prompts/index.ts";
import { faithful } from "./model-server/faithful.ts";
import type { ChatCall } from "./model-server/index.ts";

/** The faithful model without a server between: for evals. */
export function faithfulModel(): ChatModel {
  return {
    name: "faithful",
    complete: async ({ messages, schema }) => {
      const response_format = { type: "json_schema", json_schema: { ...schema, strict: true } };
      const call: ChatCall = {
        model: "faithful",
        messages: messages.map((message) => ({ ...message })),
        response_format,
      };
      const behaviour = faithful(call);
      return { text: JSON.stringify("say" in behaviour ? behaviour.say : {}), tokens: 1 };
    },
  };
}
