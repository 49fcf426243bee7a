import type { Database } from "../db/index.ts";
import type { DocumentHeader, Sidecar, SourceTier, Warning } from "../document/types.ts";
import type { Embedder } from "../embed/index.ts";
import { findDuties, knownAgencies } from "../store/duties.ts";
import { indexModel } from "../store/index-state.ts";
import { getPassages, type PassageRecord, passagesOf } from "../store/passages.ts";
import { type ReferenceRecord, referencesOf, referencesTo } from "../store/references.ts";
import { listValidity } from "../store/validity.ts";
import { type Agency, findDocumentNumbers, fold, numberParts, sameNumber } from "../text/index.ts";
import { hybridSearch, idfOf } from "./legs/index.ts";
import type { DocumentCard, Library, PassageRow, ReferenceRow } from "./library.ts";
import { agencyIndex, type QuestionLexicon } from "./question/index.ts";
import type { ValidityMark } from "./validity.ts";

/** What is read once for each state of the index and then shared by all questions. */
interface Snapshot {
  generation: string;
  /** Whose vectors are stored; null while there are none. */
  model: string | null;
  cards: readonly DocumentCard[];
  agencies: readonly Agency[];
  lexicon: QuestionLexicon;
}

/** What one question reads from: what it has read once it does not read again. */
export interface LibraryView {
  library: Library;
  lexicon: QuestionLexicon;
}

export interface LiveLibrary {
  /** A view for one question. While versions switch, two of its reads may see two generations; see `read`. */
  open(): Promise<LibraryView>;
  /**
   * Runs `work` on exactly one generation: again where the index changed meanwhile, in the end inside a snapshot.
   * `work` may therefore run several times and must not change anything.
   */
  read<T>(work: (view: LibraryView) => Promise<T>): Promise<T>;
}

export interface LiveLibraryOptions {
  db: Database;
  /** Absent: the lexical leg alone. */
  embedder?: Embedder | undefined;
  /** The model before `embedder`, while a reindex to it is under way: questions are embedded by the one that is live. */
  formerEmbedder?: Embedder | undefined;
}

/** A switch takes a moment and questions some tenths of a second: a second one in between is rare, a third a busy import. */
const FREE_READS = 3;

/** The library over the store. The only state kept is a copy of what one index generation holds. */
export function createLiveLibrary({ db, embedder, formerEmbedder }: LiveLibraryOptions): LiveLibrary {
  const embedders = [embedder, formerEmbedder].filter((one) => one !== undefined);
  let held: Promise<Snapshot> | null = null;
  const snapshot = async (): Promise<Snapshot> => {
    const generation = await readGeneration(db);
    const current = await held?.catch(() => null);
    if (current?.generation === generation) return current;
    held = readSnapshot(db, generation);
    return held;
  };
  const viewOf = (handle: Database, state: Snapshot, vectors: QuestionVectors): LibraryView => ({
    library: view({ db: handle, embedder: embedders.find(({ model }) => model === state.model), state, vectors }),
    lexicon: state.lexicon,
  });
  const readOnce = async <T>(work: (view: LibraryView) => Promise<T>): Promise<T> => {
    const vectors = questionVectors();
    for (let attempt = 1; attempt <= FREE_READS; attempt += 1) {
      const state = await snapshot();
      const outcome = await settled(work(viewOf(db, state, vectors)));
      // Generations become visible in the order of their ids: the same one at the end means that nothing came between.
      if ((await readGeneration(db)) === state.generation) return unsettled(outcome);
    }
    return db.transaction(async (tx) => {
      await tx.query("set transaction isolation level repeatable read, read only");
      const state = await readSnapshot(tx, await readGeneration(tx));
      return work(viewOf(tx, state, vectors));
    });
  };
  return {
    async open() {
      return viewOf(db, await snapshot(), questionVectors());
    },
    read: readOnce,
  };
}

/** A fault may come from two generations seen at once; it counts only if there was one. */
async function settled<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [outcome] = await Promise.allSettled([work]);
  return outcome;
}

