import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OutgoingPart } from "../../../bot/channel.ts";
import { startZaloBotDouble, type ZaloBotDouble } from "../../support/platforms/zalo-bot/index.ts";
import { connected, TOKEN, zaloBot } from "./support.ts";

let zalo: ZaloBotDouble;
beforeAll(async () => {
  zalo = await startZaloBotDouble();
});
afterAll(() => zalo.close());

const plain: OutgoingPart = { text: "Xin chào *anh*" };
const bold: OutgoingPart = { text: "Nguồn\n[1] Mục 4", markdown: "**Nguồn**\n- [1] Mục 4" };

/** A person who has written, so that the bot may answer. */
async function person(name: string, double = zalo) {
  const user = double.user(name);
  await user.says("xin chào");
  return user;
}

const heard = (name: string) => zalo.transcript(name).filter(({ from }) => from === "bot");

describe("a message", () => {
  test("is sent and comes back with Zalo's id", async () => {
    const user = await person("an");
    expect(await connected(zalo).send(plain, user.id)).toEqual({
      kind: "sent",
      messageId: expect.stringMatching(/^[0-9a-f]{20}$/),
    });
    expect(zalo.calls.at(-1)).toEqual({ method: "sendMessage", body: { chat_id: user.id, text: plain.text } });
    expect(heard("an")).toEqual([{ from: "bot", text: "Xin chào *anh*", raw: "Xin chào *anh*" }]);
  });

  test("in markdown says so, and the person sees no signs", async () => {
    const user = await person("binh");
    await connected(zalo).send(bold, user.id);
    expect(zalo.calls.at(-1)?.body).toMatchObject({ parse_mode: "markdown", text: bold.markdown });
    expect(heard("binh")[0]?.text).toBe("Nguồn\n• [1] Mục 4");
  });

  test("whose markdown is refused goes as plain text at once", async () => {
    const user = await person("chi");
    expect(await connected(zalo).send({ text: "a `b", markdown: "a `b" }, user.id)).toMatchObject({ kind: "sent" });
    expect(heard("chi")).toEqual([{ from: "bot", text: "a `b", raw: "a `b" }]);
  });

  test("to somebody who never wrote cannot be delivered", async () => {
    expect(await connected(zalo).send(plain, "00000000000000000000")).toEqual({
      kind: "undeliverable",
      reason: "chat_not_found",
    });
  });

  test("shows that an answer is being written, and does not mind when that fails", async () => {
    const user = await person("dung");
    await connected(zalo).typing?.({ conversation: user.id });
    expect(zalo.calls.at(-1)).toEqual({ method: "sendChatAction", body: { chat_id: user.id, action: "typing" } });
    zalo.fault("sendChatAction", { kind: "reset" });
    await expect(connected(zalo).typing?.({ conversation: user.id })).resolves.toBeUndefined();
  });
});

describe("a refusal", () => {
  test.each([
    [
      { kind: "refuse", code: 400 },
      { kind: "undeliverable", reason: "message_refused" },
    ],
    [
      { kind: "refuse", code: 401 },
      { kind: "blocked", reason: "token_refused" },
    ],
    [
      { kind: "refuse", code: 403, description: "internal server error" },
      { kind: "retry", afterMs: 0, scope: "conversation", reason: "server_error" },
    ],
    [
      { kind: "refuse", code: 404 },
      { kind: "undeliverable", reason: "chat_not_found" },
    ],
    [
      { kind: "refuse", code: 408 },
      { kind: "retry", afterMs: 0, scope: "conversation", reason: "request_timeout" },
    ],
    [
      { kind: "refuse", code: 500 },
      { kind: "retry", afterMs: 0, scope: "conversation", reason: "server_error" },
    ],
    [
      { kind: "refuse", code: 503, retryAfter: 7 },
      { kind: "retry", afterMs: 7_000, scope: "conversation", reason: "server_error" },
    ],
    [
      { kind: "html", status: 502 },
      { kind: "retry", afterMs: 0, scope: "conversation", reason: "server_error" },
    ],
    [
      { kind: "html", status: 404 },
      { kind: "blocked", reason: "not_zalo" },
    ],
  ] as const)("%j → %j", async (fault, outcome) => {
    const user = await person("refused");
    zalo.fault("sendMessage", fault);
    expect(await connected(zalo).send(plain, user.id)).toEqual(outcome);
  });

  test("of the token is an HTTP 200, and is seen all the same", async () => {
    const channel = connected(zalo, { token: "1234567890:wrong-token" });
    expect(await channel.send(plain, "any")).toEqual({ kind: "blocked", reason: "token_refused" });
  });

  test("counts by its code also where the status is always 200", async () => {
    const double = await startZaloBotDouble({ refusals: "http-200" });
    expect(await connected(double).send(plain, "never wrote")).toMatchObject({ kind: "undeliverable" });
    await double.close();
  });
});

