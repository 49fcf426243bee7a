import type { JsonObject } from "../../channel.ts";
import type { Incoming, IncomingContent } from "../../message.ts";
import type { ZaloOaPayload } from "./events.ts";

/** A stored event as a message. Chats with an account are private; a person's id is the chat's address. */
export function read(stored: JsonObject): Incoming {
  const payload = stored as ZaloOaPayload;
  return {
    channel: "zalo-oa",
    conversation: payload.user,
    sender: payload.user,
    setting: "private",
    content: contentOf(payload),
  };
}

function contentOf(payload: ZaloOaPayload): IncomingContent {
  switch (payload.kind) {
    case "text":
      return { kind: "text", text: payload.text };
    case "joined":
      return { kind: "joined", code: null };
    case "media":
      return { kind: "media", what: payload.what };
  }
}
