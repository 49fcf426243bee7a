import type { Database } from "../db/index.ts";
import type { DocumentHeader, Sidecar, SourceTier, Warning } from "../document/types.ts";
import type { Embedder } from "../embed/index.ts";
import { findDuties, knownAgencies } from "../store/duties.ts";
import { getPassages, type PassageRecord, passagesOf } from "../store/passages.ts";
import { type ReferenceRecord, referencesOf, referencesTo } from "../store/references.ts";
import { type Agency, findDocumentNumbers, fold, numberParts, sameNumber } from "../text/index.ts";
import { hybridSearch, idfOf } from "./legs/index.ts";
import type { DocumentCard, Library, PassageRow, ReferenceRow } from "./library.ts";
import { agencyIndex, type QuestionLexicon } from "./question/index.ts";

/** What is read once for each state of the index and then shared by all questions. */
interface Snapshot {
  generation: string;
  cards: readonly DocumentCard[];
  agencies: readonly Agency[];
  lexicon: QuestionLexicon;
}

export interface LiveLibrary {
  /** A view for one question: what it has read once it does not read again. */
  open(): Promise<{ library: Library; lexicon: QuestionLexicon }>;
}

export interface LiveLibraryOptions {
  db: Database;
  /** Absent: the lexical leg alone. */
  embedder?: Embedder | undefined;
}

/** The library over the store. The only state kept is a copy of what one index generation holds. */
export function createLiveLibrary({ db, embedder }: LiveLibraryOptions): LiveLibrary {
  let held: Promise<Snapshot> | null = null;
  const snapshot = async (): Promise<Snapshot> => {
    const generation = await readGeneration(db);
    const current = await held?.catch(() => null);
    if (current?.generation === generation) return current;
    held = readSnapshot(db, generation);
    return held;
  };
  return {
    async open() {
      const state = await snapshot();
      return { library: view({ db, embedder, state }), lexicon: state.lexicon };
    },
  };
}

async function readGeneration(db: Database): Promise<string> {
  const [row] = await db.query<{ id: number | null }>("select max(id) as id from index_generations");
  return String(row?.id ?? 0);
}

async function readSnapshot(db: Database, generation: string): Promise<Snapshot> {
  const cards = withOriginals(withCitedDates(await readCards(db), await readDatedReferences(db)));
  const agencies = (await knownAgencies(db)).map(
    ({ key, name, level, kind }): Agency => ({ key, name, level, kind, place: null }),
  );
  const localities = [...new Set(cards.flatMap((card) => card.header.locality?.value ?? []))];
  return { generation, cards, agencies, lexicon: { agencies: agencyIndex(agencies), localities } };
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
  }));
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
      order by r.id`,
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
}

function view({ db, embedder, state }: ViewOptions): Library {
  const texts = memo((versionId: number) => readText(db, versionId));
  const passages = memo(async (versionId: number) => (await passagesOf(db, versionId)).map(passageRow));
  const documentOf = new Map(state.cards.map((card) => [card.versionId, card.documentId]));
  const documentIds = (versionIds: readonly number[]) => versionIds.flatMap((id) => documentOf.get(id) ?? []);
  const vectors = memo(async (question: string) => {
    const [values] = (await embedder?.embed([question])) ?? [];
    return values ?? null;
  });
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
      const values = await vectors(question);
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
