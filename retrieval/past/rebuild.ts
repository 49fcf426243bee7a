import { setImmediate } from "node:timers/promises";
import { type Database, openDatabase } from "../db/index.ts";
import type { Embedder } from "../embed/index.ts";
import {
  activeCorrections,
  type CorrectionRecord,
  corrected,
  correctionsOf,
  currentGeneration,
  denseWeightOf,
  indexModel,
  proposeFrom,
  readIndexState,
  type StoredReading,
  storedReading,
} from "../store/index.ts";
import { countVersions } from "../store/passage-index.ts";
import { copyDocuments, copyFacts, copyLexicon, setGeneration, setIndex, startIdsAfter } from "./copy.ts";
import { decidedFacts, validityAt } from "./facts-at.ts";
import { copyVersion, type VersionCopy } from "./index-version.ts";
import { historyIsWhole, liveVersionsAt, type PastGeneration, readPastGeneration } from "./live-at.ts";

/**
 * Why a rebuilt library may differ from what was searched.
 * - `history`: the log of generations does not tell which versions were live.
 * - `weights`: the generation is older than the record of weights, validity and corrections; these are worked out from times.
 * - `embedder`: the model of that time cannot be asked now; the copy is searched by words alone.
 * - `vectors`: the model changed since; which versions had none of its vectors is not known.
 * - `unreadable`: the parser refuses a document that is held; the stored reading was taken (`--reparse`).
 */
export type PastNote = "history" | "weights" | "embedder" | "vectors" | "unreadable";

/** A library of another time in a database of its own, in memory. */
export interface PastLibrary {
  db: Database;
  embedder: Embedder | undefined;
  notes: readonly PastNote[];
  close(): Promise<void>;
}

export interface PastDependencies {
  db: Database;
  /** All that can be asked; the one of the generation is taken. */
  embedders: readonly Embedder[];
  /** A fresh, migrated, empty database; default one in memory. */
  scratch?: (() => Promise<Database>) | undefined;
}

/**
 * The library of a generation: the versions, duties, validity, weights and vectors that were searched then. Null is the
 * time before anything was indexed.
 */
export async function rebuildGeneration(deps: PastDependencies, id: number | null): Promise<PastLibrary> {
  const { db } = deps;
  const generation = id === null ? null : await readPastGeneration(db, id);
  if (!generation) return withScratch(deps, { embedder: undefined, notes: [] }, async () => {});
  const { model, denseWeight } = generation;
  const embedder = deps.embedders.find((one) => one.model === model);
  const notes = await notesOn(db, generation, embedder);
  return withScratch(deps, { embedder, notes }, async (to) => {
    const weightedAverage = generation.weightedAverage ?? (await readIndexState(db)).weightedAverage;
    await setIndex(to, { model: embedder?.model ?? null, weightedAverage, denseWeight });
    await copyBase(db, to);
    const versionIds = [...(await liveVersionsAt(db, generation.id)).values()];
    await copyAll({ from: db, to, embedder }, versionIds, async (reading) => {
      const all = await correctionsOf(db, reading.documentId);
      return corrected(reading.read, all.filter(heldIn(generation.id)));
    });
    await copyFacts(to, await validityAt(db, generation));
    await setGeneration(to, generation.id);
  });
}

const heldIn =
  (generation: number) =>
  ({ madeAfter, withdrawnAfter }: CorrectionRecord): boolean =>
    madeAfter < generation && (withdrawnAfter === null || withdrawnAfter >= generation);

async function notesOn(
  db: Database,
  { id, model, weightedAverage }: PastGeneration,
  embedder: Embedder | undefined,
): Promise<PastNote[]> {
  const current = await currentGeneration(db);
  const notes: readonly (readonly [PastNote, boolean])[] = [
    ["history", !(await historyIsWhole(db, current ?? id))],
    ["weights", weightedAverage === null],
    ["embedder", model !== null && embedder === undefined],
    ["vectors", model !== null && embedder !== undefined && model !== (await indexModel(db))],
  ];
  return notes.filter(([, holds]) => holds).map(([note]) => note);
}

/** How a document that is live now is read again; null when it cannot be. */
export type ReadAgain = (reading: StoredReading) => Promise<StoredReading["read"] | null>;

/** Today's documents as another reading of them would be searched. */
export async function rebuildReadAgain(deps: PastDependencies, readAgain: ReadAgain): Promise<PastLibrary> {
  const { db } = deps;
  const generation = await currentGeneration(db);
  const model = await indexModel(db);
  const embedder = deps.embedders.find((one) => one.model === model);
  const notes: PastNote[] = model !== null && embedder === undefined ? ["embedder"] : [];
  return withScratch(deps, { embedder, notes }, async (to) => {
    const { weightedAverage } = await readIndexState(db);
    const denseWeight = model === null ? null : await denseWeightOf(db, model);
    await setIndex(to, { model: embedder?.model ?? null, weightedAverage, denseWeight });
    await copyBase(db, to);
    const rows = await db.query<{ id: number }>("select id from document_versions where live order by document_id");
    const versionIds = rows.map(({ id }) => id);
    await copyAll({ from: db, to, embedder }, versionIds, async (reading) => {
      const read = await readAgain(reading);
      if (read === null && !notes.includes("unreadable")) notes.push("unreadable");
      const { corrections } = await activeCorrections(db, reading.documentId);
      return corrected(read ?? reading.read, corrections);
    });
    await copyFacts(to, await decidedFacts(db));
    for (const versionId of versionIds) {
      const reading = await storedReading(to, versionId);
      if (reading) await to.transaction((tx) => proposeFrom(tx, reading));
    }
    if (generation !== null) await setGeneration(to, generation);
  });
}

async function withScratch(
  { scratch = () => openDatabase({ memory: true }) }: PastDependencies,
  about: Pick<PastLibrary, "embedder" | "notes">,
  fill: (to: Database) => Promise<void>,
): Promise<PastLibrary> {
  const to = await scratch();
  try {
    await fill(to);
  } catch (error) {
    await to.close();
    throw error;
  }
  return { db: to, ...about, close: () => to.close() };
}

async function copyBase(from: Database, to: Database): Promise<void> {
  await copyDocuments(from, to);
  await copyLexicon(from, to);
  await startIdsAfter(from, to, ["document_versions", "passages", "validity_facts"]);
}

type Shown = (reading: StoredReading) => Promise<Pick<VersionCopy, "parsed" | "extraction">>;

async function copyAll(
  databases: { from: Database; to: Database; embedder: Embedder | undefined },
  versionIds: readonly number[],
  shownAs: Shown,
): Promise<void> {
  const { from, to } = databases;
  for (const versionId of versionIds) {
    const reading = await storedReading(from, versionId);
    if (!reading) continue;
    await copyVersion(databases, { reading, ...(await shownAs(reading)) });
    // A server that replays answers between two documents.
    await setImmediate();
  }
  // Counted at once and without weighing anew: the weights are those of the generation, whatever the average of a part is.
  await to.transaction((tx) => countVersions(tx, { add: versionIds, remove: [], keepWeights: true }));
}
