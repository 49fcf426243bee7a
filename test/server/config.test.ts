import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { describeConfig, envExample, readConfig, settings, withoutPassword } from "../../server/config.ts";

const SECRET_KEY = "a key of test/server/config.test.ts only";
const TELEGRAM_BOT_TOKEN = "123456789:a-token-of-a-test-and-of-no-bot";
const ZALO_BOT_TOKEN = "987654321:another-token-of-no-bot";

const telegram = { SECRET_KEY, TELEGRAM_BOT_TOKEN, TELEGRAM_MODE: "polling" };
const everything = {
  SECRET_KEY,
  PUBLIC_URL: "https://bot.example",
  DATABASE_URL: "postgresql://u:geheim%21@db.example:5433/td",
  TELEGRAM_BOT_TOKEN,
  TELEGRAM_WEBHOOK_SECRET: "telegram_webhook-secret",
  ZALO_OA_APP_ID: "1234567890",
  ZALO_OA_APP_SECRET: "zalo-app-secret",
  ZALO_OA_SECRET_KEY: "zalo-oa-key",
  ZALO_BOT_TOKEN,
  ZALO_BOT_WEBHOOK_SECRET: "zalo-bot-webhook-secret",
};
const SECRETS = Object.entries(everything)
  .filter(([name]) => /KEY|TOKEN|SECRET/.test(name))
  .map(([, value]) => value);

const linesOf = (environment: Record<string, string>): string[] => {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    expect(error).toMatchObject({ code: "config.invalid" });
    return (error as Error).message.split("\n");
  }
};
const faultsOf = (environment: Record<string, string>) => linesOf(environment).join("\n");
const faultNames = (environment: Record<string, string>) => linesOf(environment).map((line) => line.split(/[ =]/)[0]);

