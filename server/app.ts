import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import {
  type Channel,
  type ChannelName,
  createIdentity,
  createInvitations,
  createLeases,
  createPeople,
  createPipeline,
  createTokenStore,
  type Enrolment,
  type Identity,
  type Pipeline,
  verificationFile,
} from "../bot/index.ts";
import packageJson from "../package.json" with { type: "json" };
import {
  adoptOldRows,
  createFileDecoder,
  createOfflineEmbedder,
  type Database,
  type Embedder,
  type FileDecoder,
  ingestFiles,
  listDocuments,
  openDatabase,
} from "../retrieval/index.ts";
import { createAccountManagement, createPasswords, createSignIn } from "./admin/index.ts";
import { createAudit, createSigner } from "./audit/index.ts";
import { createChannels } from "./channels.ts";
import type { Config } from "./config.ts";
import { createConversations } from "./conversations.ts";
import { createIngestQueue, createReindexer, type IngestQueue } from "./jobs/index.ts";
import { createLibrary } from "./library/from-store.ts";
import { openModels, openReplayWriter } from "./models.ts";
import { createLog, type Log } from "./ops/log.ts";
import { createMetrics, type Metrics } from "./ops/metrics.ts";
import { localKey } from "./process/local-key.ts";
import { channelStates, createQueue, type Observe, type Queue, queueDepth } from "./queue/index.ts";
import { createExports } from "./review/export/index.ts";
import { createWeeklyReport } from "./review/report/index.ts";
import type { Runtime } from "./runtime.ts";

/** What a test replaces. */
export interface OpenOptions {
  observe?: Observe;
  log?: Log;
  pipeline?: (real: Pipeline) => Pipeline;
}

/**
 * The one composition root: everything that the server and the command line use is built here, once. Opens the
 * database and brings its schema forward; throws the database's own `AppError` when it cannot.
 */
export async function openRuntime(config: Config, options: OpenOptions = {}): Promise<Runtime> {
  const place = config.databaseUrl === null ? { dataDir: config.dataDir } : { databaseUrl: config.databaseUrl };
  const log = options.log ?? createLog({ ...config.log, secrets: config.secrets });
  const db = await openDatabase(place);
  try {
    return await assemble(config, { ...options, db, log });
  } catch (error) {
    await db.close();
    throw error;
  }
}

interface Foundation extends OpenOptions {
  db: Database;
  log: Log;
}

async function assemble(config: Config, foundation: Foundation): Promise<Runtime> {
  const { db, log } = foundation;
  await adoptOldRows(db);
  const { embedder, formerEmbedder, writer, notices } = await openModels(config, { db, log });
  const secret = config.secretKey ?? localKey(config.dataDir);
  const identity = config.secretKey === null ? undefined : createIdentity(config.secretKey);
  const metrics = createMetrics({ queue: () => queueDepth(db) });
  const { pipeline: replace = (real) => real } = foundation;
  const pipeline = replace(
    createPipeline({
      db,
      embedder,
      formerEmbedder,
      writer,
      identity: createIdentity(secret),
      enrolment: enrolmentOf(config),
      idleMinutes: config.sessionIdleMinutes,
      questionsPerMinute: config.questionsPerMinute,
      log: { program: packageJson.version, ...config.review },
    }),
  );
  const messaging =
    identity === undefined ? noMessaging : openMessaging(config, { ...foundation, identity, pipeline, metrics });
  const report = (error: unknown) => log.error({ error }, "fault");
  const enrolment =
    identity === undefined ? null : { invitations: createInvitations({ db, identity }), people: createPeople({ db }) };
  const decoder = createFileDecoder();
  const reading = { db, embedder, decoder, gate: config.gate };
  const jobs = createIngestQueue({ db, ingest: reading, owner: ownerName(), report });
  const reindexer = createReindexer({ reading, report });
  const review = await openReview(config, {
    ...{ db, log, report, secret, identity, reading, messaging },
    embedders: [embedder, formerEmbedder, embedder.isLocal ? undefined : createOfflineEmbedder()],
  });
  const { audit, weeklyReport, replay, statistics, exports } = review;
  const shared = {
    ...messaging,
    depth: () => queueDepth(db),
    channelStates: () => channelStates(db),
    enrolment,
    report,
  };
  return {
    ask: (question, channel, options) => pipeline.ask(question, { channel, ...options }),
    conversations: createConversations({ db, pipeline, metrics, log }),
    index: (paths, { onProgress, collection }) =>
      ingestFiles(reading, paths, collection === undefined ? { onProgress } : { onProgress, collection }),
    library: createLibrary(db),
    count: async () => (await listDocuments(db)).length,
    ...shared,
    replay,
    console: openConsole({ ...shared, ...reading, jobs, reindexer, erase: audit.erase, statistics, exports, replay }),
    jobs,
    reindexer,
    audit,
    weeklyReport,
    metrics,
    ready: async () => void (await db.query("select 1 as one")),
    notices: [...db.notices, ...notices],
    close: async () => {
      await audit.close();
      await decoder.close();
      await db.close();
    },
  };
}

