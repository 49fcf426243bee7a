import { AppError } from "../../../retrieval/index.ts";
import type { TokenStore } from "./tokens.ts";

export interface ZaloOaApp {
  appId: string;
  /** Of the app, for OAuth. */
  appSecret: string;
  /** Default `https://openapi.zalo.me`. */
  apiRoot?: string | undefined;
  /** Default `https://oauth.zaloapp.com`. */
  oauthRoot?: string | undefined;
  /** Default 10 s. A platform that does not answer holds up one conversation, not more. */
  requestTimeoutMs?: number | undefined;
  fetch?: typeof fetch | undefined;
  now?: (() => number) | undefined;
}

export interface ZaloOaOptions extends ZaloOaApp {
  /** Of the Official Account, shown in the webhook settings: the signature's key. Often mistaken for `appSecret`. */
  oaSecretKey: string;
  tokens: TokenStore;
  /** When given, events of another account of the same app are ignored: our token cannot answer there. */
  oaId?: string | null | undefined;
  /**
   * Messages that are free within 48 hours of a person's last; null (default) is unlimited. Sources disagree (8, or
   * unlimited since 2026). With a number, no reply takes more messages than that.
   */
  freeMessages?: number | null | undefined;
  /**
   * Older events are taken for replays and have no effect. Default 24 h: the platform delivers again for about two
   * hours, twelve in older texts. Finished events must be kept for longer than this, since they tell duplicates.
   */
  maxEventAgeMs?: number | undefined;
  /** How long before its end an access token (25 h) is replaced. Default 4 h. */
  refreshAheadMs?: number | undefined;
  /** Waits between two tries; replaced in tests. */
  wait?: ((ms: number) => Promise<unknown>) | undefined;
}

export type Client = Required<{ [Key in keyof ZaloOaApp]: NonNullable<ZaloOaApp[Key]> }>;

const HOUR_MS = 3_600_000;

/** Checks the app's part and fills in what has a default. Throws `zalo_oa.options`; no secret is in its message. */
export function createClient(app: ZaloOaApp): Client {
  requireText(app.appId, "appId", /^\d{1,30}$/);
  requireText(app.appSecret, "appSecret", /^[\x21-\x7e]+$/);
  return {
    appId: app.appId,
    appSecret: app.appSecret,
    apiRoot: root(app.apiRoot ?? "https://openapi.zalo.me", "apiRoot"),
    oauthRoot: root(app.oauthRoot ?? "https://oauth.zaloapp.com", "oauthRoot"),
    requestTimeoutMs: within(app.requestTimeoutMs ?? 10_000, "requestTimeoutMs", 1, 15_000),
    fetch: app.fetch ?? fetch,
    now: app.now ?? Date.now,
  };
}

export interface Rules {
  oaSecretKey: string;
  oaId: string | null;
  freeMessages: number | null;
  maxEventAgeMs: number;
  refreshAheadMs: number;
}

/** Checks the rest. Throws `zalo_oa.options`. */
export function rulesOf(options: ZaloOaOptions): Rules {
  requireText(options.oaSecretKey, "oaSecretKey", /^[\x21-\x7e]+$/);
  const { oaId = null, freeMessages = null } = options;
  if (oaId !== null) requireText(oaId, "oaId", /^\d{1,30}$/);
  if (freeMessages !== null) within(freeMessages, "freeMessages", 1, 1_000);
  return {
    oaSecretKey: options.oaSecretKey,
    oaId,
    freeMessages,
    maxEventAgeMs: within(options.maxEventAgeMs ?? 24 * HOUR_MS, "maxEventAgeMs", HOUR_MS, 30 * 24 * HOUR_MS),
    refreshAheadMs: within(options.refreshAheadMs ?? 4 * HOUR_MS, "refreshAheadMs", 60_000, 20 * HOUR_MS),
  };
}

function requireText(value: string, name: string, form: RegExp): void {
  if (!form.test(value))
    throw wrong(`${name} is missing or not in its form; copy it from developers.zalo.me as it is.`);
}

function within(value: number, name: string, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw wrong(`${name} must be a whole number from ${least} to ${most}.`);
}

/** Tokens go there: in the open only to a double on this machine. */
function root(address: string, name: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isLocal = url !== null && /^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname);
  if (url === null || !(url.protocol === "https:" || (url.protocol === "http:" && isLocal))) {
    throw wrong(`${name} must be an https:// address, or http:// on a loopback address.`);
  }
  return url.href.replace(/\/+$/, "");
}

function wrong(message: string): AppError {
  return new AppError({ code: "zalo_oa.options", message: `Zalo Official Account: ${message}` });
}
