import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createEmptyDatabase, testDatabaseUrl } from "../support/database.ts";
import { freePort } from "../support/fleet.ts";
import { startTelegramDouble } from "../support/platforms/telegram/index.ts";
import { type Program, run as runProgram, type Settings, start } from "../support/program.ts";

const SAMPLES = fileURLToPath(new URL("../../samples/", import.meta.url));
const SECRET = "secret-of-the-bench";
const CALLS = 300;
/** About thirty events a second: a province on a busy morning, and no queue of our own making. */
const PAUSE_MS = 50;
const AT_A_TIME = 2;
const DOCUMENTS = 200;

interface Times {
  p50: number;
  p99: number;
}

/** Milliseconds until a webhook call is acknowledged. */
interface AckReport {
  idle: Times;
  /** While documents are indexed: by the same process on the embedded database, by another one on PostgreSQL. */
  indexing: Times;
  /** While every message that is being handled hangs, as with a chat model that does not answer. */
  hanging: Times;
  ratio: { indexing: Times; hanging: Times };
}

/**
 * `npm run bench -- ack`: the platforms wait two seconds for their 200, whatever else goes on. ack-baseline.json has the
 * ratios to the idle times (5 and 4 ms p50, 28 and 13 ms p99 on two quiet cores).
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: "boolean" } } });
  const reports: Record<string, AckReport> = { pglite: await measure({}) };
  if (testDatabaseUrl === null) {
    console.error("postgres: skipped, DATABASE_URL names no server (scripts/postgres-cluster.sh start prints one).");
  } else {
    const { url, drop } = await createEmptyDatabase(testDatabaseUrl);
    reports.postgres = await measure({ DATABASE_URL: url }).finally(drop);
  }
  console.log(values.json ? JSON.stringify(reports) : table(reports));
}

async function measure(database: Settings): Promise<AckReport> {
  const folder = mkdtempSync(join(tmpdir(), "trich-dan-ack-"));
  const double = await startTelegramDouble();
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const settings: Settings = {
    ...database,
    DATA_DIR: join(folder, "data"),
    PORT: String(port),
    PUBLIC_URL: address,
    SECRET_KEY: "a secret key of nobody, for a measurement",
    TELEGRAM_BOT_TOKEN: double.token,
    TELEGRAM_WEBHOOK_SECRET: SECRET,
    TELEGRAM_API_ROOT: double.apiRoot,
    LOG_LEVEL: "silent",
  };
  const programs: Program[] = [];
  const begin = async (extra: Settings) => {
    const program = start(["test/support/killable-server.ts", "all"], { ...settings, ...extra });
    programs.push(program);
    await program.printed(/serving/);
    return program;
  };
  try {
    const serving = await begin({});
    await calls(address, 100);
    const idle = await calls(address, CALLS);
    const indexing = await whileIndexing(settings, folder, () => calls(address, CALLS));
    await ended(serving);
    const stuck = await begin({ HANG: "yes" });
    await calls(address, 100);
    const hanging = await calls(address, CALLS);
    await ended(stuck);
    return { idle, indexing, hanging, ratio: { indexing: over(indexing, idle), hanging: over(hanging, idle) } };
  } finally {
    for (const program of programs) await ended(program);
    await double.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What hangs would hold up an orderly end. */
async function ended(program: Program): Promise<void> {
  program.child.kill("SIGKILL");
  await program.finished;
}

let nextUpdate = 1;

async function calls(address: string, count: number): Promise<Times> {
  const times: number[] = [];
  const caller = async () => {
    while (times.length < count) {
      const began = performance.now();
      const response = await fetch(`${address}/webhooks/telegram`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": SECRET },
        body: JSON.stringify(update(nextUpdate++)),
      });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`the webhook answered ${response.status}`);
      times.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, caller));
  const sorted = times.toSorted((x, y) => x - y);
  const at = (share: number) => round(sorted[Math.floor(sorted.length * share)] ?? 0);
  return { p50: at(0.5), p99: at(0.99) };
}

/** Somebody new each time: the shortest work behind the acknowledgement, and lines that do not wait for each other. */
function update(id: number): object {
  const person = { id: 50_000_000 + id, is_bot: false, first_name: "A" };
  const chat = { id: person.id, type: "private" };
  return { update_id: id, message: { message_id: id, date: 1_790_000_000, chat, from: person, text: "xin chào" } };
}

async function whileIndexing(settings: Settings, folder: string, work: () => Promise<Times>): Promise<Times> {
  const paths = writeDocuments(join(folder, "documents"));
  const indexing = runProgram(["server/cli.ts", "index", paths], settings);
  let finished = false;
  indexing.then(() => {
    finished = true;
  });
  const times = await work();
  if (finished) console.error("indexing was over before the measurement; its last calls were made idle");
  const { code, out, err } = await indexing;
  if (code !== 0) throw new Error(`index ended with ${code}: ${out}${err}`);
  return times;
}

/** Copies of the samples that differ in their number, so that each is a document of its own. */
function writeDocuments(folder: string): string {
  mkdirSync(folder);
  const samples = readdirSync(SAMPLES);
  for (let n = 0; n < DOCUMENTS; n += 1) {
    const name = samples[n % samples.length] as string;
    const text = readFileSync(join(SAMPLES, name), "utf8").replace(/\d+\/(?=[A-ZĐ])/u, `${1000 + n}/`);
    writeFileSync(join(folder, `${n}-${name}`), `${text}\n\nBản sao ${n}.\n`);
  }
  return folder;
}

const over = (times: Times, base: Times): Times => ({
  p50: round(times.p50 / base.p50),
  p99: round(times.p99 / base.p99),
});
const round = (value: number) => Math.round(value * 10) / 10;

function table(reports: Record<string, AckReport>): string {
  const pair = ({ p50, p99 }: Times) => `${p50} / ${p99}`;
  return Object.entries(reports)
    .map(([name, { idle, indexing, hanging, ratio }]) =>
      [
        `${name}: milliseconds until the 200, p50 / p99 of ${CALLS} calls, ${AT_A_TIME} at a time`,
        `  idle              ${pair(idle)}`,
        `  while indexing    ${pair(indexing)} (ratio ${pair(ratio.indexing)})`,
        `  answers hanging   ${pair(hanging)} (ratio ${pair(ratio.hanging)})`,
      ].join("\n"),
    )
    .join("\n");
}