interface ReviewParts extends Pick<Foundation, "db" | "log"> {
  report(error: unknown): void;
  secret: string;
  identity: Identity | undefined;
  reading: { decoder: FileDecoder };
  messaging: Messaging;
  /** Those that a question of the log may have been found by. */
  embedders: readonly (Embedder | undefined)[];
}

/** What stands on the log of answers: its seals, its files, its numbers, its questions asked again. */
async function openReview(config: Config, parts: ReviewParts) {
  const { db, log, report, secret, identity, reading, messaging, embedders } = parts;
  const { sealsFile, wordsDays, personDays, smallestGroup, weeklyReport: schedule } = config.review;
  const signer = createSigner(secret);
  const program = packageJson.version;
  const statistics = { smallestGroup, idleMinutes: config.sessionIdleMinutes, now: () => new Date() };
  return {
    audit: await createAudit({
      ...{ db, signer, identity: createIdentity(secret), report, sealsFile, wordsDays, personDays },
    }),
    exports: createExports({ db, signer, program, report }),
    statistics,
    replay: {
      ...{ db, decoder: reading.decoder, gate: config.gate, program },
      embedders: embedders.filter((one) => one !== undefined),
      openWriter: () => openReplayWriter(config, { db, log }),
    },
    weeklyReport: createWeeklyReport({
      ...{ db, statistics, report, schedule, channels: messaging.channels, publicUrl: config.publicUrl },
      identity: identity ?? null,
      leases: createLeases({ db, owner: ownerName() }),
      queued: () => messaging.queue?.nudge(),
    }),
  };
}

/** Names this process, and this opening of the database in it, among all that share the database. */
const ownerName = () => `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;

type ConsoleParts = Omit<Runtime["console"], "signIn" | "accounts" | "passwords" | "uploaded" | "toSend"> & {
  jobs: IngestQueue;
  queue: Queue | null;
};

function openConsole({
  db,
  embedder,
  decoder,
  gate,
  jobs,
  channels,
  depth,
  channelStates,
  enrolment,
  report,
  reindexer,
  erase,
  queue,
  statistics,
  exports,
  replay,
}: ConsoleParts) {
  const passwords = createPasswords();
  return {
    ...{ db, embedder, decoder, gate, channels, depth, channelStates, enrolment, report, reindexer, passwords, erase },
    ...{ statistics, exports, replay },
    signIn: createSignIn({ db, passwords }),
    accounts: createAccountManagement(db),
    uploaded: jobs.nudge,
    toSend: () => queue?.nudge(),
  };
}

/** Whoever runs commands has the database; who reaches the pages is a matter of WEB_CHAT. */
function enrolmentOf({ webChat }: Config): (channel: ChannelName) => Enrolment {
  return (channel) => (channel === "cli" || (channel === "web" && webChat === "open") ? "open" : "required");
}

type Messaging = Pick<Runtime, "channels" | "queue" | "webhooks">;

const noMessaging: Messaging = { channels: [], queue: null, webhooks: null };

interface MessagingParts extends Omit<Foundation, "pipeline"> {
  identity: Identity;
  pipeline: Pipeline;
  metrics: Metrics;
}

/** The platforms and the queue between them and the pipeline. */
function openMessaging(config: Config, parts: MessagingParts): Messaging {
  const { db, log, identity, pipeline, metrics, observe } = parts;
  const owner = ownerName();
  const leases = createLeases({ db, owner });
  const channels = createChannels(config, {
    tokens: createTokenStore({ db, identity, channel: "zalo-oa" }),
    fetch,
    report: (channel, error) => log.warn({ channel, error }, "a fault of the platform"),
  });
  if (channels.length === 0) return noMessaging;
  const { concurrency, tries, leaseSeconds, pollMilliseconds } = config.work;
  const queue = createQueue({
    ...{ db, identity, channels, pipeline, leases, log, metrics, owner, concurrency, tries },
    leaseMs: leaseSeconds * 1000,
    pollMs: pollMilliseconds,
    ...(observe === undefined ? {} : { observe }),
  });
  return { channels, queue, webhooks: webhooksOf(config, channels, queue, { ...parts }) };
}

function webhooksOf(
  { zaloOa }: Config,
  channels: readonly Channel[],
  queue: Queue,
  { log, metrics, observe }: MessagingParts,
): Runtime["webhooks"] {
  return {
    channels: channels.filter(({ poll }) => poll === undefined),
    inbox: queue.inbox,
    log,
    metrics,
    stored: queue.nudge,
    files: zaloOa?.verification ? [verificationFile(zaloOa.verification)] : [],
    ...(observe === undefined ? {} : { observe }),
  };
}