function unsettled<T>(outcome: PromiseSettledResult<T>): T {
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

/** A question's vector by model: computed once, also when its work is run again. */
type QuestionVectors = (embedder: Embedder, question: string) => Promise<Float32Array | null>;

function questionVectors(): QuestionVectors {
  const held = new Map<string, Promise<Float32Array | null>>();
  return (embedder, question) => {
    const key = `${embedder.model}\n${question}`;
    const known = held.get(key) ?? embedder.embed([question]).then(([values]) => values ?? null);
    held.set(key, known);
    return known;
  };
}

async function readGeneration(db: Database): Promise<string> {
  const [row] = await db.query<{ id: number | null }>("select max(id) as id from index_generations");
  return String(row?.id ?? 0);
}

async function readSnapshot(db: Database, generation: string): Promise<Snapshot> {
  const marks = await readValidityMarks(db);
  const dated = withCitedDates(await readCards(db), await readDatedReferences(db));
  const cards = withOriginals(dated).map((card) => ({ ...card, validity: marks.get(card.documentId) ?? [] }));
  const agencies = (await knownAgencies(db)).map(
    ({ key, name, level, kind }): Agency => ({ key, name, level, kind, place: null }),
  );
  const localities = [...new Set(cards.flatMap((card) => card.header.locality?.value ?? []))];
  const model = await indexModel(db);
  return { generation, model, cards, agencies, lexicon: { agencies: agencyIndex(agencies), localities } };
}

interface CardRow {
  documentId: number;
  versionId: number;
  source: string;
  collection: string;
  tier: SourceTier;
  header: DocumentHeader;
  warnings: Warning[];
  sidecar: Sidecar | null;
}

async function readCards(db: Database): Promise<DocumentCard[]> {
  const rows = await db.query<CardRow>(
    `select d.id as "documentId", v.id as "versionId", d.source_name as source, d.collection, v.tier, v.header, v.warnings,
            v.sidecar
       from documents d join document_versions v on v.document_id = d.id
      where v.live order by d.id`,
  );
  return rows.map(({ sidecar, collection, ...row }) => ({
    ...row,
    sample: collection === "samples",
    alternativeNumbers: otherNumbers(row.header, sidecar),
    citedDate: null,
    originalHeld: false,
    validity: [],
  }));
}

async function readValidityMarks(db: Database): Promise<Map<number, ValidityMark[]>> {
  const marks = new Map<number, ValidityMark[]>();
  for (const { documentId, kind, date, partial, state, byDocumentId, byLabel } of await listValidity(db)) {
    if (state === "dismissed") continue;
    const mark = { kind, date, partial, confirmed: state === "confirmed", byDocumentId, byLabel };
    marks.set(documentId, [...(marks.get(documentId) ?? []), mark]);
  }
  return marks;
}

/** Marks reports of directives whose original is held: same number, same province (or both central). */
function withOriginals(cards: readonly DocumentCard[]): DocumentCard[] {
  const keyOf = ({ header }: DocumentCard) => `${header.number?.value ?? ""}|${fold(header.place?.value ?? "")}`;
  const originals = new Set(cards.filter((card) => card.tier === "original" && card.header.number).map(keyOf));
  return cards.map((card) => (card.tier === "original" ? card : { ...card, originalHeld: originals.has(keyOf(card)) }));
}

interface DatedReference {
  versionId: number;
  number: string;
  issuedOn: string;
  start: number;
  end: number;
}

function readDatedReferences(db: Database): Promise<DatedReference[]> {
  return db.query<DatedReference>(
    `select r.version_id as "versionId", r.number, r.issued_on as "issuedOn", r.span_start as "start", r.span_end as "end"
       from document_references r join document_versions v on v.id = r.version_id
      where v.live and r.number is not null and length(r.issued_on) = 10
        and r.number_seq in (select number_seq from document_versions where live and issued_on is null)
      order by v.document_id, r.span_start, r.id`,
  );
}

/** A press report often leaves the year out; a directive that carries the reported one out gives its full date. */
function withCitedDates(cards: readonly DocumentCard[], references: readonly DatedReference[]): DocumentCard[] {
  return cards.map((card) => {
    const number = card.header.number?.value;
    // Provinces number their own papers: only a central number means one document.
    if (!number || card.header.issuedOn || card.header.place) return card;
    const cited = references.find((row) => row.versionId !== card.versionId && sameNumber(row.number, number));
    if (!cited) return card;
    const { versionId, issuedOn, start, end } = cited;
    return {
      ...card,
      header: { ...card.header, issuedOn: { value: issuedOn, span: null } },
      citedDate: { versionId, span: { start, end } },
    };
  });
}

/** Numbers a person vouches for that differ from the one in the text: the document has to be found by either. */
function otherNumbers(header: DocumentHeader, sidecar: Sidecar | null): string[] {
  const own = header.number?.value;
  const symbol = own ? numberParts(own).symbol : null;
  const given = [
    ...(sidecar?.number ? [sidecar.number] : []),
    ...findDocumentNumbers(sidecar?.title ?? "")
      .slice(0, 1)
      .map((found) => found.number),
  ];
  return [...new Set(given)].filter(
    (number) => !own || (!sameNumber(number, own) && numberParts(number).symbol === symbol),
  );
}

interface ViewOptions {
  db: Database;
  embedder: Embedder | undefined;
  state: Snapshot;
  vectors: QuestionVectors;
}

function view({ db, embedder, state, vectors }: ViewOptions): Library {
  const texts = memo((versionId: number) => readText(db, versionId));
  const passages = memo(async (versionId: number) => (await passagesOf(db, versionId)).map(passageRow));
  const documentOf = new Map(state.cards.map((card) => [card.versionId, card.documentId]));
  const documentIds = (versionIds: readonly number[]) => versionIds.flatMap((id) => documentOf.get(id) ?? []);
  return {
    generation: async () => state.generation,
    cards: async () => state.cards,
    agencies: async () => state.agencies,
    passagesOf: passages,
    passagesById: async (ids) => (await getPassages(db, ids)).map(passageRow),
    duties: async ({ versionIds, agencyKeys }) => {
      const records = await findDuties(db, {
        ...(versionIds ? { documentIds: documentIds(versionIds) } : {}),
        ...(agencyKeys ? { agencyKeys } : {}),
      });
      return records.map(({ passage, ...duty }) => ({ ...duty, passageId: passage.id }));
    },
    referencesTo: async ({ seq, year, symbol }) =>
      (await referencesTo(db, { seq, year, symbol: symbol || null })).map(referenceRow),
    referencesOf: async (versionId) => (await referencesOf(db, versionId)).map(referenceRow),
    search: async ({ question, versionIds, limit }) => {
      const values = embedder ? await vectors(embedder, question) : null;
      return hybridSearch(db, {
        question,
        limit,
        ...(versionIds ? { versionIds } : {}),
        ...(values && embedder ? { vector: { model: embedder.model, values } } : {}),
      });
    },
    idf: (terms, { folded }) => idfOf(db, terms, folded ? "folded" : "accented"),
    text: texts,
  };
}

async function readText(db: Database, versionId: number): Promise<string> {
  const [row] = await db.query<{ text: string }>("select text from document_versions where id = $1", [versionId]);
  return row?.text ?? "";
}

/** Each key is read once in the life of the view. */
function memo<K, V>(read: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const held = new Map<K, Promise<V>>();
  return (key) => {
    const known = held.get(key) ?? read(key);
    held.set(key, known);
    return known;
  };
}

function passageRow({ id, start, end, ...record }: PassageRecord): PassageRow {
  const { documentId, versionId, ordinal, kind, locator, path, text } = record;
  return { passageId: id, documentId, versionId, ordinal, kind, span: { start, end }, locator, path, text };
}

function referenceRow(record: ReferenceRecord): ReferenceRow {
  const { documentId, versionId, relation, number, type, name, issuer, issuedOn, start, end } = record;
  return { documentId, versionId, relation, number, type, name, issuer, issuedOn, span: { start, end } };
}
