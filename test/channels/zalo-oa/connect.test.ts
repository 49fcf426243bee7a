import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { runZalo, type ZaloSettings } from "../../../server/cli/zalo.ts";
import { openTestDatabase } from "../../support/database.ts";
import {
  startZaloOaDouble,
  type ZaloOaDouble,
  type ZaloOaDoubleOptions,
} from "../../support/platforms/zalo-oa/index.ts";
import { channelOf, emptyTokens, storeIn } from "./account.ts";

const REDIRECT = "https://bot.example/zalo/callback";
const db = await openTestDatabase();
const tokens = storeIn(db);
let double: ZaloOaDouble;

const restart = async (options: ZaloOaDoubleOptions = {}) => {
  await double?.close();
  double = await startZaloOaDouble(options);
};
beforeEach(async () => {
  await emptyTokens(db);
  await restart();
});
afterEach(() => double.close());
afterAll(() => db.close());

interface Running {
  /** Resolves with the consent page's address once it is printed. */
  url: Promise<string>;
  paste(text: string): void;
  /** No more lines will come. */
  end(): void;
  finished: Promise<{ code: number; out: string }>;
}

function runs(args: string[], settings: Partial<ZaloSettings> = {}): Running {
  const stdin = new PassThrough();
  const { promise: url, resolve } = Promise.withResolvers<string>();
  let out = "";
  const code = runZalo(args, {
    settings: {
      appId: double.appId,
      appSecret: double.appSecret,
      redirectUri: REDIRECT,
      apiRoot: double.apiRoot,
      oauthRoot: double.oauthRoot,
      freeMessages: null,
      ...settings,
    },
    openTokens: async () => ({ tokens, close: async () => {} }),
    fetch,
    stdin,
    stdout: {
      write: (text) => {
        out += text;
        const found = /^(http\S+permission\?\S+)$/m.exec(out);
        if (found?.[1] !== undefined) resolve(found[1]);
      },
    },
  });
  return {
    url,
    paste: (text) => void stdin.write(`${text}\n`),
    end: () => void stdin.end(),
    finished: code.then((ended) => ({ code: ended, out })),
  };
}

/** Connects up to the address with which the browser comes back. */
async function agreed(settings: Partial<ZaloSettings> = {}): Promise<Running & { callback: string }> {
  const running = runs(["connect"], settings);
  return { ...running, callback: await double.agree(await running.url) };
}

