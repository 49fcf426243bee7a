import type { FileDecoder } from "../document/index.ts";
import type { GateRules } from "../ingest/index.ts";
import { readStoredAgain } from "../ingest/reindex-document.ts";
import { type PastDependencies, type PastLibrary, rebuildGeneration, rebuildReadAgain } from "./rebuild.ts";

export type { PastDependencies, PastLibrary, PastNote } from "./rebuild.ts";

export interface Reading {
  decoder?: FileDecoder | undefined;
  gate?: GateRules | undefined;
}

export interface PastLibraries {
  /** The library of a generation; null: of an answer that names none. */
  at(generation: number | null): Promise<PastLibrary>;
  /** Today's documents, read again from their stored bytes by this program's parser. */
  readAgain(): Promise<PastLibrary>;
  close(): Promise<void>;
}

export interface PastLibrariesOptions extends PastDependencies, Reading {
  /** Databases in memory at the same time, some 100 MB each and more with the documents; default 1. */
  most?: number | undefined;
}

/** Libraries of other times, each rebuilt once and kept while it is asked for. Ask in the order of generations. */
export function createPastLibraries({ most = 1, decoder, gate, ...deps }: PastLibrariesOptions): PastLibraries {
  const held = new Map<string, Promise<PastLibrary>>();
  const letGo = async (key: string) => {
    const library = held.get(key);
    held.delete(key);
    await (await library?.catch(() => null))?.close();
  };
  const take = async (key: string, build: () => Promise<PastLibrary>): Promise<PastLibrary> => {
    const known = held.get(key);
    if (known) {
      held.delete(key);
      held.set(key, known);
      return known;
    }
    for (const oldest of [...held.keys()].slice(0, Math.max(0, held.size - most + 1))) await letGo(oldest);
    const library = build();
    held.set(key, library);
    library.catch(() => held.delete(key));
    return library;
  };
  return {
    at: (generation) => take(String(generation), () => rebuildGeneration(deps, generation)),
    readAgain: () =>
      take("read-again", () =>
        rebuildReadAgain(deps, (reading) => readStoredAgain({ db: deps.db, decoder, gate }, reading)),
      ),
    close: async () => {
      for (const key of [...held.keys()]) await letGo(key);
    },
  };
}