describe("readConfig", () => {
  it("needs nothing", () => {
    expect(readConfig({})).toMatchObject({
      ...{ host: "127.0.0.1", port: 3000, publicUrl: null, databaseUrl: null, samples: true, secretKey: null },
      ...{ sessionIdleMinutes: 30, questionsPerMinute: 20, webChat: "open" },
      ...{ telegram: null, zaloOa: null, zaloBot: null },
      work: { concurrency: 4, tries: 5, leaseSeconds: 30, pollMilliseconds: 250 },
      ops: { host: "127.0.0.1", port: null },
      log: { level: "info", format: null },
    });
    expect(readConfig({}).dataDir).toMatch(/data$/);
  });

  it("takes an empty value for one that is not set", () => {
    const empty = Object.fromEntries(Object.values(settings).map(({ env }) => [env, " "]));
    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  it("gives each channel what it needs, and null for one that is not configured", () => {
    const config = readConfig({
      ...everything,
      ZALO_OA_VERIFICATION: "zalo_verifierAb1_2.html",
      ZALO_BOT_MARKDOWN: "no",
    });
    expect(config.telegram).toEqual({
      token: TELEGRAM_BOT_TOKEN,
      mode: "webhook",
      webhookSecret: "telegram_webhook-secret",
      drafts: false,
      apiRoot: "https://api.telegram.org",
    });
    expect(config.zaloOa).toEqual({
      appId: "1234567890",
      appSecret: "zalo-app-secret",
      secretKey: "zalo-oa-key",
      redirectUri: "https://bot.example/zalo/callback",
      verification: "Ab1_2",
      apiRoot: "https://openapi.zalo.me",
      oauthRoot: "https://oauth.zaloapp.com",
      freeMessages: null,
    });
    expect(config.zaloBot).toEqual({
      token: ZALO_BOT_TOKEN,
      mode: "webhook",
      webhookSecret: "zalo-bot-webhook-secret",
      apiRoot: "https://bot-api.zaloplatforms.com",
      markdown: false,
    });
    expect(readConfig(telegram)).toMatchObject({ telegram: { webhookSecret: null }, zaloOa: null, zaloBot: null });
  });

  it("lists every fault at once, those between settings too, and never the value of a secret", () => {
    const environment = {
      HOST: "0.0.0.0",
      PORT: "99999",
      PUBLIC_URL: "http://bot.example",
      SAMPLES: "maybe",
      DATABASE_URL: "mysql://u:geheim@h/d",
      SECRET_KEY: "geheim",
      WEB_CHAT: "open",
      TELEGRAM_BOT_TOKEN: "geheim",
      TELEGRAM_WEBHOOK_SECRET: "gehe im",
      ZALO_OA_APP_ID: "1",
      ZALO_BOT_TOKEN,
      ZALO_BOT_WEBHOOK_SECRET: "geheim",
      LEASE_SECONDS: "0",
      OPS_PORT: "x",
      LOG_LEVEL: "loud",
    };
    expect(faultNames(environment)).toEqual([
      ...["PORT", "PUBLIC_URL", "DATABASE_URL", "SAMPLES", "SECRET_KEY"],
      ...["TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "ZALO_BOT_WEBHOOK_SECRET"],
      ...["LEASE_SECONDS", "OPS_PORT", "LOG_LEVEL"],
      ...["WEB_CHAT", "ZALO_OA_APP_SECRET", "ZALO_OA_SECRET_KEY"],
    ]);
    expect(faultsOf(environment)).not.toMatch(/geh|another-token/);
  });

  it.each([
    ...["-1", "3.5", "abc", "65536"].map((PORT) => ({ PORT })),
    ...["ftp://a.example", "https://u:p@a.example", "https://a.example/bot", "bot.example"].map((PUBLIC_URL) => ({
      PUBLIC_URL,
    })),
    ...["proxy.example", "10.0.0.0/33", "10.0.0.1;10.0.0.2", "10.0.0.0/8/8"].map((TRUSTED_PROXIES) => ({
      TRUSTED_PROXIES,
    })),
    { SESSION_IDLE_MINUTES: "0" },
    { WORKER_CONCURRENCY: "1000" },
    { WEB_CHAT: "closed" },
    { TELEGRAM_MODE: "push" },
    { ZALO_OA_VERIFICATION: "../../etc/passwd" },
    { ZALO_OA_FREE_MESSAGES: "none" },
    { LOG_FORMAT: "xml" },
  ])("refuses %j alone", (environment: Record<string, string>) => {
    expect(faultNames(environment)).toEqual(Object.keys(environment));
  });

  it.each(["https://bot.example", "https://bot.example/", "https://bot.example:8443"])("accepts %s", (PUBLIC_URL) => {
    expect(readConfig({ PUBLIC_URL, SECRET_KEY }).publicUrl).toBe(PUBLIC_URL.replace(/\/$/, ""));
  });

  it("believes a proxy on this machine where there is a public address, others only by name", () => {
    expect(readConfig({}).trustedProxies).toEqual([]);
    expect(readConfig({ PUBLIC_URL: "https://bot.example", SECRET_KEY }).trustedProxies).toEqual([
      "127.0.0.0/8",
      "::1",
    ]);
    const TRUSTED_PROXIES = "10.0.0.7, 172.16.0.0/12,fd00::/8";
    expect(readConfig({ TRUSTED_PROXIES }).trustedProxies).toEqual(["10.0.0.7", "172.16.0.0/12", "fd00::/8"]);
  });

  it("accepts an http address of this machine, for a test double", () => {
    const PUBLIC_URL = "http://127.0.0.1:3000";
    expect(readConfig({ PUBLIC_URL })).toMatchObject({ publicUrl: PUBLIC_URL, webChat: "open" });
    expect(readConfig({ PUBLIC_URL, WEB_CHAT: "open" }).webChat).toBe("open");
  });
});

describe("a public address", () => {
  const PUBLIC_URL = "https://bot.example";

  it("closes the chat to persons who are not enrolled, though the server listens on this machine only", () => {
    expect(readConfig({ PUBLIC_URL, SECRET_KEY }).webChat).toBe("enrolled");
    expect(faultsOf({ PUBLIC_URL })).toMatch(/^SECRET_KEY must be set .*PUBLIC_URL=https:\/\/bot\.example publishes/);
    expect(readConfig({ PUBLIC_URL, WEB_CHAT: "off" }).webChat).toBe("off");
  });

  it("and an open chat are refused, with the reason", () => {
    expect(faultsOf({ PUBLIC_URL, SECRET_KEY, WEB_CHAT: "open" })).toMatch(
      /^WEB_CHAT=open with PUBLIC_URL=https:\/\/bot\.example would let everybody on the Internet read every document/,
    );
    expect(faultNames({ PUBLIC_URL, HOST: "0.0.0.0", SECRET_KEY, WEB_CHAT: "open" })).toEqual(["WEB_CHAT"]);
  });
});

describe("the host", () => {
  it.each(["127.0.0.1", "127.8.9.1", "localhost", "::1", "[::1]"])("%s opens the chat to this machine", (HOST) => {
    expect(readConfig({ HOST })).toMatchObject({ host: HOST, webChat: "open" });
  });

  it.each(["0.0.0.0", "::", "192.168.1.4", "bot.example", "127.evil.example"])(
    "%s needs a key, and then answers enrolled persons only",
    (HOST) => {
      expect(faultsOf({ HOST })).toContain(`SECRET_KEY must be set`);
      expect(faultsOf({ HOST })).toContain(`HOST=${HOST} is not a loopback address`);
      expect(readConfig({ HOST, SECRET_KEY }).webChat).toBe("enrolled");
      expect(readConfig({ HOST, SECRET_KEY, WEB_CHAT: "off" }).webChat).toBe("off");
      expect(faultsOf({ HOST, SECRET_KEY, WEB_CHAT: "open" })).toMatch(
        /^WEB_CHAT=open with HOST=.* would let everybody/,
      );
    },
  );
});

describe("a setting that another one needs", () => {
  it.each([
    ["a key for the web chat's enrolment", { WEB_CHAT: "enrolled" }, ["SECRET_KEY"]],
    ["a key for a channel", { TELEGRAM_BOT_TOKEN, TELEGRAM_MODE: "polling" }, ["SECRET_KEY"]],
    ["Telegram's secret", { ...telegram, TELEGRAM_MODE: "webhook" }, ["PUBLIC_URL", "TELEGRAM_WEBHOOK_SECRET"]],
    ["Zalo Bot's secret", { SECRET_KEY, ZALO_BOT_TOKEN }, ["PUBLIC_URL", "ZALO_BOT_WEBHOOK_SECRET"]],
    [
      "the secrets of an Official Account",
      { SECRET_KEY, ZALO_OA_APP_ID: "1" },
      ["PUBLIC_URL", "ZALO_OA_APP_SECRET", "ZALO_OA_SECRET_KEY"],
    ],
    ["nothing in polling mode", { ...telegram, ZALO_BOT_TOKEN, ZALO_BOT_MODE: "polling" }, []],
    ["nothing of a channel that is off", { TELEGRAM_MODE: "webhook", ZALO_BOT_MODE: "webhook" }, []],
  ])("%s", (_, environment, names) => {
    expect(faultNames(environment)).toEqual(names);
  });

  it("is asked for once, with every reason", () => {
    const [fault, ...others] = linesOf({ HOST: "0.0.0.0", TELEGRAM_BOT_TOKEN, TELEGRAM_MODE: "polling" });
    expect(others).toEqual([]);
    expect(fault).toMatch(/^SECRET_KEY must be set \(.*HOST=0\.0\.0\.0 .*TELEGRAM_BOT_TOKEN is set/);
  });
});

describe("what may be shown", () => {
  const config = readConfig(everything);

  it("holds no secret", () => {
    const shown = describeConfig(config);
    expect(Object.keys(shown)).toEqual(Object.values(settings).map(({ env }) => env));
    for (const secret of [...SECRETS, "geheim"]) expect(JSON.stringify(shown)).not.toContain(secret);
    expect(shown).toMatchObject({
      ...{ DATABASE_URL: "postgresql://db.example:5433/td", PORT: "3000", SAMPLES: "yes", WEB_CHAT: "enrolled" },
      ...{ TELEGRAM_BOT_TOKEN: "***", ZALO_OA_APP_ID: "1234567890", OPS_PORT: "" },
    });
    expect(withoutPassword("not an address, geheim")).not.toContain("geheim");
  });

  it("is told apart from every secret there is", () => {
    expect(config.secrets).toEqual(expect.arrayContaining([...SECRETS, "geheim%21", "geheim!"]));
    expect(readConfig({ DATABASE_URL: "postgresql://u:50%@h/d" }).secrets).toContain("50%");
    const named = Object.values(settings).filter(({ env }) => /TOKEN(?!S)|SECRET|PASSWORD|API_KEY/.test(env));
    expect(named.filter(({ secret, shownDefault }) => !secret || shownDefault !== "")).toEqual([]);
  });
});

describe("the documentation", () => {
  const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");

  it("describes the everyday settings in the README, and names the file that has them all", () => {
    const { host, port, dataDir, databaseUrl, samples } = settings;
    for (const { env, doc, shownDefault } of [host, port, dataDir, databaseUrl, samples]) {
      expect(read("README.md")).toContain(`| \`${env}\` | ${shownDefault} | ${doc} |`);
    }
    expect(read("README.md")).toContain("`.env.example`");
  });

  it("has an .env.example that is current (npm run env-example)", () => {
    expect(read(".env.example")).toBe(envExample());
  });

  it("has an .env.example that starts as it is, with every setting and no secret in it", () => {
    const text = read(".env.example");
    const named = [...text.matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(named).toEqual([...Object.values(settings).map(({ env }) => env), "POSTGRES_PASSWORD"]);
    expect(readConfig(parseEnv(text))).toEqual(readConfig({}));
    expect(Object.values(parseEnv(text)).join("")).toBe("");
    // A default that is shown is the one that is taken.
    expect(readConfig(parseEnv(text.replace(/^# (?=[A-Z_]+=)/gm, "")))).toEqual(readConfig({}));
  });
});
