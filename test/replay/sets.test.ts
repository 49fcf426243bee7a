import { describe, expect, it } from "vitest";
import { createOfflineEmbedder } from "../../retrieval/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { askSet, contentsOf, differing, indexSet, missingSet, replayerOf, SETS } from "./support.ts";

// The set over 153 documents is replayed by `npm run bench -- replay`: reading them takes a minute.
for (const set of [SETS.samples, SETS.seeds]) {
  const why = missingSet(set);
  describe.skipIf(why !== null)(`the questions of the ${set.name}${why === null ? "" : ` (skipped: ${why})`}`, () => {
    it("are all answered the same again, of the running index and of a copy of its generation; nothing is written", {
      timeout: 300_000,
    }, async () => {
      const db = await openTestDatabase();
      const asked = { db, embedder: createOfflineEmbedder() };
      await indexSet(asked, set);
      const ids = await askSet(asked, set);
      const replayer = replayerOf(asked);
      try {
        const before = await contentsOf(db);
        expect(await differing(replayer, ids, "live")).toEqual([]);
        expect(await contentsOf(db)).toEqual(before);
        // Another generation, so that the one that was asked is no longer the running one.
        await db.query("insert into index_generations (reason, weighted_average) values ('test', 1)");
        expect(await differing(replayer, ids, "rebuilt")).toEqual([]);
      } finally {
        await replayer.close();
        await db.close();
      }
    });
  });
}
