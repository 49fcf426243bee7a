import { describe, expect, it } from "vitest";
import type { Incoming } from "../../bot/index.ts";
import { startDrafting } from "../../server/queue/drafting.ts";
import { scriptedChannel } from "../support/scripted-channel.ts";

const incoming: Incoming = {
  channel: "telegram",
  conversation: "7",
  sender: "7",
  setting: "private",
  content: { kind: "text", text: "?" },
};

/** Each preview is on its way until it is let through. */
function slowChannel() {
  const shown: string[] = [];
  const waiting: (() => void)[] = [];
  const draft = (text: string) =>
    new Promise<void>((resolve) => {
      shown.push(text);
      waiting.push(resolve);
    });
  return { channel: { ...scriptedChannel(), draft }, shown, letThrough: () => waiting.shift()?.() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("the preview of an answer that is being written", () => {
  it("is one at a time, and what was written meanwhile goes with the next", async () => {
    const { channel, shown, letThrough } = slowChannel();
    const drafting = startDrafting(channel, incoming, 1);
    for (const sentence of ["One.", "Two.", "Three."]) drafting?.onSentence(sentence);
    expect(shown).toEqual(["One."]);
    letThrough();
    await turn();
    expect(shown).toEqual(["One.", "One.\n\nTwo.\n\nThree."]);
  });

  it("is over before the message goes out, and starts no other", async () => {
    const { channel, shown, letThrough } = slowChannel();
    const drafting = startDrafting(channel, incoming, 1);
    drafting?.onSentence("One.");
    drafting?.onSentence("Two.");
    let isSettled = false;
    const settled = drafting?.settled().then(() => {
      isSettled = true;
    });
    await turn();
    expect(isSettled).toBe(false);
    letThrough();
    await settled;
    expect(shown).toEqual(["One."]);
  });

  it("that fails costs nothing, and a channel without previews gets none", async () => {
    const failing = { ...scriptedChannel(), draft: () => Promise.reject(new Error("no")) };
    const drafting = startDrafting(failing, incoming, 1);
    drafting?.onSentence("One.");
    await expect(drafting?.settled()).resolves.toBeUndefined();
    expect(startDrafting(scriptedChannel(), incoming, 1)).toBeNull();
  });
});
