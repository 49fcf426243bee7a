import { parseArgs } from "node:util";
import type { Database } from "../../retrieval/index.ts";
import { takeNext } from "../../server/review/desk.ts";
import {
  countReasons,
  countWaiting,
  type DeskQuery,
  knownUnits,
  listExchanges,
  type Place,
} from "../../server/review/queue.ts";
import { openTestDatabase } from "../support/database.ts";

const EXCHANGES = 100_000;
const TRIES = 5;

/** The reviewers' desk over a long log: median milliseconds of five tries for each thing that its pages ask. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: "boolean" } } });
  const db = await openTestDatabase();
  try {
    await fill(db);
    const measured = await measure(db);
    const lines = Object.entries(measured).map(([name, ms]) => `${ms.toFixed(1).padStart(8)} ms  ${name}`);
    console.log(values.json ? JSON.stringify({ database: db.kind, exchanges: EXCHANGES, measured }) : lines.join("\n"));
  } finally {
    await db.close();
  }
}

/** Three of ten exchanges have a reason to be looked at, 300 offices ask, every text has words of its own. */
async function fill(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    // The chain and the triggers have their own bench; here their rows are not looked at.
    await tx.query("set local session_replication_role = replica");
    const from = `from generate_series(1, ${EXCHANGES}) n`;
    await tx.query(
      `insert into answers (id, asked_at, channel, status, answer, answered_by, searched, found, timings, signals, candidates)
       select 'a' || n, now() - make_interval(mins => ${EXCHANGES} - n),
              (array['web', 'telegram', 'zalo-oa', 'zalo-bot'])[1 + n % 4],
              case when n % 9 = 0 then 'not_found' else 'answered' end, '{}', 'extractive',
              jsonb_build_object('agencies', jsonb_build_array('so ' || n % 40)), '{}', '{}',
              case when n % 50 = 0 then array['sample', 'double'] when n % 10 = 1 then array['low-confidence']
                   when n % 10 = 2 then array['press', 'sample'] when n % 10 = 3 then array['near-miss'] else '{}' end,
              '[{"lexical": 0.4}, {"lexical": 0.2}]' ${from}`,
    );
    await tx.query(
      `insert into answer_words (answer_id, salt, question, history, answer, understood)
       select 'a' || n, 'x', 'Sở số ' || n % 97 || ' phải làm việc ' || n || ' thế nào?', '[]', 'Trả lời ' || n, '{}' ${from}`,
    );
    await tx.query(
      `insert into answer_people (answer_id, unit, salt) select 'a' || n, 'Đơn vị ' || n % 300, 'x' ${from}`,
    );
    await tx.query("select refresh_review_item(id) from answers where signals <> '{}'");
  });
  await db.exec("analyze");
}

async function measure(db: Database): Promise<Record<string, number>> {
  const query = (parts: Partial<DeskQuery> = {}): DeskQuery => ({
    ...{ view: "queue", filter: {}, reasons: [], mine: null },
    ...parts,
  });
  const list =
    (asked: DeskQuery, after: Place | null = null) =>
    () =>
      listExchanges(db, { query: asked, reviewer: "lan", after, limit: 26 });
  const all = (filter: DeskQuery["filter"] = {}) => query({ view: "all", filter });
  let taken = 0;
  const asked: Record<string, () => Promise<unknown>> = {
    "queue, first page": list(query()),
    "queue, far down": list(query(), { urgency: 8, sequence: EXCHANGES * 0.9 }),
    "queue, one reason": list(query({ reasons: ["near-miss"] })),
    "queue, unit": list(query({ filter: { unit: "Đơn vị 13" } })),
    "queue, words": list(query({ filter: { words: "viec 4711" } })),
    "queue, mine": list(query({ mine: "lan" })),
    "counts by reason": () => countReasons(db, query()),
    "counts by reason, unit": () => countReasons(db, query({ filter: { unit: "Đơn vị 13" } })),
    "number waiting": () => countWaiting(db),
    "all, first page": list(all()),
    "all, far down": list(all(), { urgency: 0, sequence: 500 }),
    "all, unit": list(all({ unit: "Đơn vị 13" })),
    "all, words": list(all({ words: "viec 4711" })),
    "all, agency": list(all({ agencyKey: "so 7" })),
    "all, not found, one channel": list(all({ statuses: ["not_found"], channels: ["telegram"] })),
    "all, judged (nobody has)": list(all({ reviewed: true })),
    "units of the filter": () => knownUnits(db),
    "next exchange": () => takeNext(db, { reviewer: `r${taken++}` }),
  };
  const measured: Record<string, number> = {};
  for (const [name, work] of Object.entries(asked)) {
    const times: number[] = [];
    for (let n = 0; n < TRIES; n += 1) {
      const started = performance.now();
      await work();
      times.push(performance.now() - started);
    }
    measured[name] = times.sort((a, b) => a - b)[Math.floor(TRIES / 2)] as number;
  }
  return measured;
}
