import {
  createIdentity,
  createTokenStore,
  createZaloOa,
  type TokenStore,
  type ZaloOaOptions,
} from "../../../bot/index.ts";
import type { Database } from "../../../retrieval/index.ts";
import type { ZaloOaDouble } from "../../support/platforms/zalo-oa/index.ts";
import type { PairText } from "../../support/platforms/zalo-oa/types.ts";

export const SECRET_KEY = "a key of nobody, of forty letters or so";

export const storeIn = (db: Database, secretKey = SECRET_KEY): TokenStore =>
  createTokenStore({ db, identity: createIdentity(secretKey), channel: "zalo-oa", pollMs: 20 });

export const pairOf = (text: PairText, now: number) => ({
  accessToken: text.access_token,
  refreshToken: text.refresh_token,
  expiresAt: new Date(now + Number(text.expires_in) * 1_000),
});

/** As after `zalo connect`: the pair that the platform gave is stored. */
export async function connected(double: ZaloOaDouble, tokens: TokenStore): Promise<void> {
  await tokens.connect(pairOf(double.oauth.issue(), double.clock.now()));
}

/** The real channel against the double, by the double's clock, without waits. */
export function channelOf(double: ZaloOaDouble, tokens: TokenStore, over: Partial<ZaloOaOptions> = {}) {
  const { appId, appSecret, oaSecretKey, apiRoot, oauthRoot, clock } = double;
  return createZaloOa({
    ...{ appId, appSecret, oaSecretKey, apiRoot, oauthRoot, tokens },
    now: clock.now,
    wait: async () => {},
    requestTimeoutMs: 2_000,
    ...over,
  });
}

export async function emptyTokens(db: Database): Promise<void> {
  await db.query("delete from channel_tokens");
  await db.query("delete from channel_states");
  await db.query("delete from leases");
}
