import type { Database } from "../db/index.ts";
import type { ParsedDocument, Span } from "../document/types.ts";
import {
  type CorrectionBody,
  contentHash,
  type DutyTarget,
  findDuty,
  holderHash,
  type StoredReading,
  type WordsTarget,
} from "../store/index.ts";
import { type Agency, agencyKey, levelOf } from "../text/agencies.ts";
import { findAgencies } from "../text/index.ts";

interface DutyPlace {
  agencyKey: string;
  start: number;
  end: number;
  ordinal: number;
}

/** A duty's row of now as words that are found again; null when the version that is shown has no such row. */
export async function dutyTarget(db: Database, shown: StoredReading, dutyId: number): Promise<DutyTarget | null> {
  const [row] = await db.query<DutyPlace>(
    `select y.agency_key as "agencyKey", y.span_start as "start", y.span_end as "end", p.ordinal
       from duties y join passages p on p.id = y.passage_id where y.id = $1 and y.version_id = $2`,
    [dutyId, shown.versionId],
  );
  const place = row && wordsAt(shown.parsed, row, row.ordinal);
  return row && place ? { ...place, agencyKey: row.agencyKey } : null;
}

export async function passageTarget(
  db: Database,
  shown: StoredReading,
  { passageId, words }: { passageId: number; words: string },
): Promise<WordsTarget | null> {
  const [row] = await db.query<{ start: number; end: number; locator: string; text: string }>(
    `select span_start as "start", span_end as "end", locator, text from passages where id = $1 and version_id = $2`,
    [passageId, shown.versionId],
  );
  if (!row || words.trim() === "" || !row.text.includes(words)) return null;
  return { passageHash: contentHash(row.text), locator: row.locator, words };
}

export async function referenceTarget(
  db: Database,
  shown: StoredReading,
  referenceId: number,
): Promise<WordsTarget | null> {
  const [span] = await db.query<Span>(
    `select span_start as "start", span_end as "end" from document_references where id = $1 and version_id = $2`,
    [referenceId, shown.versionId],
  );
  if (!span) return null;
  const { parsed } = shown;
  const holder = parsed.passages.find((one) => one.span.start <= span.start && span.end <= one.span.end);
  return {
    passageHash: holderHash(parsed, span),
    locator: holder?.locator ?? "",
    words: parsed.text.slice(span.start, span.end),
  };
}

function wordsAt({ text, passages }: ParsedDocument, { start, end }: Span, ordinal: number): WordsTarget | null {
  const passage = passages.find((one) => one.ordinal === ordinal);
  if (!passage) return null;
  const passageHash = contentHash(text.slice(passage.span.start, passage.span.end));
  return { passageHash, locator: passage.locator, words: text.slice(start, end) };
}

/** What stood there before, for the log. */
export function oldValueOf(parsed: ParsedDocument, body: CorrectionBody): unknown {
  if (body.kind === "header") return parsed.header[body.field]?.value ?? null;
  if (body.kind === "reference") {
    const words = ({ span }: { span: Span }) => parsed.text.slice(span.start, span.end);
    return parsed.references.find((one) => words(one) === body.target.words)?.relation ?? null;
  }
  if (body.field === "add") return null;
  const duty = findDuty(parsed, body.target);
  if (!duty) return null;
  if (body.field === "remove") return duty;
  return duty[body.field];
}

/** The agency that a name means, as documents' agencies are kept; a name that no table knows keeps its own words. */
export function agencyNamed(name: string): Agency {
  const trimmed = name.trim().replace(/\s+/gu, " ");
  const [found] = findAgencies(trimmed);
  if (found && found.start === 0 && found.end === trimmed.length) {
    const { key, level, place, kind } = found;
    return { key, name: found.name, level, place, kind };
  }
  const key = agencyKey(trimmed);
  return { key, name: trimmed, level: levelOf(key), place: null, kind: "agency" };
}
