import type { Database } from "../../retrieval/index.ts";
import { openLog } from "./logged-answers.ts";

const TABLES = ["answers", "answer_words", "answer_people", "answer_citations", "feedback", "audit_log"];
/** Hexadecimal digits of the row's own, of which a compressor can make no more than half. */
const noise = (length: number, salt: number) =>
  `substr((select string_agg(md5(n || '-${salt}-' || i), '') from generate_series(1, ${Math.ceil(length / 32)}) i), 1, ${length})`;
const CANDIDATES = JSON.stringify(
  Array.from({ length: 20 }, (_, index) => ({
    passageId: 9000 + 7 * index,
    versionId: index,
    lexical: 0.5 - index / 50,
    dense: 0.25,
    score: 0.4,
  })),
);
const PIECE = 20_000;

/**
 * A log of many exchanges of the usual sizes (a question of 90 characters, an answer of 1,200, two quotes of 300, twenty
 * candidates, a thumb on every tenth), made by the database itself with its triggers off and its search indexes gone.
 * Their lines of the chain are there, but are no chain.
 */
export async function fillLog(db: Database, count: number): Promise<void> {
  const { versionId, documentId } = await openLog(db);
  const [passage] = await db.query<{ id: number }>("select min(id) as id from passages where version_id = $1", [
    versionId,
  ]);
  for (const table of TABLES) await db.exec(`alter table ${table} disable trigger user`);
  await db.exec("drop index answer_words_search; drop index answers_signals");
  for (let from = 0; from < count; from += PIECE) {
    const values = [from + 1, Math.min(count, from + PIECE)];
    for (const sql of pieces(passage!.id, versionId, documentId)) await db.query(sql, values);
  }
  for (const table of TABLES) await db.exec(`alter table ${table} enable trigger user; analyze ${table}`);
}

function pieces(passageId: number, versionId: number, documentId: number): string[] {
  const rows = "from generate_series($1::integer, $2::integer) n";
  const citation = (marker: number) => `jsonb_build_object('marker', ${marker}, 'source', 'a.txt', 'documentNumber',
    '07/CT-TTg', 'title', 'Về truyền thông chính sách', 'locator', 'Mục ${marker}', 'quote', ${noise(300, 7)}, 'start', 0, 'end', 300,
    'versionId', ${versionId}, 'passageId', ${passageId}, 'documentId', ${documentId})`;
  return [
    `insert into answers (id, asked_at, channel, status, answer, answered_by, searched, found, timings, candidates,
                          confidence, signals, versions)
     select 'filled-' || n, timestamptz '2026-01-01' + n * interval '20 seconds', 'web', 'answered',
            jsonb_build_object('citations', jsonb_build_array(${citation(1)}, ${citation(2)})), 'extractive',
            '{"agencies": ["so y te"]}', '{}', '{"understand": 3, "answer": 12}',
            '${CANDIDATES}',
            0.5, '{}', '{"parser": "9", "program": "0.1.0"}' ${rows}`,
    `insert into answer_words (answer_id, salt, question, history, answer, understood)
     select 'filled-' || n, md5(n::text), ${noise(90, 11)}, '[]', ${noise(1200, 13)}, '{"text": "sở y tế làm gì"}' ${rows}`,
    `insert into answer_people (answer_id, person_key, unit, salt)
     select 'filled-' || n, md5((n % 500)::text), 'Đơn vị ' || n % 50, md5(n::text) ${rows}`,
    ...[1, 2].map(
      (marker) => `insert into answer_citations (answer_id, marker, version_id, passage_id, span_start, span_end, quote)
     select 'filled-' || n, ${marker}, ${versionId}, ${passageId}, 0, 300, ${noise(300, 7)} ${rows}`,
    ),
    `insert into feedback (answer_id, person_key, verdict, salt, given_at)
     select 'filled-' || n, md5((n % 500)::text), 'up', '', now() ${rows} where n % 10 = 0`,
    `insert into audit_log (position, at, kind, subject, content_hash, words_hash, previous_hash, hash)
     select n, now(), 'answer', 'filled-' || n, md5(n::text), md5(n::text), md5(n::text), md5(n::text) ${rows}`,
  ];
}
