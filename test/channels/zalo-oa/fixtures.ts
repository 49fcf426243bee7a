import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { macOf } from "../../../bot/channels/zalo-oa/signature.ts";
import { createZaloOa, type JsonObject, type WebhookRequest, type ZaloOaOptions } from "../../../bot/index.ts";

const FOLDER = fileURLToPath(new URL("../../fixtures/zalo-oa/", import.meta.url));

/** Bodies as the platform sends them, cleaned, with made-up ids. */
export const fixtures = new Map(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json"))
    .map((name) => [name.replace(".json", ""), readFileSync(`${FOLDER}${name}`, "utf8")]),
);

export const APP = { appId: "1234567890", appSecret: "app-secret-of-nobody", oaSecretKey: "oa-secret-key-demo" };
/** The time in every fixture. */
export const TIMESTAMP = "1758000000000";

const noTokens = new Proxy({} as ZaloOaOptions["tokens"], {
  get: () => () => {
    throw new Error("receiving needs no token");
  },
});

export const channelAt = (options: Partial<ZaloOaOptions> = {}) =>
  createZaloOa({ ...APP, tokens: noTokens, now: () => Number(TIMESTAMP) + 1_000, ...options });

export interface Posted {
  body: string | Uint8Array;
  headers?: Record<string, string>;
}

export function posted({ body, headers = {} }: Posted): WebhookRequest {
  const held = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    header: (name) => held.get(name.toLowerCase()) ?? null,
    body: typeof body === "string" ? new TextEncoder().encode(body) : body,
  };
}

/** Signed over exactly these bytes. */
export function signed(body: string, over: Partial<Parameters<typeof macOf>[0]> = {}): WebhookRequest {
  const { timestamp } = { timestamp: "", ...(JSON.parse(body) as JsonObject) };
  const mac = macOf({ ...APP, body: new TextEncoder().encode(body), timestamp: String(timestamp), ...over });
  return posted({ body, headers: { "X-ZEvent-Signature": `mac=${mac}` } });
}

export const fixture = (name: string, change: JsonObject = {}) =>
  JSON.stringify({ ...(JSON.parse(fixtures.get(name) ?? "null") as JsonObject), ...change });