describe("429", () => {
  const MINUTE = 60_000;

  test("with a time to wait holds the whole channel for that long", async () => {
    const user = await person("em");
    zalo.fault("sendMessage", { kind: "refuse", code: 429, description: "Quota exceeded", retryAfter: 12 });
    expect(await connected(zalo).send(plain, user.id)).toEqual({
      kind: "retry",
      afterMs: 12_000,
      scope: "channel",
      reason: "rate_limited",
    });
  });

  test("without one is asked less and less often, then taken for the month's quota, until something is sent", async () => {
    const double = await startZaloBotDouble({ monthlyMessages: 1 });
    const user = await person("giang", double);
    let now = 0;
    const channel = connected(double, { clock: () => now });
    expect(await channel.send(plain, user.id)).toMatchObject({ kind: "sent" });
    const waits: unknown[] = [];
    for (const at of [0, 5_000, 20_000, 14 * MINUTE, 15 * MINUTE, 30 * MINUTE]) {
      now = at;
      const sent = await channel.send(plain, user.id);
      waits.push(sent.kind === "retry" ? sent.afterMs : sent);
    }
    const blocked = { kind: "blocked", reason: "monthly_quota" };
    expect(waits).toEqual([5_000, 5_000, 20_000, 10 * MINUTE, blocked, blocked]);
    expect(double.sentThisMonth()).toBe(1);
    await double.close();
  });

  test("long after the last one starts anew: another process may have sent meanwhile", async () => {
    const user = await person("hoa");
    let now = 0;
    const channel = connected(zalo, { clock: () => now });
    zalo.fault("sendMessage", { kind: "refuse", code: 429, description: "Quota exceeded" }, 2);
    await channel.send(plain, user.id);
    now = 120 * MINUTE;
    expect(await channel.send(plain, user.id)).toMatchObject({ kind: "retry", afterMs: 5_000 });
  });

  test("that names the month is believed at once", async () => {
    const user = await person("khanh");
    zalo.fault("sendMessage", { kind: "refuse", code: 429, description: "Monthly quota exceeded" });
    expect(await connected(zalo).send(plain, user.id)).toEqual({ kind: "blocked", reason: "monthly_quota" });
  });

  test("that speaks of no quota is waited for, however long it lasts", async () => {
    const user = await person("lan");
    let now = 0;
    const channel = connected(zalo, { clock: () => now });
    zalo.fault("sendMessage", { kind: "refuse", code: 429, description: "Too many requests" }, 8);
    for (; now < 80 * MINUTE; now += 10 * MINUTE) {
      expect(await channel.send(plain, user.id)).toMatchObject({ kind: "retry", scope: "channel" });
    }
  });
});

describe("silence leaves it in doubt", () => {
  test.each([
    ["the connection is cut", { kind: "reset" }],
    ["the answer is lost", { kind: "lost-answer" }],
    ["a page comes with HTTP 200", { kind: "html", status: 200 }],
  ] as const)("%s", async (_, fault) => {
    const user = await person("minh");
    zalo.fault("sendMessage", fault);
    await expect(connected(zalo).send(plain, user.id)).rejects.toMatchObject({
      code: "zalo_bot.no_answer",
      retryable: true,
    });
  });

  test("nobody is there", async () => {
    const double = await startZaloBotDouble();
    await double.close();
    const sending = connected(double).send(plain, "any");
    await expect(sending).rejects.toMatchObject({ code: "zalo_bot.no_answer", message: /ECONNREFUSED/ });
  });
});

describe("the token", () => {
  /** Everything that a log could print of an error. */
  const printed = (error: unknown) => {
    const { message, stack, cause } = error as Error;
    return JSON.stringify([message, stack, String(cause), JSON.stringify(cause), JSON.stringify(error)]);
  };
  const address = `https://bot-api.zaloplatforms.com/bot${TOKEN}/sendMessage`;

  test("is in no error, whatever the failed call says", async () => {
    const failure = Object.assign(new TypeError(`Failed to parse URL from ${address}`, { cause: new Error(address) }), {
      input: address,
    });
    const channel = zaloBot({ fetch: async () => Promise.reject(failure) });
    const error = await channel.send(plain, "any").catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "zalo_bot.no_answer" });
    expect(printed(error)).not.toContain(TOKEN);
    expect(printed(error)).not.toContain("double-token");
  });

  test("is cut out of what Zalo says", async () => {
    const refusal = { ok: false, error_code: 400, description: `no such method: /bot${TOKEN}/getMe` };
    const channel = zaloBot({ fetch: async () => Response.json(refusal, { status: 400 }) });
    const { lines } = await channel.status();
    expect(lines.join("\n")).toContain("/bot***/getMe");
    expect(lines.join("\n")).not.toContain(TOKEN);
  });

  test("is never sent on to another host", async () => {
    const asked: RequestInit[] = [];
    const channel = zaloBot({
      fetch: async (_, init) => {
        asked.push(init ?? {});
        return Response.json({ ok: true, result: {} });
      },
    });
    await channel.send(plain, "any");
    expect(asked[0]?.redirect).toBe("error");
  });
});
