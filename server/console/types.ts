import type { Context, MiddlewareHandler } from "hono";
import type { Channel, Invitations, People } from "../../bot/index.ts";
import type { Database, Embedder, FileDecoder, GateRules } from "../../retrieval/index.ts";
import type { ManageAccounts, Passwords, Session, SignIn } from "../admin/index.ts";
import type { Erase } from "../audit/index.ts";
import type { Reindexer } from "../jobs/index.ts";
import type { ChannelState, QueueDepth } from "../queue/index.ts";
import type { ReplayDependencies } from "../replay/index.ts";
import type { Exports } from "../review/export/index.ts";
import type { Statistics } from "../review/statistics/index.ts";

/** What every page of the console stands on. Parts that a deployment may lack are null. */
export interface ConsoleDependencies {
  db: Database;
  /** For what a version that goes live is indexed with. */
  embedder: Embedder;
  /** Reads files that are no plain text; absent: a process for each of them. */
  decoder?: FileDecoder | undefined;
  /** What a deployment lets in; absent: the safe rules. */
  gate?: GateRules | undefined;
  signIn: SignIn;
  accounts: ManageAccounts;
  passwords: Passwords;
  /** The address that people use; an https one gets the `__Host-` cookie. Null: this machine, over http. */
  publicUrl: string | null;
  reindexer: Reindexer;
  /** Takes what somebody wrote out of the log. */
  erase: Erase;
  /** What is told of whom, and what time it is. */
  statistics: Statistics & { now(): Date };
  /** The answer log as files. */
  exports: Exports;
  /** How answers of the log are given again; absent: with the embedder alone. */
  replay?: Omit<ReplayDependencies, "writer"> | undefined;
  /** Something was uploaded: do not wait for the next look. */
  uploaded(): void;
  /** Something was put into the outbox: do not wait for the next look. */
  toSend(): void;
  /** Where a request comes from, for the limit on sign-in attempts; null when it cannot be told. */
  addressOf(context: Context): string | null;
  /** Aborted when the server stops, so that live logs end and hold nothing up. */
  closing: AbortSignal;
  /** Who may ask; null without SECRET_KEY. */
  enrolment: { invitations: Invitations; people: People } | null;
  channels: readonly Channel[];
  depth(): Promise<QueueDepth[]>;
  channelStates(): Promise<ChannelState[]>;
  /** A fault of ours, for the log. */
  report(error: unknown): void;
}

/** Who may use an address: anybody, whoever is signed in, or admins. */
export type Access = "anyone" | "reviewer" | "admin";

export type ConsoleContext = Context<{ Variables: { session: Session } }>;

/** One address of the console. All are in tables, so that a test can hold them against the roles. */
export interface ConsoleRoute {
  method: "GET" | "POST";
  /** Below `/quan-tri`. */
  path: string;
  access: Access;
  /** Behind the check of who it is, before the handler. */
  before?: MiddlewareHandler;
  handle(context: ConsoleContext): Response | Promise<Response>;
}
