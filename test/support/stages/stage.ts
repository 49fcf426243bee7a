import type { ChannelName } from "../../../bot/index.ts";
import type { Settings } from "../program.ts";

/** Somebody on a phone who writes to the bot. */
export interface Actor {
  says(text: string): Promise<void>;
  /** Says it once, and the platform delivers that one event so many times. */
  saysDelivered(text: string, times: number): Promise<void>;
  /** Opens source n of the last answer in the way that the platform has: a button, or its number. */
  opensSource(n: number): Promise<void>;
  /** 👎 on the last answer. */
  dislikes(): Promise<void>;
  /** Enters by the link or the code of an invitation. */
  enters(code: string): Promise<void>;
  sendsSticker(): Promise<void>;
  /** The bot's messages so far, as the person reads them. */
  heard(): string[];
  /** The chat so far, as it looks on the phone. */
  chat(): string;
}

/** A platform's double with everything that a server needs to be its bot. */
export interface Stage {
  channel: ChannelName;
  /** Most characters of one message. */
  limit: number;
  /** What the server is started with. */
  settings(address: string): Settings;
  /** Before the server has its database: an account that must be connected. */
  connect(settings: Settings): Promise<void>;
  /** Once the server listens: the platform is told its address. */
  open(address: string): Promise<void>;
  actor(name: string): Actor;
  close(): Promise<void>;
}

/** Resolves when the bot has said `count` messages or more; fails after a while with what was said. */
export async function hearing(actor: Actor, count: number, timeoutMs = 30_000): Promise<string[]> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const heard = actor.heard();
    if (heard.length >= count) return heard;
    if (Date.now() > until) throw new Error(`heard ${heard.length} messages, not ${count}:\n${actor.chat()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
