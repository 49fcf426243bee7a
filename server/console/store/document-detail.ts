import {
  type CorrectionRecord,
  correctionsOf,
  type Database,
  eventsOf,
  hasPictures,
  listValidity,
  originalBytes,
  type StoredReading,
  storedReading,
  type ValidityFact,
  type VersionEvent,
  type VersionRecord,
  versionsOf,
} from "../../../retrieval/index.ts";
import { rowIds } from "./documents.ts";

/** Everything that the console's page of one version shows. */
export interface ConsoleDocument {
  id: number;
  collection: string;
  reading: StoredReading;
  /** Row ids in the order of the reading's duties and references: what a correction is made on. */
  ids: { duties: number[]; references: number[] };
  versions: VersionRecord[];
  /** Corrections apply to it: the live version, or the waiting one of a document that was never live. */
  isShown: boolean;
  events: VersionEvent[];
  corrections: CorrectionRecord[];
  validity: ValidityFact[];
  /** Pages of the original that can be looked at; 0 where it is text. */
  pictures: number;
}

/** `versionId` null: the live version, else the one that waits, else the newest. Null when there is none. */
export async function consoleDocument(
  db: Database,
  id: number,
  versionId: number | null,
): Promise<ConsoleDocument | null> {
  const [document] = await db.query<{ collection: string }>("select collection from documents where id = $1", [id]);
  if (document === undefined) return null;
  const versions = await versionsOf(db, id);
  const shown = shownOf(versions);
  const reading = await storedReading(db, versionId ?? shown?.id ?? 0);
  if (reading === null || reading.documentId !== id || reading.status === "shadow") return null;
  return {
    id,
    collection: document.collection,
    reading,
    ids: await rowIds(db, reading.versionId),
    versions,
    isShown: reading.versionId === shown?.id,
    events: await eventsOf(db, id),
    corrections: await correctionsOf(db, id),
    validity: await listValidity(db, { documentId: id }),
    pictures: await pictureCount(db, reading),
  };
}

async function pictureCount(db: Database, { originalHash, parsed }: StoredReading): Promise<number> {
  const bytes = originalHash === null ? null : await originalBytes(db, originalHash);
  if (bytes === null || !hasPictures(bytes)) return 0;
  return Math.max(parsed.header.pages?.length ?? 0, 1);
}

function shownOf(versions: readonly VersionRecord[]): VersionRecord | undefined {
  const newestFirst = versions.toReversed();
  const of = (status: VersionRecord["status"]) => newestFirst.find((version) => version.status === status);
  return of("live") ?? of("pending") ?? newestFirst[0];
}
