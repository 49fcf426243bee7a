import { createIdentity, createTokenStore } from "../../bot/index.ts";
import { AppError, openDatabase } from "../../retrieval/index.ts";
import type { Config } from "../config.ts";
import type { Surroundings } from "./command.ts";
import type { ZaloDependencies } from "./zalo.ts";

/** What `zalo` needs. It opens the database for itself: no document and no queue is of its business. */
export function zaloDependencies({ config: readConfig, fetch, stdin, stdout }: Surroundings): ZaloDependencies {
  const config = readConfig();
  const { zaloOa } = config;
  return {
    settings: {
      appId: zaloOa?.appId ?? null,
      appSecret: zaloOa?.appSecret ?? null,
      redirectUri: zaloOa?.redirectUri ?? null,
      apiRoot: zaloOa?.apiRoot ?? null,
      oauthRoot: zaloOa?.oauthRoot ?? null,
      freeMessages: zaloOa?.freeMessages ?? null,
    },
    openTokens: () => openTokens(config),
    fetch,
    stdin,
    stdout,
  };
}

async function openTokens(config: Config): ReturnType<ZaloDependencies["openTokens"]> {
  const { databaseUrl, dataDir, secretKey } = config;
  if (secretKey === null) {
    throw new AppError({
      code: "zalo.no_secret_key",
      message: "SECRET_KEY is not set: the tokens are stored under it.",
    });
  }
  const db = await openDatabase(databaseUrl === null ? { dataDir } : { databaseUrl });
  const tokens = createTokenStore({ db, identity: createIdentity(secretKey), channel: "zalo-oa" });
  return { tokens, close: () => db.close() };
}
