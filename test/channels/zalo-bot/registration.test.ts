import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { startZaloBotDouble, type ZaloBotDoubleOptions } from "../../support/platforms/zalo-bot/index.ts";
import { connected, SECRET, zaloBot } from "./support.ts";

async function double(options: ZaloBotDoubleOptions = {}) {
  const zalo = await startZaloBotDouble(options);
  onTestFinished(() => zalo.close());
  return zalo;
}

interface Called {
  secret: string | undefined;
  length: string | undefined;
}

/** A webhook on this machine that says 200 and notes what called it. */
async function listener(): Promise<{ url: string; calls: Called[] }> {
  const calls: Called[] = [];
  const server = createServer((request, response) => {
    const { headers } = request;
    calls.push({ secret: String(headers["x-bot-api-secret-token"]), length: headers["content-length"] });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/zalo-bot`, calls };
}

describe("registering the webhook", () => {
  test("stores address and secret, and says that Zalo reached it", async () => {
    const zalo = await double();
    const { url, calls } = await listener();
    expect(await connected(zalo).setWebhook?.(url)).toBe(`Zalo stored ${url}. It reached it (webhook.ok).`);
    expect(zalo.webhook()).toEqual({ url, secret: SECRET });
    expect(calls).toEqual([{ secret: SECRET, length: "0" }]);
  });

  test("says when Zalo stored an address that it could not reach", async () => {
    const zalo = await double();
    const said = await connected(zalo).setWebhook?.("http://127.0.0.1:9/webhooks/zalo-bot");
    expect(said).toMatch(/It did NOT reach it \(webhook\.unreachable, check the address\)/);
    expect(zalo.webhook()).not.toBeNull();
  });

  test("tells Zalo's reason when it refuses an address", async () => {
    const zalo = await double({ publicWebhooksOnly: true });
    await expect(connected(zalo).setWebhook?.("http://127.0.0.1:9/")).rejects.toMatchObject({
      code: "zalo_bot.refused",
      message: expect.stringContaining("url not allowed"),
    });
  });

  test("needs a secret", async () => {
    const zalo = await double();
    const polling = connected(zalo, { mode: "polling", webhookSecret: null });
    await expect(polling.setWebhook?.("https://bot.example/")).rejects.toMatchObject({ code: "zalo_bot.no_secret" });
    expect(zalo.calls).toEqual([]);
  });

  test("can be undone", async () => {
    const zalo = await double();
    const bot = connected(zalo);
    await bot.setWebhook?.((await listener()).url);
    expect(await bot.deleteWebhook?.()).toBe("The webhook is removed.");
    expect(zalo.webhook()).toBeNull();
    zalo.fault("deleteWebhook", { kind: "refuse", code: 404, description: "Not Found" });
    expect(await bot.deleteWebhook?.()).toBe("There was no webhook.");
  });
});

describe("the status", () => {
  const plan = expect.stringMatching(/^plan: .*50 users and 3,000 messages a month/);

  test("of a bot without webhook says how to register one", async () => {
    expect(await connected(await double()).status()).toEqual({
      channel: "zalo-bot",
      mode: "webhook",
      reachable: true,
      lines: [
        "bot: bot.trichdan, account type BASIC, groups not allowed",
        "webhook: none. Run: npm run channels -- set-webhook",
        plan,
      ],
    });
  });

  test("names the webhook", async () => {
    const bot = connected(await double());
    const { url } = await listener();
    await bot.setWebhook?.(url);
    expect((await bot.status()).lines[1]).toBe(`webhook: ${url}`);
  });

  test("of a bot that polls warns of a webhook", async () => {
    const zalo = await double();
    const polling = connected(zalo, { mode: "polling", webhookSecret: null });
    expect((await polling.status()).lines[1]).toBe("webhook: none, as it must be");
    await connected(zalo).setWebhook?.((await listener()).url);
    expect((await polling.status()).lines[1]).toMatch(/Polling stays silent/);
  });

  test("of a refused token says what to do", async () => {
    const bot = connected(await double(), { token: "1234567890:wrong-token" });
    const { reachable, lines } = await bot.status();
    expect(reachable).toBe(false);
    expect(lines[0]).toMatch(/^bot: Zalo refused the bot's token\..*ZALO_BOT_TOKEN/);
  });

  test("of a platform that is away says so", async () => {
    const zalo = await startZaloBotDouble();
    await zalo.close();
    const { reachable, lines } = await connected(zalo).status();
    expect(reachable).toBe(false);
    expect(lines.join("\n")).toMatch(/did not answer getMe \(ECONNREFUSED\)/);
  });

  test("holds neither token nor secret", async () => {
    const zalo = await double();
    for (const bot of [connected(zalo), connected(zalo, { token: `${zalo.token}-wrong` })]) {
      const shown = JSON.stringify(await bot.status());
      expect(shown).not.toContain(zalo.token.split(":")[1]);
      expect(shown).not.toContain(SECRET);
    }
    const registered = await connected(zalo).setWebhook?.((await listener()).url);
    expect(registered).not.toContain(SECRET);
  });
});

describe("the whole way over loopback", () => {
  test.each(["flat", "wrapped"] as const)("what people send, %s, is what the channel takes", async (body) => {
    const zalo = await double({ body, photo: body === "flat" ? "photo_url" : "photo" });
    const bot = zaloBot();
    const read: unknown[] = [];
    const server = createServer(async (request, response) => {
      const sent = await buffer(request);
      const header = (name: string) => String(request.headers[name.toLowerCase()] ?? "") || null;
      const outcome = bot.receive({ header, body: sent });
      if (outcome.kind === "events") {
        for (const event of outcome.events) read.push((await bot.read(event.payload))?.content ?? null);
      }
      response.statusCode = outcome.kind === "refused" ? outcome.status : 200;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await connected(zalo).setWebhook?.(url)).toContain("It reached it");
    const an = zalo.user("an");
    const statuses = [
      await an.says("Xin chào"),
      await an.sendsPhoto("ảnh"),
      await an.sendsVoice(),
      await an.sendsSticker(),
      await an.sendsLink("https://example.vn"),
      await an.sendsUnsupported(),
      await an.reacts(),
      await zalo.deliver(an.writes("giả mạo"), { secret: "forged-secret" }),
      await zalo.deliver(an.writes("không có mã"), { secret: null }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 200, 401, 401]);
    expect(read).toEqual([
      { kind: "text", text: "Xin chào" },
      { kind: "media", what: "picture" },
      { kind: "media", what: "voice" },
      { kind: "media", what: "sticker" },
      { kind: "media", what: "other" },
      { kind: "media", what: "other" },
      null,
    ]);
  });
});
