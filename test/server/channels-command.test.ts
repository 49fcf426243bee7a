import { describe, expect, it } from "vitest";
import type { Channel } from "../../bot/index.ts";
import { runChannels } from "../../server/cli/channels.ts";
import { readConfig } from "../../server/config.ts";
import type { Runtime } from "../../server/runtime.ts";
import { fakeRuntime } from "../support/fake-runtime.ts";
import { scriptedChannel } from "../support/scripted-channel.ts";

const config = readConfig({ PUBLIC_URL: "https://bot.example", WEB_CHAT: "off" });

async function channels(args: string[], list: Channel[], overrides: Partial<Runtime> = {}) {
  const out: string[] = [];
  const runtime = fakeRuntime({ channels: list, ...overrides });
  const code = await runChannels(args, { config, runtime, stdout: { write: (text) => out.push(text) } });
  return { code, out: out.join("") };
}

describe("channels status", () => {
  it("says of each what is configured, reachable and registered, and what waits", async () => {
    const telegram = {
      ...scriptedChannel(),
      status: async () => ({ channel: "telegram" as const, mode: "webhook", lines: ["bot @thu"], reachable: true }),
    };
    const { code, out } = await channels(["status"], [telegram], {
      depth: async () => [
        { queue: "outgoing", channel: "telegram", state: "held", count: 2, oldestSeconds: 61 },
        { queue: "inbound", channel: "zalo-oa", state: "new", count: 9, oldestSeconds: 1 },
      ],
      channelStates: async () => [{ channel: "telegram", blockedReason: "needs_reconnect", pausedUntil: null }],
    });
    expect(code).toBe(0);
    expect(out.split("\n")).toEqual([
      "telegram (webhook): reachable",
      "  bot @thu",
      "  sending is stopped: needs_reconnect; what is to be sent waits",
      "  outgoing held: 2, the oldest for 61 s",
      "",
    ]);
  });

  it("goes on to the next when one does not answer, and ends with 1", async () => {
    const broken = {
      ...scriptedChannel(),
      status: async () => {
        throw new Error("connect to https://user:geheim@api failed");
      },
    };
    const { code, out } = await channels(["status"], [broken, scriptedChannel("zalo-bot")]);
    expect(code).toBe(1);
    expect(out).toContain("telegram (unknown): NOT reachable");
    expect(out).toContain("zalo-bot (scripted): reachable");
    expect(out).not.toContain("geheim");
  });
});

describe("channels set-webhook", () => {
  it("gives each its address; one that polls or that has no such call says so", async () => {
    const set: string[] = [];
    const telegram = { ...scriptedChannel(), setWebhook: async (url: string) => `set to ${set[set.push(url) - 1]}` };
    const polling = { ...scriptedChannel("zalo-bot"), poll: async () => {}, setWebhook: async () => "never" };
    const { code, out } = await channels(["set-webhook"], [telegram, polling, scriptedChannel("zalo-oa")]);
    expect(code).toBe(0);
    expect(set).toEqual(["https://bot.example/webhooks/telegram"]);
    expect(out).toContain("zalo-bot: polls, so that it needs no webhook");
    expect(out).toContain("zalo-oa: its webhook is set by hand; docs/zalo-oa.md says where");
  });

  it("names the one that failed and sets the others", async () => {
    const refused = {
      ...scriptedChannel(),
      setWebhook: async () => {
        throw new Error("refused");
      },
    };
    const zalo = { ...scriptedChannel("zalo-bot"), setWebhook: async () => "set" };
    expect(await channels(["set-webhook"], [refused, zalo])).toEqual({
      code: 1,
      out: "telegram: failed. Unexpected fault: refused\nzalo-bot: set\n",
    });
    expect(await channels(["set-webhook", "zalo-bot"], [refused, zalo])).toMatchObject({ code: 0 });
  });

  it("needs a channel, and one that is there", async () => {
    await expect(channels(["status"], [])).rejects.toMatchObject({ code: "channels.none" });
    await expect(channels(["status", "zalo-oa"], [scriptedChannel()])).rejects.toMatchObject({ code: "usage" });
  });
});
