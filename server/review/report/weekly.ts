import { randomUUID } from "node:crypto";
import type { Channel, Identity, Leases } from "../../../bot/index.ts";
import type { Database } from "../../../retrieval/index.ts";
import { addMessages } from "../../queue/index.ts";
import { startLoops } from "../../queue/loops.ts";
import {
  labelsOf,
  latestWeek,
  markSent,
  periodOf,
  publishedWeeks,
  type Statistics,
  sentAt,
  type Week,
  weekAfter,
} from "../statistics/index.ts";
import { adminChats, type Recipient } from "./recipients.ts";
import { dueWeek, type Schedule } from "./schedule.ts";
import type { Report } from "./table.ts";
import { reportText } from "./text.ts";

export interface WeeklyReportOptions {
  db: Database;
  statistics: Statistics & { now(): Date };
  /** Null: nobody is enrolled, and nothing can be sent. */
  identity: Identity | null;
  channels: readonly Channel[];
  leases: Leases;
  /** Null: it is sent by hand only. */
  schedule: Schedule | null;
  publicUrl: string | null;
  /** Something was queued: do not wait for the next look. */
  queued(): void;
  /** A fault, for the log. */
  report(error: unknown): void;
  /** Default a minute. */
  pollMs?: number;
}

export interface WeeklyReport {
  /** Of the latest week that is over. */
  latest(): Week;
  /** As it is said in a chat. */
  text(week: Week): Promise<string>;
  /** Queues it for every admin's private chat, once for each week whoever asks: for how many, null when it was sent before. */
  send(week: Week): Promise<number | null>;
  sentAt(week: Week): Promise<Date | null>;
  /** Sends what is due, in one process of all. */
  work(): { stop(): Promise<void> };
  /** One look; true when a report was sent. */
  turn(): Promise<boolean>;
}

const LEASE = "weekly-report";
const LEASE_MS = 5 * 60_000;
const POLL_MS = 60_000;

export function createWeeklyReport(options: WeeklyReportOptions): WeeklyReport {
  const { db, statistics, leases, schedule, publicUrl, report, pollMs = POLL_MS } = options;
  const text = async (week: Week) => reportText(await readReport(db, week, statistics), publicUrl);
  const send = async (week: Week) => {
    const chats = await chatsOf(options);
    // Somebody may be enrolled as an admin later: the report waits for them.
    if (chats.length === 0) return 0;
    const said = await text(week);
    const isFirst = await db.transaction(async (tx) => {
      if (!(await markSent(tx, week))) return false;
      for (const chat of chats) await queueFor(tx, chat, said);
      return true;
    });
    if (isFirst) options.queued();
    return isFirst ? chats.length : null;
  };
  const turn = async () => {
    const week = schedule === null ? null : dueWeek(statistics.now(), schedule, statistics.idleMinutes);
    if (week === null || (await sentAt(db, week)) !== null) return false;
    // Working a week out takes a while: once is enough. That it is sent once, the transaction decides.
    if (!(await leases.take(LEASE, LEASE_MS))) return false;
    try {
      return ((await send(week)) ?? 0) > 0;
    } finally {
      await leases.release(LEASE);
    }
  };
  return {
    ...{ text, send, turn },
    latest: () => latestWeek(statistics.now(), statistics.idleMinutes),
    sentAt: (week) => sentAt(db, week),
    work: () => startLoops({ turn, concurrency: 1, pollMs, failed: report }),
  };
}

async function readReport(db: Database, week: Week, statistics: Statistics): Promise<Report> {
  const [before, published] = await publishedWeeks(db, [weekAfter(week, -1), week], statistics);
  if (published === undefined) throw new Error("a week that was asked for was not published");
  return {
    week: published,
    period: periodOf([published], before ?? null, { unit: null, channel: null }),
    labels: await labelsOf(db, [published]),
  };
}

const chatsOf = async ({ db, identity, channels }: WeeklyReportOptions): Promise<Recipient[]> =>
  identity === null ? [] : adminChats(db, { identity, channels });

async function queueFor(tx: Database, { channel, conversationKey, address }: Recipient, text: string): Promise<void> {
  const { name } = channel;
  const to = { channel: name, conversation: address, sender: address, setting: "private", content: NOTHING } as const;
  await addMessages(tx, {
    ...{ channel: name, conversationKey, address, traceId: randomUUID() },
    ...{ eventSequence: null, answerId: null, purpose: "report" },
    parts: channel.render({ kind: "notice", text }, to),
  });
}

/** Nobody has written: there is no message that this one answers. */
const NOTHING = { kind: "text", text: "" } as const;
