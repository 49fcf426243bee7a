import { createHash, randomBytes } from "node:crypto";
import type { Reply } from "../faults.ts";
import type { Clock, PairText, TokenCall, ZaloOaDoubleOptions } from "./types.ts";

export interface Oauth {
  /** The consent page after the admin agreed: the address to which the browser is sent. */
  permission(query: URLSearchParams): string | null;
  token(headers: { secret: string | undefined; contentType: string | undefined }, form: URLSearchParams): Reply;
  /** 0 when the token is good, else the platform's refusal. */
  check(accessToken: string | undefined): number;
  /** A pair as if somebody had connected before. */
  issue(): PairText;
  /** The pair that works now. */
  current(): PairText | null;
  calls: TokenCall[];
}

interface Code {
  challenge: string | null;
  redirectUri: string;
  expiresAt: number;
}

const LIFE_S = 90_000;
const REFRESH_LIFE_MS = 90 * 24 * 3_600_000;
const CODE_LIFE_MS = 10 * 60_000;

interface Settings {
  options: ZaloOaDoubleOptions;
  appId: string;
  appSecret: string;
  oaId: string;
  clock: Clock;
}

/** Issues pairs of which each refresh token works once, and kills the whole pair before. */
export function createOauth({ options, appId, appSecret, oaId, clock }: Settings): Oauth {
  const codes = new Map<string, Code>();
  const usedCodes = new Set<string>();
  const spent = new Set<string>();
  const calls: TokenCall[] = [];
  let live: { pair: PairText; issuedAt: number } | null = null;

  const issue = (): PairText => {
    if (live !== null) spent.add(live.pair.refresh_token);
    const pair = {
      access_token: `access-${randomBytes(12).toString("hex")}`,
      refresh_token: `refresh-${randomBytes(12).toString("hex")}`,
      expires_in: options.expiresIn === "number" ? LIFE_S : String(LIFE_S),
    };
    live = { pair, issuedAt: clock.now() };
    return pair;
  };

  const exchange = (form: URLSearchParams): TokenCall["outcome"] => {
    const given = form.get("code") ?? "";
    if (usedCodes.has(given)) return "spent";
    const code = codes.get(given);
    codes.delete(given);
    if (code === undefined || code.expiresAt < clock.now()) return "refused";
    usedCodes.add(given);
    const verifier = form.get("code_verifier") ?? "";
    const isProven = code.challenge === null || digest(verifier) === code.challenge;
    return isProven && (code.challenge === null || /^[A-Za-z0-9]{43}$/.test(verifier)) ? "pair" : "refused";
  };

  const refresh = (form: URLSearchParams): TokenCall["outcome"] => {
    const given = form.get("refresh_token") ?? "";
    if (spent.has(given)) return "spent";
    const isLive = live?.pair.refresh_token === given && live.issuedAt + REFRESH_LIFE_MS > clock.now();
    return isLive ? "pair" : "refused";
  };

  return {
    calls,
    issue,
    current: () => live?.pair ?? null,
    check: (accessToken) => {
      if (live === null || accessToken !== live.pair.access_token) return -216;
      return live.issuedAt + LIFE_S * 1000 > clock.now() ? 0 : -220;
    },
    permission: (query) => {
      const redirectUri = query.get("redirect_uri") ?? "";
      if (query.get("app_id") !== appId || !URL.canParse(redirectUri)) return null;
      const back = new URL(redirectUri);
      if (options.redirectUris !== undefined && !options.redirectUris.includes(redirectUri)) {
        back.search = new URLSearchParams({ error: "-14003", error_name: "Invalid redirect uri" }).toString();
        return back.href;
      }
      const code = randomBytes(16).toString("hex");
      const challenge = query.get("code_challenge");
      codes.set(code, { challenge, redirectUri, expiresAt: clock.now() + CODE_LIFE_MS });
      const state = options.returnsState === false ? null : query.get("state");
      back.search = new URLSearchParams({ code, oa_id: oaId, ...(state === null ? {} : { state }) }).toString();
      return back.href;
    },
    token: ({ secret, contentType }, form) => {
      const grant = form.get("grant_type") ?? "";
      const isAsked = secret === appSecret && form.get("app_id") === appId;
      const isForm = contentType?.startsWith("application/x-www-form-urlencoded") ?? false;
      let outcome: TokenCall["outcome"] = "refused";
      if (isAsked && isForm && grant === "authorization_code") outcome = exchange(form);
      if (isAsked && isForm && grant === "refresh_token") outcome = refresh(form);
      calls.push({ grant, outcome });
      return { status: 200, body: outcome === "pair" ? { ...issue() } : refusal(options) };
    },
  };
}

/** OAuth's refusals have another shape than the API's. */
function refusal({ oauthRefusal = -14014 }: ZaloOaDoubleOptions): Record<string, unknown> {
  return {
    error: oauthRefusal,
    error_name: "Invalid token or code",
    error_reason: "used or expired",
    error_description: "refused",
    ref_doc: "",
  };
}

const digest = (verifier: string) => createHash("sha256").update(verifier, "ascii").digest("base64url");
