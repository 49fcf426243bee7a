import { createTokenAccess } from "../../../bot/channels/zalo-oa/access.ts";
import { createClient } from "../../../bot/channels/zalo-oa/options.ts";
import type { TokenStore } from "../../../bot/index.ts";
import { openDatabase } from "../../../retrieval/index.ts";
import { storeIn } from "./account.ts";

export interface Refreshing {
  apiRoot: string;
  appId: string;
  appSecret: string;
  /** The stored pair's number at which to stop. */
  until: number;
}

/** What a process does whose every message meets a refused token: it refreshes again and again, beside others. */
export async function refreshOften({ until, ...app }: Refreshing, tokens: TokenStore): Promise<void> {
  const client = createClient({ ...app, oauthRoot: app.apiRoot });
  const access = createTokenAccess({ client, tokens, refreshAheadMs: 3_600_000 });
  for (;;) {
    const { pair, generation, blocked } = await tokens.read();
    if (generation >= until) return;
    const got = await access.token(pair?.accessToken);
    if (got.kind === "blocked") throw new Error(`blocked: ${got.reason} ${blocked}`);
  }
}

// As a program of its own: one more process on the same database.
const [databaseUrl, given] = import.meta.main ? process.argv.slice(2) : [];
if (databaseUrl !== undefined && given !== undefined) {
  const db = await openDatabase({ databaseUrl });
  await refreshOften(JSON.parse(given) as Refreshing, storeIn(db));
  await db.close();
}
