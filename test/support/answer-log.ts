import type { Database } from "../../retrieval/index.ts";

/** An exchange of a made-up log; what is not given is plain. Nothing of it is chained: statistics do not look at that. */
export interface MadeExchange {
  at: Date;
  person?: string | null;
  unit?: string | null;
  channel?: string;
  status?: "answered" | "not_found" | "clarify";
  agencies?: string[];
  places?: string[];
  documents?: { seq: string; year?: string | null; type?: string | null; codes?: string[] }[];
  intents?: string[];
  premise?: string | null;
  signals?: string[];
  /** A version that is quoted. */
  cites?: { versionId: number; passageId: number } | undefined;
  /** A version that came near. */
  near?: number | undefined;
  answeringMs?: number;
  deliveredAfterMs?: number | undefined;
  tokens?: number | null;
  cost?: number | null;
  feedback?: "up" | "down" | undefined;
}

/** Writes them in one statement a table; returns their ids in order. */
export async function writeLog(db: Database, exchanges: readonly MadeExchange[], prefix = "made"): Promise<string[]> {
  const rows = exchanges.map((exchange, index) => rowOf(exchange, `${prefix}-${index}`));
  const json = JSON.stringify(rows);
  await db.query(
    `insert into answers (id, asked_at, channel, status, answer, answered_by, searched, found, timings, premise, signals,
                          candidates, tokens, cost)
     select r.id, r.at, r.channel, r.status, '{}', 'extractive', r.searched, '{}', r.timings, r.premise,
            array(select jsonb_array_elements_text(r.signals)), r.candidates, r.tokens, r.cost
       from jsonb_to_recordset($1::jsonb) as r(id text, at timestamptz, channel text, status text, searched jsonb,
            timings jsonb, premise text, signals jsonb, candidates jsonb, tokens integer, cost double precision)`,
    [json],
  );
  await db.query(
    `insert into answer_people (answer_id, person_key, unit, conversation_key, salt)
     select r.id, r.person, r.unit, r.person, '' from jsonb_to_recordset($1::jsonb) as r(id text, person text, unit text)`,
    [json],
  );
  await db.query(
    `insert into answer_citations (answer_id, marker, version_id, passage_id, span_start, span_end, quote)
     select r.id, 1, r.version, r.passage, 0, 1, 'x'
       from jsonb_to_recordset($1::jsonb) as r(id text, version integer, passage integer) where r.version is not null`,
    [json],
  );
  await db.query(
    `insert into answer_deliveries (answer_id, purpose, state, at)
     select r.id, 'answer', 'sent', r.delivered
       from jsonb_to_recordset($1::jsonb) as r(id text, delivered timestamptz) where r.delivered is not null`,
    [json],
  );
  await db.query(
    `insert into feedback (answer_id, person_key, verdict, given_at, salt)
     select r.id, r.person, r.feedback, r.at, ''
       from jsonb_to_recordset($1::jsonb) as r(id text, person text, feedback text, at timestamptz)
      where r.feedback is not null`,
    [json],
  );
  return rows.map(({ id }) => id);
}

function rowOf(exchange: MadeExchange, id: string) {
  const { at, person = null, unit = null, channel = "telegram", status = "answered", answeringMs = 100 } = exchange;
  const { agencies = [], places = [], documents = [], intents = [], premise = null, signals = [] } = exchange;
  const { cites, near, deliveredAfterMs, tokens = null, cost = null, feedback } = exchange;
  const asked = documents.map(({ seq, year = null, type = null, codes = [] }) => ({ seq, year, type, codes }));
  return {
    ...{ id, at, person, unit, channel, status, premise, signals, tokens, cost, feedback },
    searched: { agencies, places, documents: asked, intents, inherited: [], kind: "question" },
    timings: { understand: answeringMs * 0.25, answer: answeringMs * 0.75 },
    candidates: near === undefined ? [] : [{ passageId: 0, versionId: near, lexical: 0.6, dense: 0, score: 0.6 }],
    ...(cites && { version: cites.versionId, passage: cites.passageId }),
    delivered: deliveredAfterMs === undefined ? null : new Date(at.getTime() + deliveredAfterMs),
  };
}

/** A moment in Vietnam: `vietnam("2026-11-16", "08:00")`. */
export const vietnam = (day: string, time = "09:00"): Date =>
  new Date(`${day}T${time}${time.length === 5 ? ":00" : ""}+07:00`);

const LOG_TABLES = ["feedback", "answer_deliveries", "answer_citations", "answer_people", "reviews", "answers"];

/** As the tables' owner may, in a test: a new database for each test would take longer than all of them. */
export async function emptyLog(db: Database): Promise<void> {
  for (const table of LOG_TABLES) await db.query(`alter table ${table} disable trigger user`);
  for (const table of [...LOG_TABLES, "weekly_reports"]) await db.query(`delete from ${table}`);
  for (const table of LOG_TABLES) await db.query(`alter table ${table} enable trigger user`);
}
