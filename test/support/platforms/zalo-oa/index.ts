import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as readText } from "node:stream/consumers";
import { answer, type Reply } from "../faults.ts";
import { createEvents, type Events } from "./events.ts";
import { asAnswered, createZaloOaFaults, type ZaloOaFaults } from "./faults.ts";
import { refuse, type SendContext, sendConsultation } from "./messages.ts";
import { createOauth, type Oauth } from "./oauth.ts";
import { createPeople, type Person } from "./people.ts";
import type {
  ApiCall,
  Clock,
  DeliverOptions,
  Delivery,
  DoubleEvent,
  Fault,
  Line,
  Method,
  ZaloOaDoubleOptions,
} from "./types.ts";
import { createUser, type ZaloOaUser } from "./user.ts";
import { createWebhook, type Webhook } from "./webhook.ts";

export type { Delivery, DoubleEvent, Fault, Line, ZaloOaDoubleOptions } from "./types.ts";
export type { ZaloOaUser } from "./user.ts";

export interface ZaloOaDouble {
  appId: string;
  appSecret: string;
  oaSecretKey: string;
  oaId: string;
  /** For `apiRoot` and `oauthRoot` of the channel, ZALO_OA_API_ROOT and ZALO_OA_OAUTH_ROOT of the server. */
  apiRoot: string;
  oauthRoot: string;
  clock: Clock;
  oauth: Pick<Oauth, "issue" | "current" | "calls">;
  /** Sets and checks the webhook's address, as saving it in the console does; false when the check failed. */
  setWebhook(url: string): Promise<boolean>;
  webhook: Pick<Webhook, "isEnabled" | "probe" | "reversed">;
  /** The console's look at the site root for the verification file. */
  verifyDomain(origin: string, code: string): Promise<boolean>;
  /** An admin opens the consent page and agrees: the address to which the browser is sent. */
  agree(consentUrl: string): Promise<string>;
  user(name: string): ZaloOaUser;
  deliver(event: DoubleEvent, options?: DeliverOptions): Promise<Delivery>;
  /** A chat as the person sees it. */
  transcript(name: string): Line[];
  /** The next calls of a method go wrong. */
  fault(method: Method, fault: Fault, times?: number): void;
  /** Every call of the API, in order. */
  calls: ApiCall[];
  /** VND left on the cloud account. */
  balance(): number | null;
  /** Resolves when no delivery is outstanding. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

interface Running {
  oaId: string;
  oaName: string;
  clock: Clock;
  oauth: Oauth;
  faults: ZaloOaFaults;
  sending: SendContext;
  calls: ApiCall[];
}

/** A Zalo Official Account platform on loopback: it enforces what the reference says. All its ids are made up. */
export async function startZaloOaDouble(options: ZaloOaDoubleOptions = {}): Promise<ZaloOaDouble> {
  const { appId = "1234567890", appSecret = "app-secret-of-nobody", oaSecretKey = "oa-secret-key-demo" } = options;
  const { oaId = "3886132801234567890", oaName = "Trích Dẫn" } = options;
  const clock = createClock();
  const oauth = createOauth({ options, appId, appSecret, oaId, clock });
  const webhook = createWebhook({ options, appId, oaSecretKey });
  const people = createPeople(clock);
  const events = createEvents({ appId, oaId, clock });
  const faults = createZaloOaFaults();
  const calls: ApiCall[] = [];
  const echoes = createEchoes({ options, events, webhook });
  const { cloudBalance = 100_000 } = options;
  const sending: SendContext = {
    people,
    clock,
    options,
    ledger: { balance: cloudBalance },
    nextId: events.nextId,
    delivered: echoes.send,
  };
  const running: Running = { oaId, oaName, clock, oauth, faults, sending, calls };
  const server = createServer((request, response) => {
    serve(running, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ appId, appSecret, oaSecretKey, oaId, apiRoot: root, oauthRoot: root, clock, oauth, webhook, calls },
    setWebhook: async (url) => {
      webhook.url = url;
      webhook.isEnabled = true;
      return webhook.probe(url);
    },
    verifyDomain: async (origin, code) => {
      const response = await fetch(`${origin}/zalo_verifier${code}.html`);
      return response.status === 200 && (await response.text()).includes(code);
    },
    agree: async (consentUrl) => {
      const response = await fetch(consentUrl, { redirect: "manual" });
      const location = response.headers.get("location");
      if (location === null) throw new Error(`the consent page answered ${response.status}`);
      return location;
    },
    user: (name) => createUser({ name, people, events, deliver: webhook.deliver }),
    deliver: webhook.deliver,
    transcript: (name) => [...people.named(name).lines],
    fault: (method, fault, times = 1) => faults.add(method, fault, times),
    balance: () => sending.ledger.balance,
    settled: async () => {
      await echoes.settled();
      await webhook.settled();
    },
    close: async () => {
      webhook.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function createClock(): Clock {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    advance: (ms) => {
      offset += ms;
    },
  };
}

interface EchoDependencies {
  options: ZaloOaDoubleOptions;
  events: Events;
  webhook: Webhook;
}

/** After a message: what the account is told of it, while the caller has its answer already. */
function createEchoes({ options, events, webhook }: EchoDependencies) {
  const outstanding = new Set<Promise<unknown>>();
  return {
    send: (person: Person, { id, text }: { id: string; text: string }) => {
      if (options.echoes === false || webhook.url === null) return;
      const told = (async () => {
        await webhook.deliver(events.ofOurs("oa_send_text", person.id, { msg_id: id, text }));
        await webhook.deliver(events.ofOurs("user_received_message", person.id, { msg_id: id }));
        await webhook.deliver(events.ofOurs("user_seen_message", person.id, { msg_ids: [id] }));
      })().finally(() => outstanding.delete(told));
      outstanding.add(told);
    },
    settled: async () => {
      while (outstanding.size > 0) await Promise.all(outstanding);
    },
  };
}

async function serve(running: Running, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://double");
  const body = await readText(request);
  const route = `${request.method} ${url.pathname}`;
  if (route === "GET /v4/oa/permission") {
    const location = running.oauth.permission(url.searchParams);
    response.writeHead(location === null ? 400 : 302, location === null ? {} : { location }).end();
    return;
  }
  const method = METHODS[route];
  if (method === undefined) {
    const empty = { error: 404, message: "You are accessing an empty or invalid API" };
    response.writeHead(404, { "Content-Type": "application/json" }).end(JSON.stringify(empty));
    return;
  }
  await perform(running, { method, request, response, body });
}

const METHODS: Readonly<Record<string, Method>> = {
  "POST /v4/oa/access_token": "token",
  "POST /v3.0/oa/message/cs": "cs",
  "GET /v2.0/oa/getoa": "getoa",
  "GET /v3.0/oa/quota/message": "quota",
};

interface Performing {
  method: Method;
  request: IncomingMessage;
  response: ServerResponse;
  body: string;
}

async function perform(running: Running, { method, request, response, body }: Performing): Promise<void> {
  const { oauth, faults, calls } = running;
  if (method === "token") {
    const headers = { secret: headerOf(request, "secret_key"), contentType: headerOf(request, "content-type") };
    await answer(response, asAnswered(faults.next(method)), () => oauth.token(headers, new URLSearchParams(body)));
    return;
  }
  const call: ApiCall = { method, body: parse(body), error: null };
  calls.push(call);
  const refusal = oauth.check(headerOf(request, "access_token"));
  const reply = await answer(response, asAnswered(faults.next(method)), () =>
    refusal === 0 ? apiReply(running, call) : refuse(refusal, "Access token is invalid"),
  );
  call.error = typeof reply?.body.error === "number" ? reply.body.error : null;
}

function apiReply({ oaId, oaName, sending }: Running, { method, body }: ApiCall): Reply {
  switch (method) {
    case "getoa":
      return { status: 200, body: { error: 0, message: "Success", data: { oaid: oaId, name: oaName } } };
    case "quota":
      return { status: 200, body: { error: 0, message: "Success", data: { remain: 480, total: 500 } } };
    default:
      return sendConsultation(sending, body);
  }
}

const headerOf = (request: IncomingMessage, name: string) => {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
};

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
