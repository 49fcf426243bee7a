import type { Citation } from "../../bot/index.ts";
import {
  answerPerson,
  CURRENT_FEEDBACK,
  type Database,
  type DocumentHeader,
  dayInVietnam,
  getAnswer,
  listValidity,
  type Span,
  type StoredAnswer,
  standingOn,
  type ValidityMark,
  type Warning,
} from "../../retrieval/index.ts";
import { type Seats, seatsOf } from "./assignments.ts";
import { reviewsOf, type StoredReview } from "./reviews.ts";

/** A quote with what stands around it. */
export interface CitedPlace {
  citation: Citation;
  /** The passage up to the quote, and from it on. */
  lead: string;
  tail: string;
  /** The passages around it; null at the ends of the text. */
  before: string | null;
  after: string | null;
  document: CitedDocument | null;
}

export interface CitedDocument {
  documentId: number;
  header: DocumentHeader;
  warnings: Warning[];
  /** It is not the version that is answered from now. */
  isOld: boolean;
  /** What had ended it on the day that was asked about; null: nothing that an admin confirmed. */
  ended: ValidityMark | null;
  /** Ended since. */
  endedSince: ValidityMark | null;
}

export interface CandidatePlace {
  passageId: number;
  versionId: number;
  documentId: number | null;
  locator: string | null;
  text: string | null;
  header: DocumentHeader | null;
  lexical: number;
  dense: number;
  score: number;
  isQuoted: boolean;
}

/** Everything that the page of one exchange shows. */
export interface Exchange {
  answer: StoredAnswer;
  unit: string | null;
  /** Those that the question was understood to ask about, as documents write them. */
  agencies: string[];
  claims: CitedPlace[];
  candidates: CandidatePlace[];
  generation: { id: number; reason: string; model: string | null; at: Date } | null;
  deliveries: { purpose: string; state: string; fault: string | null; at: Date }[];
  /** Messages with it that are still to be sent, by state. */
  outgoing: { state: string; count: number }[];
  feedback: { verdict: "up" | "down" | null; words: string | null; at: Date; stands: boolean }[];
  /** Its line of the chain; null in a log that is older than the chain and was not adopted yet. */
  chain: { position: number; hash: string; previousHash: string; at: Date } | null;
  /** When its words were erased and why. */
  erasures: { what: "words" | "person"; reason: string; at: Date }[];
  reasons: string[];
  /** All of them: a page shows `visibleReviews`. */
  reviews: StoredReview[];
  seats: Seats;
}

/** Null when there is none with this id. */
export async function readExchange(db: Database, id: string, today: string): Promise<Exchange | null> {
  const answer = await getAnswer(db, id);
  if (answer === null) return null;
  const [item] = await db.query<{ reasons: string[] }>("select reasons from review_items where answer_id = $1", [id]);
  return {
    answer,
    unit: (await answerPerson(db, id))?.unit ?? null,
    agencies: await agencyNames(db, answer),
    claims: await citedPlaces(db, answer, today),
    candidates: await candidatePlaces(db, answer),
    ...(await record(db, answer)),
    reasons: item?.reasons ?? [],
    reviews: await reviewsOf(db, id),
    seats: await seatsOf(db, id),
  };
}

/** The citations as they were given, with the file's facts of that day. */
export const citationsOf = ({ answer }: Pick<StoredAnswer, "answer">): Citation[] =>
  "citations" in answer && Array.isArray(answer.citations) ? (answer.citations as Citation[]) : [];

/** A key that no document tasks is shown as it is. */
async function agencyNames(db: Database, { searched }: StoredAnswer): Promise<string[]> {
  const keys = "agencies" in searched && Array.isArray(searched.agencies) ? (searched.agencies as string[]) : [];
  const rows = await db.query<{ key: string; name: string }>(
    `select agency_key as "key", min(agency ->> 'name') as "name"
       from duties where agency_key = any($1::text[]) group by agency_key`,
    [keys],
  );
  return keys.map((key) => rows.find((row) => row.key === key)?.name ?? key);
}

interface Neighbour {
  of: number;
  distance: number;
  start: number;
  text: string;
}

async function citedPlaces(db: Database, answer: StoredAnswer, today: string): Promise<CitedPlace[]> {
  const citations = citationsOf(answer);
  if (citations.length === 0) return [];
  const around = await neighbours(
    db,
    citations.map(({ passageId }) => passageId),
  );
  const documents = await citedDocuments(db, answer, today);
  const texts = await wholeTexts(
    db,
    citations.filter(({ passageId }) => !around.some((one) => one.of === passageId)),
  );
  return citations.map((citation) => {
    const at = (distance: number) =>
      around.find((one) => one.of === citation.passageId && one.distance === distance) ?? null;
    const passage = at(0) ?? windowOf(texts.get(citation.versionId) ?? null, citation);
    const { start, end } = citation;
    return {
      citation,
      lead: passage?.text.slice(0, Math.max(0, start - passage.start)) ?? "",
      tail: passage?.text.slice(Math.max(0, end - passage.start)) ?? "",
      before: at(-1)?.text ?? null,
      after: at(1)?.text ?? null,
      document: documents.get(citation.versionId) ?? null,
    };
  });
}

