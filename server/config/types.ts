import type { GateRules } from "../../retrieval/index.ts";
import type { ValuesOf } from "./setting.ts";
import type { settings } from "./settings.ts";

/** Every setting's value by its key, before they are put together. */
export type Values = ValuesOf<typeof settings>;

export type Mode = "webhook" | "polling";

export interface TelegramConfig {
  token: string;
  mode: Mode;
  /** Null in polling mode only. */
  webhookSecret: string | null;
  drafts: boolean;
  apiRoot: string;
}

export interface ZaloOaConfig {
  appId: string;
  appSecret: string;
  /** For the signatures of its webhook calls. */
  secretKey: string;
  redirectUri: string;
  /** Served as `/zalo_verifier<code>.html`; null when there is none to serve. */
  verification: string | null;
  apiRoot: string;
  oauthRoot: string;
  /** Free within 48 hours of what a person wrote; null for no limit. */
  freeMessages: number | null;
}

export interface ZaloBotConfig {
  token: string;
  mode: Mode;
  /** Null in polling mode only. */
  webhookSecret: string | null;
  apiRoot: string;
  markdown: boolean;
}

export interface ChatModelConfig {
  baseUrl: string;
  apiKey: string | null;
  model: string;
  timeoutSeconds: number;
  concurrency: number;
  retries: number;
  breakerFailures: number;
  breakerSeconds: number;
  /** Null: no limit. */
  dailyTokens: number | null;
}

export interface EmbeddingConfig {
  baseUrl: string;
  apiKey: string | null;
  model: string;
  /** Null: the model's own. */
  dimensions: number | null;
  queryPrefix: string | null;
  passagePrefix: string | null;
  encoding: "base64" | "float";
  timeoutSeconds: number;
}

export interface ReviewConfig {
  /** 0…1 */
  sampleShare: number;
  /** 0…1, of the sample. */
  doubleShare: number;
  /** Statistics about fewer persons are hidden. */
  smallestGroup: number;
  /** Null: kept. */
  wordsDays: number | null;
  personDays: number | null;
  sealsFile: string;
  /** Vietnam time; null: not sent. */
  weeklyReport: { day: Weekday; time: string } | null;
  tokenPrice: number | null;
}

export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

export interface Config {
  host: string;
  port: number;
  /** "https://bot.example", without a slash at its end. */
  publicUrl: string | null;
  /** Addresses and networks of proxies that are believed where a request comes from. */
  trustedProxies: readonly string[];
  dataDir: string;
  databaseUrl: string | null;
  samples: boolean;
  gate: GateRules;
  /** Set whenever a channel is on, the web chat asks for enrolment or HOST is not a loopback address. */
  secretKey: string | null;
  sessionIdleMinutes: number;
  questionsPerMinute: number;
  webChat: "open" | "enrolled" | "off";
  telegram: TelegramConfig | null;
  zaloOa: ZaloOaConfig | null;
  zaloBot: ZaloBotConfig | null;
  /** Null: answers are extractive. */
  chatModel: ChatModelConfig | null;
  /** Null: the word vectors that come with the program. */
  embedding: EmbeddingConfig | null;
  review: ReviewConfig;
  /** A file of the office's own word vectors; null: those that come with the program. */
  offlineVectors: string | null;
  work: { concurrency: number; tries: number; leaseSeconds: number; pollMilliseconds: number };
  /** `port` null: off. */
  ops: { host: string; port: number | null };
  /** `format` null: text on a terminal, else JSON. */
  log: { level: "info" | "warn" | "error" | "silent"; format: "json" | "text" | null };
  /** The settings as they may be shown, by the name of their variable. */
  shown: Readonly<Record<string, string>>;
  /** The values that no log may hold. */
  secrets: readonly string[];
}
