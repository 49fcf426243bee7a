import type { Answer, Citation } from "../prompts/index.ts";

export type ChannelName = "telegram" | "zalo-oa" | "zalo-bot" | "web" | "cli";

/** Where the bot can write of itself. On the web and on the command line a person gets an answer and nothing later. */
export function isPlatform(channel: ChannelName): boolean {
  return channel !== "web" && channel !== "cli";
}

/** What pressing a button asks for. Names the answer, so that it works on old messages too. */
export type Action =
  | { kind: "source"; answerId: string; marker: number }
  | { kind: "feedback"; answerId: string; verdict: "up" | "down" }
  /** `index` into the answer's choices, from 0. */
  | { kind: "choice"; answerId: string; index: number };

export type IncomingContent =
  | { kind: "text"; text: string }
  | { kind: "action"; action: Action }
  /** The first contact: /start, a follow. `code` is what a deep link carried. */
  | { kind: "joined"; code: string | null }
  /** Something that a person sent and that is no text. */
  | { kind: "media"; what: "sticker" | "picture" | "voice" | "video" | "file" | "location" | "contact" | "other" }
  /** A message was changed after it had been taken in; see `supersedes` of `InboundEvent`. */
  | { kind: "edited" };

/** One message from one person, as every channel hands it over. */
export interface Incoming {
  channel: ChannelName;
  /** The platform's ids, as sending needs them. They are hashed before they are stored. */
  conversation: string;
  sender: string;
  /** The part of a group in which it was said (a forum's topic): what is said of it later goes there too. */
  topic?: string;
  /** In a group others read along. */
  setting: "private" | "group";
  content: IncomingContent;
  /**
   * The network address of somebody without an account, where one can be told: anybody may be a new sender there as often
   * as they like, so that a stranger's limits go by this.
   */
  origin?: string;
  /** The channel's own, for its `render`: the message to reply to, the button press to acknowledge. */
  reference?: string;
}

/** Who speaks, and where. */
export type Speaker = Pick<Incoming, "channel" | "conversation" | "sender">;

/** What the bot says, before a channel fits it into its own form and limits. */
export type Reply =
  /** Sentences in plain Vietnamese. */
  | { kind: "notice"; text: string }
  | { kind: "answer"; answer: Answer }
  /** The whole clause of one source of an answer: what /nguon N and a source button open. */
  | {
      kind: "clause";
      answerId: string;
      citation: Citation;
      heading: string;
      text: string;
      /** That the answer was corrected since, with the correction. */
      correction?: string;
    }
  /** The effect of a button that needs no message of its own: a toast where the platform has one, else a sentence. */
  | { kind: "done"; text: string };