const neighbours = (db: Database, ids: readonly number[]): Promise<Neighbour[]> =>
  db.query<Neighbour>(
    `select p.id as "of", n.ordinal - p.ordinal as "distance", n.span_start as "start", n.text
       from passages p
       join passages n on n.version_id = p.version_id and n.ordinal between p.ordinal - 1 and p.ordinal + 1
      where p.id = any($1::integer[])`,
    [[...new Set(ids)]],
  );

/** Facts of a header are quoted from no passage: their place is found in the whole text. */
async function wholeTexts(db: Database, citations: readonly Citation[]): Promise<Map<number, string>> {
  if (citations.length === 0) return new Map();
  const rows = await db.query<{ id: number; text: string }>(
    "select id, text from document_versions where id = any($1::integer[])",
    [[...new Set(citations.map(({ versionId }) => versionId))]],
  );
  return new Map(rows.map(({ id, text }) => [id, text]));
}

/** Characters around a quote that stands in no passage. */
const WINDOW = 300;

function windowOf(text: string | null, { start, end }: Span): { start: number; text: string } | null {
  if (text === null) return null;
  const from = Math.max(0, start - WINDOW);
  return { start: from, text: text.slice(from, end + WINDOW) };
}

interface VersionRow {
  id: number;
  documentId: number;
  header: DocumentHeader;
  warnings: Warning[];
  live: boolean;
}

async function citedDocuments(db: Database, answer: StoredAnswer, today: string): Promise<Map<number, CitedDocument>> {
  const rows = await db.query<VersionRow>(
    `select id, document_id as "documentId", header, warnings, live from document_versions where id = any($1::integer[])`,
    [[...new Set(citationsOf(answer).map(({ versionId }) => versionId))]],
  );
  const marks = new Map<number, ValidityMark[]>();
  for (const documentId of new Set(rows.map((row) => row.documentId))) {
    const facts = (await listValidity(db, { documentId })).filter(({ state }) => state !== "dismissed");
    marks.set(
      documentId,
      facts.map(({ state, ...fact }) => ({ ...fact, confirmed: state === "confirmed" })),
    );
  }
  return new Map(
    rows.map(({ id, documentId, header, warnings, live }) => {
      const validity = marks.get(documentId) ?? [];
      const { ended } = standingOn({ validity }, answer.askedOn ?? dayInVietnam(answer.askedAt));
      const since = ended === null ? standingOn({ validity }, today).ended : null;
      return [id, { documentId, header, warnings, isOld: !live, ended, endedSince: since }];
    }),
  );
}

async function candidatePlaces(db: Database, answer: StoredAnswer): Promise<CandidatePlace[]> {
  const rows = await db.query<Pick<CandidatePlace, "passageId" | "documentId" | "locator" | "text" | "header">>(
    `select p.id as "passageId", v.document_id as "documentId", p.locator, p.text, v.header
       from passages p join document_versions v on v.id = p.version_id where p.id = any($1::integer[])`,
    [answer.candidates.map(({ passageId }) => passageId)],
  );
  const quoted = new Set(answer.citations.map(({ passageId }) => passageId));
  return answer.candidates.map((candidate) => ({
    ...{ documentId: null, locator: null, text: null, header: null },
    ...candidate,
    ...rows.find(({ passageId }) => passageId === candidate.passageId),
    isQuoted: quoted.has(candidate.passageId),
  }));
}

type Recorded = Pick<Exchange, "generation" | "deliveries" | "outgoing" | "feedback" | "chain" | "erasures">;

async function record(db: Database, { id, generation }: StoredAnswer): Promise<Recorded> {
  const [index] = await db.query<NonNullable<Exchange["generation"]>>(
    `select id, reason, embedding_model as "model", created_at as "at" from index_generations where id = $1`,
    [generation],
  );
  const [chain] = await db.query<NonNullable<Exchange["chain"]>>(
    `select position, hash, previous_hash as "previousHash", at from audit_log where kind = 'answer' and subject = $1`,
    [id],
  );
  return {
    generation: index ?? null,
    chain: chain ?? null,
    deliveries: await db.query<Exchange["deliveries"][number]>(
      "select purpose, state, fault, at from answer_deliveries where answer_id = $1 order by id",
      [id],
    ),
    outgoing: await db.query<Exchange["outgoing"][number]>(
      `select state, count(*) as count from outgoing_messages
        where answer_id = $1 and state in ('ready', 'active', 'held') group by state order by state`,
      [id],
    ),
    feedback: await db.query<Exchange["feedback"][number]>(
      `select f.verdict, f.words, f.given_at as "at", ${CURRENT_FEEDBACK} as "stands"
         from feedback f where f.answer_id = $1 order by f.id`,
      [id],
    ),
    erasures: await db.query<Exchange["erasures"][number]>(
      `select e.what, e.reason, e.at from erasures e join erased_subjects s on s.erasure_id = e.id
        where s.kind = 'answer' and s.subject = $1 order by e.id`,
      [id],
    ),
  };
}
