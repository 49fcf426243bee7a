import { resolve } from "node:path";
import { isLoopback, isNetwork } from "./addresses.ts";
import {
  isUrl,
  oneOf,
  optionalMatch,
  optionalOneOf,
  optionalText,
  setting,
  text,
  wholeNumber,
  yesOrNo,
} from "./setting.ts";

/** "10.0.0.7, 172.16.0.0/12"; null when it is not set. */
const networks = optionalText
  .transform((value) => value?.split(",").map((entry) => entry.trim()) ?? null)
  .refine(
    (entries) => entries === null || entries.every(isNetwork),
    "must be addresses or networks with commas between them, such as 127.0.0.1, 172.16.0.0/12",
  );

const publicAddress = optionalText
  .refine(
    (value) => value === null || isPublicAddress(value),
    "must look like https://bot.example, without a path (http:// for this machine only)",
  )
  .transform((value) => (value === null ? null : new URL(value).origin));

/** Platforms take https only; http to this machine serves the test doubles. Pages and webhooks stand at the root. */
function isPublicAddress(value: string): boolean {
  if (!isUrl(value, ["https:", "http:"])) return false;
  const { protocol, hostname, href, origin } = new URL(value);
  return href === `${origin}/` && (protocol === "https:" || isLoopback(hostname));
}

export const webSettings = {
  host: setting({
    env: "HOST",
    doc: "Address to listen on; any but a loopback address needs SECRET_KEY, and then only enrolled persons are answered.",
    shownDefault: "127.0.0.1",
    schema: text("127.0.0.1", "must name an address"),
  }),
  port: setting({
    env: "PORT",
    doc: "Port to listen on; 0 takes any free one.",
    shownDefault: "3000",
    schema: wholeNumber(3000, { from: 0, to: 65_535 }),
  }),
  publicUrl: setting({
    env: "PUBLIC_URL",
    doc: "The https address under which the platforms and the people reach this server; webhooks need it. With it the pages are for enrolled persons.",
    schema: publicAddress,
  }),
  trustedProxies: setting({
    env: "TRUSTED_PROXIES",
    doc: "Addresses and networks of proxies, with commas between them, whose X-Forwarded-For says where a request comes from; limits go by that.",
    shownDefault: "127.0.0.0/8, ::1 with PUBLIC_URL, else none",
    schema: networks,
  }),
};

export const dataSettings = {
  dataDir: setting({
    env: "DATA_DIR",
    doc: "Folder of the embedded database. One process at a time.",
    shownDefault: "./data",
    schema: text("./data", "must name a folder").transform((value) => resolve(value)),
  }),
  databaseUrl: setting({
    env: "DATABASE_URL",
    doc: "PostgreSQL 15 or later with pgvector; empty means the embedded database.",
    shownDefault: "(embedded)",
    secret: true,
    schema: optionalText.refine(
      (value) => value === null || isUrl(value, ["postgres:", "postgresql:"]),
      "must look like postgresql://USER:PASSWORD@HOST:5432/DATABASE",
    ),
  }),
  samples: setting({
    env: "SAMPLES",
    doc: "Index the bundled samples when the server first starts on an empty database (yes or no).",
    shownDefault: "yes",
    schema: yesOrNo("yes"),
  }),
};

export const gateSettings = {
  classifiedDocuments: setting({
    env: "CLASSIFIED_DOCUMENTS",
    doc: "What bears Mật, Tối mật or Tuyệt mật: refuse, or allow on a network that is cleared for it.",
    shownDefault: "refuse",
    schema: oneOf(["refuse", "allow"], "refuse"),
  }),
  internalDocuments: setting({
    env: "INTERNAL_DOCUMENTS",
    doc: "What bears “Lưu hành nội bộ”: refuse, or allow where everybody who may ask belongs to the office.",
    shownDefault: "refuse",
    schema: oneOf(["refuse", "allow"], "refuse"),
  }),
  personalData: setting({
    env: "PERSONAL_DATA",
    doc: "Numbers of identity cards, telephones and home addresses in a document: confirm before it is approved, or ignore.",
    shownDefault: "confirm",
    schema: oneOf(["confirm", "ignore"], "confirm"),
  }),
};

export const conversationSettings = {
  secretKey: setting({
    env: "SECRET_KEY",
    doc: "At least 32 random characters (openssl rand -hex 32). Pseudonyms and stored tokens depend on it: keep a copy, never change it.",
    secret: true,
    schema: optionalMatch(/^.{32,}$/, "must have at least 32 characters; make one with: openssl rand -hex 32"),
  }),
  sessionIdleMinutes: setting({
    env: "SESSION_IDLE_MINUTES",
    doc: "A follow-up question leans on those before it until nothing was asked for so long.",
    shownDefault: "30",
    schema: wholeNumber(30, { from: 1, to: 10_080 }),
  }),
  questionsPerMinute: setting({
    env: "QUESTIONS_PER_MINUTE",
    doc: "So many questions of one person are answered in a minute.",
    shownDefault: "20",
    schema: wholeNumber(20, { from: 1, to: 1000 }),
  }),
  webChat: setting({
    env: "WEB_CHAT",
    doc: "Who may use the pages and /api/ask: open (everybody who reaches the port), enrolled, or off (webhooks only).",
    shownDefault: "open with a loopback HOST and no PUBLIC_URL, else enrolled",
    schema: optionalOneOf(["open", "enrolled", "off"]),
  }),
};
