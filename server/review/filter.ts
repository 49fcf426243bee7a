import { CURRENT_FEEDBACK, fold } from "../../retrieval/index.ts";

/** Which exchanges of the log a page, an export or a statistic is about. Every given part narrows. */
export interface ExchangeFilter {
  /** From this moment, before that one. */
  from?: Date | undefined;
  to?: Date | undefined;
  statuses?: readonly string[] | undefined;
  channels?: readonly string[] | undefined;
  /** As it stands in the invitation. */
  unit?: string | undefined;
  /** Quoted in the answer. */
  documentId?: number | undefined;
  /** Any of them is quoted in the answer; an empty list holds nothing. */
  documentIds?: readonly number[] | undefined;
  /** Asked about: the key of an agency, "so tai chinh". */
  agencyKey?: string | undefined;
  /** Any of them; 'down' is a thumb down that still stands. */
  signals?: readonly string[] | undefined;
  answeredBy?: string | undefined;
  /** Judged by somebody, or by nobody yet. */
  reviewed?: boolean | undefined;
  /** All of these words in question or answer, with or without diacritics. */
  words?: string | undefined;
}

export interface Condition {
  /** On the row `a` of answers; true when nothing narrows. */
  sql: string;
  params: unknown[];
}

const REVIEWED = "exists (select 1 from reviews r where r.answer_id = a.id)";
const DOWN = `exists (select 1 from feedback f where f.answer_id = a.id and f.verdict = 'down' and ${CURRENT_FEEDBACK})`;

/** The filter as a condition; its parameters are numbered from `first`. */
export function conditionOf(filter: ExchangeFilter, first = 1): Condition {
  const parts: string[] = [];
  const params: unknown[] = [];
  const add = (part: (parameter: string) => string, value: unknown) => {
    params.push(value);
    parts.push(part(`$${first + params.length - 1}`));
  };
  const {
    from,
    to,
    statuses,
    channels,
    unit,
    documentId,
    documentIds,
    agencyKey,
    signals,
    answeredBy,
    reviewed,
    words,
  } = filter;
  if (from) add((at) => `a.asked_at >= ${at}`, from);
  if (to) add((at) => `a.asked_at < ${at}`, to);
  if (statuses) add((list) => `a.status = any(${list}::text[])`, statuses);
  if (channels) add((list) => `a.channel = any(${list}::text[])`, channels);
  if (unit !== undefined) {
    add((name) => `exists (select 1 from answer_people p where p.answer_id = a.id and p.unit = ${name})`, unit);
  }
  if (documentId !== undefined) {
    add(
      (id) => `exists (select 1 from answer_citations c join document_versions v on v.id = c.version_id
                        where c.answer_id = a.id and v.document_id = ${id})`,
      documentId,
    );
  }
  if (documentIds !== undefined) {
    add(
      (ids) => `exists (select 1 from answer_citations c join document_versions v on v.id = c.version_id
                         where c.answer_id = a.id and v.document_id = any(${ids}::integer[]))`,
      documentIds,
    );
  }
  if (agencyKey !== undefined) add((key) => `a.searched -> 'agencies' ? ${key}`, agencyKey);
  if (signals) {
    const down = signals.includes("down") ? ` or ${DOWN}` : "";
    add((list) => `(a.signals && ${list}::text[]${down})`, signals);
  }
  if (answeredBy !== undefined) add((name) => `a.answered_by = ${name}`, answeredBy);
  if (reviewed !== undefined) parts.push(reviewed ? REVIEWED : `not ${REVIEWED}`);
  if (words !== undefined && words.trim() !== "") {
    add(
      (text) => `exists (select 1 from answer_words w where w.answer_id = a.id
                  and to_tsvector('simple'::regconfig, folded_words(w.question || ' ' || w.answer))
                      @@ plainto_tsquery('simple'::regconfig, ${text}))`,
      fold(words),
    );
  }
  return { sql: parts.length === 0 ? "true" : parts.join("\n and "), params };
}