describe("connect", () => {
  test("takes the pasted address, stores the pair and names the account", async () => {
    const { callback, paste, finished } = await agreed();
    expect(callback).toMatch(/^https:\/\/bot\.example\/zalo\/callback\?code=\w+&oa_id=\d+&state=\w+$/);
    paste("");
    paste(` ${callback} `);
    const { code, out } = await finished;
    expect(code).toBe(0);
    expect(out).toContain("Connected (Trích Dẫn, id 3886132801234567890).");
    expect(out).not.toMatch(/access-|refresh-|secret-of-nobody/);
    expect((await tokens.read()).pair?.accessToken).toBe(double.oauth.current()?.access_token);
    double.user("Lan").writes("Xin chào");
    expect(await channelOf(double, tokens).send({ text: "a" }, double.user("Lan").id)).toMatchObject({ kind: "sent" });
  });

  test("proves with PKCE that the code is its own", async () => {
    const { url, callback, paste, finished } = await agreed();
    expect(new URL(await url).searchParams.get("code_challenge")).toMatch(/^[\w-]{43}$/);
    const other = await agreed();
    paste(new URL(other.callback).searchParams.get("code") ?? "");
    other.end();
    expect(await finished).toMatchObject({ code: 1, out: expect.stringContaining("Zalo refused to give tokens") });
    expect(callback).not.toBe(other.callback);
    expect(await other.finished).toMatchObject({ code: 1 });
    expect((await tokens.read()).pair).toBeNull();
  });

  test("refuses the address of another attempt, and goes on to take the right one", async () => {
    const stranger = await agreed();
    const { callback, paste, finished } = await agreed();
    paste(stranger.callback);
    paste("https://bot.example/zalo/callback");
    paste(callback);
    const { code, out } = await finished;
    expect(out).toMatch(/belongs to another attempt[\s\S]*There is no code in it[\s\S]*Connected/);
    expect(code).toBe(0);
    stranger.end();
    expect(await stranger.finished).toMatchObject({ code: 1 });
  });

  test.each([
    ["an address without state", (callback: string) => callback],
    ["the code alone", (callback: string) => new URL(callback).searchParams.get("code") ?? ""],
  ])("takes %s, and says so", async (_, pasted) => {
    await restart({ returnsState: false });
    const { callback, paste, finished } = await agreed();
    expect(callback).not.toContain("state=");
    paste(pasted(callback));
    expect(await finished).toMatchObject({ code: 0, out: expect.stringContaining("by PKCE alone") });
  });

  test("waits for the browser where the redirect address is on this machine, also without a terminal", async () => {
    const redirectUri = `http://127.0.0.1:${await freePort()}/callback`;
    const running = await agreed({ redirectUri });
    running.end();
    const stray = await fetch(redirectUri.replace("callback", "favicon.ico"));
    expect(stray.status).toBe(404);
    const page = await fetch(running.callback);
    expect(await page.text()).toContain("Đã nhận");
    expect(await running.finished).toMatchObject({ code: 0, out: expect.stringContaining("Connected") });
  });

  test.each([
    ["a code that was used", (text: string) => text, true],
    ["a code that nobody gave", (text: string) => text.replace(/code=\w+/, "code=0123456789abcdef"), false],
  ])("%s is refused in one sentence", async (_, change, twice) => {
    const first = await agreed();
    if (twice) {
      first.paste(first.callback);
      await first.finished;
    }
    const { callback, paste, finished } = await agreed();
    const code = new URL(twice ? first.callback : callback).searchParams.get("code") ?? "";
    paste(change(callback.replace(/code=\w+/, `code=${code}`)));
    const { code: ended, out } = await finished;
    expect(ended).toBe(1);
    expect(out).toContain("Zalo refused to give tokens with -14014: the code or token was used already");
  });

  test("a code older than ten minutes is refused", async () => {
    const { callback, paste, finished } = await agreed();
    double.clock.advance(11 * 60_000);
    paste(callback);
    expect(await finished).toMatchObject({ code: 1 });
  });

  test("an unverified domain, a wrong secret, no answer and no settings each have their sentence", async () => {
    await restart({ redirectUris: ["https://elsewhere.example/"] });
    const unverified = await agreed();
    unverified.paste(unverified.callback);
    expect((await unverified.finished).out).toContain(
      "Zalo refused with -14003: the redirect address is not registered",
    );
    await restart();
    const wrongSecret = await agreed({ appSecret: "of-another-app" });
    wrongSecret.paste(wrongSecret.callback);
    expect((await wrongSecret.finished).out).toContain("ZALO_OA_APP_SECRET is not the secret of app");
    double.fault("token", { kind: "html", status: 502 });
    const unanswered = await agreed();
    unanswered.paste(unanswered.callback);
    expect(await unanswered.finished).toMatchObject({
      code: 1,
      out: expect.stringContaining("did not answer in time"),
    });
    await expect(runs(["connect"], { appSecret: null }).finished).rejects.toMatchObject({
      code: "zalo.not_configured",
      message: expect.stringContaining("ZALO_OA_APP_SECRET"),
    });
    await expect(runs(["connect"], { redirectUri: null }).finished).rejects.toThrow("ZALO_OA_REDIRECT_URI");
    await expect(runs(["dance"]).finished).rejects.toMatchObject({ code: "usage" });
  });

  test("lifts needs_reconnect: what was waiting goes out", async () => {
    const first = await agreed();
    first.paste(first.callback);
    await first.finished;
    double.oauth.issue();
    double.user("Lan").writes("Xin chào");
    const send = () => channelOf(double, tokens).send({ text: "a" }, double.user("Lan").id);
    expect(await send()).toEqual({ kind: "blocked", reason: "needs_reconnect" });
    const again = await agreed();
    again.paste(again.callback);
    await again.finished;
    expect(await send()).toMatchObject({ kind: "sent" });
  });
});

describe("status and refresh", () => {
  test("tell what there is and what to do", async () => {
    expect(await runs(["status"]).finished).toMatchObject({ code: 1, out: expect.stringContaining("Token: none.") });
    expect(await runs(["refresh"]).finished).toMatchObject({
      code: 1,
      out: expect.stringContaining("no token to refresh"),
    });
    const { callback, paste, finished } = await agreed();
    paste(callback);
    await finished;
    expect(await runs(["status"]).finished).toMatchObject({ code: 0, out: expect.stringContaining("Trích Dẫn") });
  });

  test("refresh lifts a refusal that came of a wrong secret", async () => {
    const { callback, paste, finished } = await agreed();
    paste(callback);
    await finished;
    double.clock.advance(26 * 3_600_000);
    const wrong = channelOf(double, tokens, { appSecret: "of-another-app" });
    expect(await wrong.keepFresh()).toBe("needs_reconnect");
    expect(await channelOf(double, tokens).keepFresh()).toBe("needs_reconnect");
    expect(await runs(["refresh"]).finished).toMatchObject({ code: 0, out: expect.stringContaining("Connected") });
    expect(await channelOf(double, tokens).keepFresh()).toBeNull();
    double.oauth.issue();
    expect(await runs(["refresh"]).finished).toMatchObject({
      code: 1,
      out: expect.stringContaining("npm run zalo -- connect"),
    });
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
