import type { Channel, Handled, InboundEvent, Incoming, OutgoingPart, Sent } from "../../bot/index.ts";

export interface SentMessage {
  address: string;
  text: string;
}

export interface ScriptedChannel extends Channel {
  /** Everything that was handed to `send`, in order. */
  sent: SentMessage[];
  /** Taken one a send; when they are used up, everything is sent. An Error is thrown: no answer came. */
  outcomes: (Sent | Error)[];
}

/** A platform in memory, for tests of what stands between the platforms and the pipeline. */
export function scriptedChannel(name: Channel["name"] = "telegram"): ScriptedChannel {
  const channel: ScriptedChannel = {
    name,
    sent: [],
    outcomes: [],
    receive: () => ({ kind: "events", events: [] }),
    read: async (payload) => ({
      channel: name,
      conversation: String(payload.chat),
      sender: String(payload.chat),
      setting: "private",
      content: { kind: "text", text: String(payload.text) },
    }),
    render: (reply) => ("text" in reply ? reply.text.split("|").map((text): OutgoingPart => ({ text })) : []),
    send: async (part, address) => {
      channel.sent.push({ address, text: part.text });
      const outcome = channel.outcomes.shift() ?? { kind: "sent", messageId: null };
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    status: async () => ({ channel: name, mode: "scripted", lines: [], reachable: true }),
  };
  return channel;
}

let nextMessage = 0;

/** "chat" says "text"; its id is new unless given. */
export function said(chat: string, text: string, extra: Partial<InboundEvent> = {}): InboundEvent {
  nextMessage += 1;
  return { eventId: `event-${nextMessage}`, conversation: chat, order: 0, payload: { chat, text }, ...extra };
}

/** Answers "re: …"; `|` in a text makes several messages of the answer. */
export function echo({ content }: Incoming): Handled {
  const text = content.kind === "text" ? `re: ${content.text}` : "?";
  return { replies: [{ kind: "notice", text }], status: "notice", answerId: null, commit: async () => {} };
}
