import type { Hono } from "hono";
import { createIdentity } from "../../bot/index.ts";
import type { Database } from "../../retrieval/index.ts";
import { createAccountManagement, createPasswords, createSignIn, type Role } from "../../server/admin/index.ts";
import { createErase, createSigner } from "../../server/audit/index.ts";
import type { ConsoleDependencies } from "../../server/console/index.ts";
import { createReindexer } from "../../server/jobs/index.ts";
import { createExports } from "../../server/review/export/index.ts";
import { fakeRoutes } from "./fake-routes.ts";
import { createHashedEmbedder } from "./hashed-embedder.ts";

/** A hash in a millisecond instead of 0.2 s; the real cost has its own test. */
export const cheapPasswords = createPasswords({ memory: 64, passes: 1 });

export const PASSWORD = "một câu dễ nhớ 12";
export const ORIGIN = "http://localhost";

export interface Browser {
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, fields?: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** A body that is no form. */
  send(path: string, body: NonNullable<RequestInit["body"]>, headers?: Record<string, string>): Promise<Response>;
  cookie(): string | null;
  signIn(name: string, password?: string): Promise<Response>;
}

export interface TestConsole {
  app: Hono;
  deps: ConsoleDependencies;
  reported: unknown[];
  browser(): Browser;
  account(name: string, role: Role): Promise<void>;
  /** A browser in which an account of this role, made for it, is signed in. */
  as(role: Role): Promise<Browser>;
}

export function openConsole(db: Database, overrides: Partial<ConsoleDependencies> = {}): TestConsole {
  const reported: unknown[] = [];
  const embedder = createHashedEmbedder();
  const deps: ConsoleDependencies = {
    db,
    signIn: createSignIn({ db, passwords: cheapPasswords }),
    accounts: createAccountManagement(db),
    passwords: cheapPasswords,
    publicUrl: null,
    addressOf: (context) => context.req.header("x-test-address") ?? null,
    reindexer: createReindexer({ reading: { db, embedder }, report: (error) => reported.push(error) }),
    erase: createErase({ db, identity: createIdentity("a key for tests that opens nothing") }),
    statistics: { smallestGroup: 5, idleMinutes: 30, now: () => new Date() },
    exports: createExports({
      ...{ db, signer: createSigner("a key of the tests"), program: "test", report: (error) => reported.push(error) },
    }),
    uploaded: () => {},
    toSend: () => {},
    embedder,
    enrolment: null,
    channels: [],
    depth: async () => [],
    channelStates: async () => [],
    closing: new AbortController().signal,
    report: (error) => reported.push(error),
    ...overrides,
  };
  const { app } = fakeRoutes({ console: deps, report: deps.report, publicUrl: deps.publicUrl });
  const account = async (name: string, role: Role) =>
    deps.accounts.add({ name, role, passwordHash: await cheapPasswords.choose(PASSWORD), actor: "test" });
  let made = 0;
  return {
    app,
    deps,
    reported,
    browser: () => browserOf(app),
    account,
    as: async (role) => {
      made += 1;
      const name = `${role}-${made}`;
      await account(name, role);
      const browser = browserOf(app);
      await browser.signIn(name);
      return browser;
    },
  };
}

/** Keeps one cookie, names its origin and follows nothing. */
export function browserOf(app: { request: Hono["request"] }): Browser {
  let cookie: string | null = null;
  const request = async (path: string, init: RequestInit & { headers: Record<string, string> }) => {
    const headers = { Accept: "text/html", ...(cookie === null ? {} : { Cookie: cookie }), ...init.headers };
    const response = await app.request(path, { ...init, headers });
    const set = response.headers.get("set-cookie");
    if (set !== null) cookie = /max-age=0/i.test(set) ? null : (set.split(";")[0] ?? null);
    return response;
  };
  const send: Browser["send"] = (path, body, headers = {}) =>
    request(path, { method: "POST", body, headers: { Origin: ORIGIN, ...headers } });
  const post: Browser["post"] = (path, fields = {}, headers = {}) => send(path, new URLSearchParams(fields), headers);
  return {
    get: (path, headers = {}) => request(path, { headers }),
    post,
    send,
    cookie: () => cookie,
    signIn: (name, password = PASSWORD) => post("/quan-tri/dang-nhap", { ten: name, "mat-khau": password }),
  };
}
