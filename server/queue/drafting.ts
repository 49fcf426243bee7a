import type { Channel, Incoming } from "../../bot/index.ts";

/** What is shown of an answer while it is written. */
export interface Drafting {
  onSentence(text: string): void;
  /** Resolves when no preview is on its way: one that came after the message would stand below it. */
  settled(): Promise<void>;
}

/** One preview at a time; what was written meanwhile goes with the next. Null where the channel shows none. */
export function startDrafting(channel: Channel, incoming: Incoming, id: number): Drafting | null {
  const draft = channel.draft?.bind(channel);
  if (draft === undefined) return null;
  const written: string[] = [];
  let shown = 0;
  let showing: Promise<void> | null = null;
  const show = async () => {
    while (shown < written.length) {
      shown = written.length;
      await draft(written.join("\n\n"), incoming, id).catch(() => {});
    }
    showing = null;
  };
  return {
    onSentence: (text) => {
      written.push(text);
      showing ??= show();
    },
    settled: async () => {
      // What is not on its way yet is not worth a delay: the message itself comes now.
      shown = written.length;
      await showing;
    },
  };
}
