import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import {
  type Grant,
  type GrantOutcome,
  refreshByHand,
  startGrant,
  type TokenStore,
  type ZaloOaApp,
  zaloOaStatus,
} from "../../bot/index.ts";
import { AppError } from "../../retrieval/index.ts";
import { usageError } from "./usage.ts";
import { isLoopbackAddress, listenForCallback } from "./zalo-callback.ts";
import { outcomeSentence } from "./zalo-sentences.ts";

/** As they are set; null is not set. */
export interface ZaloSettings {
  appId: string | null;
  appSecret: string | null;
  redirectUri: string | null;
  apiRoot: string | null;
  oauthRoot: string | null;
  freeMessages: number | null;
}

export interface ZaloDependencies {
  settings: ZaloSettings;
  /** Opens the database; throws `database.locked` when the server has the data folder. */
  openTokens(): Promise<{ tokens: TokenStore; close(): Promise<void> }>;
  fetch: typeof fetch;
  stdin: Readable;
  stdout: { write(text: string): unknown };
}

/** `zalo connect`, `zalo status`, `zalo refresh`. Returns the exit code: 0 done, 1 not. */
export async function runZalo(args: readonly string[], dependencies: ZaloDependencies): Promise<number> {
  const [command, ...rest] = args;
  const commands = { connect, status, refresh };
  if (rest.length > 0 || command === undefined || !Object.hasOwn(commands, command)) {
    throw usageError("Say what to do: npm run zalo -- connect, npm run zalo -- status or npm run zalo -- refresh.");
  }
  const app = appOf(dependencies);
  const { tokens, close } = await dependencies.openTokens();
  try {
    return await commands[command as keyof typeof commands]({ ...dependencies, app, tokens });
  } finally {
    await close();
  }
}

interface Running extends ZaloDependencies {
  app: ZaloOaApp;
  tokens: TokenStore;
}

function appOf({ settings, fetch }: ZaloDependencies): ZaloOaApp {
  const { appId, appSecret, apiRoot, oauthRoot } = settings;
  if (appId === null || appSecret === null) {
    throw missing([appId === null ? "ZALO_OA_APP_ID" : "", appSecret === null ? "ZALO_OA_APP_SECRET" : ""]);
  }
  return { appId, appSecret, apiRoot: apiRoot ?? undefined, oauthRoot: oauthRoot ?? undefined, fetch };
}

async function connect({ settings, app, tokens, stdin, stdout }: Running): Promise<number> {
  const { redirectUri } = settings;
  if (redirectUri === null) throw missing(["ZALO_OA_REDIRECT_URI"]);
  if (!URL.canParse(redirectUri)) throw missing(["a whole address in ZALO_OA_REDIRECT_URI"]);
  const grant = startGrant({ app, tokens, redirectUri });
  const listener = isLoopbackAddress(redirectUri) ? await listenForCallback(redirectUri) : null;
  const lines = createInterface({ input: stdin });
  try {
    stdout.write(introduction(grant.url, redirectUri, listener !== null));
    const outcome = await answered({ grant, lines, called: listener?.called ?? null, stdout });
    stdout.write(`${outcomeSentence(outcome)}\n`);
    return outcome.kind === "connected" ? 0 : 1;
  } finally {
    lines.close();
    await listener?.close();
  }
}

function introduction(url: string, redirectUri: string, isListening: boolean): string {
  const how = isListening
    ? `3. The browser comes back to ${redirectUri}, where this command is waiting.
   If it runs on another machine, paste the address that the browser then shows and press Enter.`
    : `3. The browser is sent to ${redirectUri}?code=…  What that page shows does not matter.
   Copy the whole address from the browser, paste it here and press Enter. The code in it works once, for 10 minutes.`;
  return `1. Open this address in a browser in which an admin of the Official Account is signed in to Zalo:

${url}

2. Choose the Official Account and agree.
${how}

`;
}

interface Answering {
  grant: Grant;
  lines: AsyncIterable<string>;
  called: Promise<string> | null;
  stdout: ZaloDependencies["stdout"];
}

/** Whatever comes first, the browser or a pasted text; a text that holds nothing of use is asked for again. */
async function answered({ grant, lines, called, stdout }: Answering): Promise<GrantOutcome> {
  const pasted = lines[Symbol.asyncIterator]();
  let line = pasted.next();
  let fromBrowser = called;
  let outcome: GrantOutcome = { kind: "no_code" };
  for (;;) {
    const next = await firstOf(line, fromBrowser);
    if (next === null) return outcome;
    if (next.from === "browser") fromBrowser = null;
    else line = pasted.next();
    if (next.text.trim() === "") continue;
    outcome = await grant.finish(next.text);
    if (outcome.kind !== "no_code" && outcome.kind !== "other_attempt") return outcome;
    stdout.write(`${outcomeSentence(outcome)}\n`);
  }
}

type Given = { from: "browser" | "line"; text: string };

/** Null when the input has ended and no browser is waited for. */
async function firstOf(line: Promise<IteratorResult<string>>, called: Promise<string> | null): Promise<Given | null> {
  const browser = called?.then((text): Given => ({ from: "browser", text })) ?? null;
  const typed = line.then(({ done, value }): Given | null => (done ? null : { from: "line", text: value }));
  // A closed input (a service, a container) leaves the browser.
  return browser === null ? typed : Promise.race([browser, typed.then((given) => given ?? browser)]);
}

async function status({ settings, app, tokens, stdout }: Running): Promise<number> {
  const { lines, reachable } = await zaloOaStatus({ app, tokens, freeMessages: settings.freeMessages });
  stdout.write(`${lines.join("\n")}\n`);
  return reachable ? 0 : 1;
}

async function refresh({ app, tokens, stdout }: Running): Promise<number> {
  const outcome = await refreshByHand({ app, tokens });
  stdout.write(`${outcomeSentence(outcome)}\n`);
  return outcome.kind === "connected" ? 0 : 1;
}

function missing(names: string[]): AppError {
  return new AppError({
    code: "zalo.not_configured",
    message: `Set ${names.filter(Boolean).join(" and ")} first; docs/zalo-oa.md says where each value is found.`,
  });
}
