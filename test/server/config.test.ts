import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describeConfig, readConfig, settings, withoutPassword } from "../../server/config.ts";

const faultsOf = (environment: Record<string, string>) => {
  try {
    readConfig(environment);
    return "";
  } catch (error) {
    expect(error).toMatchObject({ code: "config.invalid" });
    return (error as Error).message;
  }
};

describe("readConfig", () => {
  it("needs nothing", () => {
    expect(readConfig({})).toMatchObject({ host: "127.0.0.1", port: 3000, databaseUrl: null, samples: true });
    expect(readConfig({}).dataDir).toMatch(/data$/);
  });

  it("takes an empty value for one that is not set", () => {
    expect(readConfig({ HOST: "", PORT: "", DATABASE_URL: "" })).toEqual(readConfig({}));
  });

  it.each(["127.0.0.1", "127.8.9.1", "localhost", "::1", "[::1]"])("accepts the loopback host %s", (HOST) => {
    expect(readConfig({ HOST }).host).toBe(HOST);
  });

  it.each(["0.0.0.0", "::", "192.168.1.4", "bot.example", "127.evil.example"])(
    "refuses the host %s and says why",
    (HOST) => {
      expect(faultsOf({ HOST })).toMatch(
        new RegExp(`^HOST=${HOST} is not a loopback address\\. There is no sign-in yet`),
      );
    },
  );

  it("lists every fault at once, and never the value of a secret", () => {
    const message = faultsOf({
      HOST: "0.0.0.0",
      PORT: "99999",
      SAMPLES: "maybe",
      DATABASE_URL: "mysql://u:geheim@h/d",
    });
    expect(message.split("\n").map((line) => line.split(/[ =]/)[0])).toEqual([
      "HOST",
      "PORT",
      "DATABASE_URL",
      "SAMPLES",
    ]);
    expect(message).not.toContain("geheim");
  });

  it.each(["-1", "3.5", "abc", "65536"])("refuses the port %s", (PORT) => {
    expect(faultsOf({ PORT })).toContain("PORT=");
  });
});

it("shows settings without secrets", () => {
  const config = readConfig({ DATABASE_URL: "postgresql://u:geheim@db.example:5433/td" });
  const shown = describeConfig(config);
  expect(JSON.stringify(shown)).not.toContain("geheim");
  expect(shown).toMatchObject({ DATABASE_URL: "postgresql://db.example:5433/td", PORT: "3000" });
  expect(withoutPassword("not an address, geheim")).not.toContain("geheim");
});

it("is described in the README, setting by setting", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  for (const { env, doc, shownDefault } of Object.values(settings)) {
    expect(readme).toContain(`| \`${env}\` | ${shownDefault} | ${doc} |`);
  }
});
