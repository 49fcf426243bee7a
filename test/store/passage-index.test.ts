import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import {
  type Database,
  readIndexState,
  retireDocument,
  saveDocumentVersion,
  settleWeights,
} from "../../retrieval/index.ts";
import { fromSparsevec, passageWeight } from "../../retrieval/store/bm25.ts";
import { terms } from "../../retrieval/text/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { parsedDocument } from "../support/parsed-document.ts";

const db = await openTestDatabase();
afterAll(() => db.close());

const line = fc
  .array(fc.constantFrom("sở", "Sở", "so", "nội", "vụ", "rà", "soát", "nhà", "ở", "ủy", "ban", "07/CT-TTg"), {
    minLength: 1,
    maxLength: 30,
  })
  .map((words) => words.join(" "));
const save = fc.record({ name: fc.constantFrom("a", "b", "c"), lines: fc.array(line, { minLength: 1, maxLength: 4 }) });
const retire = fc.record({ name: fc.constantFrom("a", "b", "c"), lines: fc.constant(null) });

test("counts, frequencies and weights are those of the live passages after any run of changes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(save, save, retire), { minLength: 1, maxLength: 8 }), async (changes) => {
      const live = new Map<string, { id: number; lines: readonly string[] }>();
      for (const { name, lines } of changes) await change(db, live, { name, lines });
      await settleWeights(db);
      await expectExact(
        db,
        [...live.values()].flatMap((document) => document.lines),
      );
      for (const { id } of live.values()) await retireDocument(db, id);
    }),
    { numRuns: 15 },
  );
});

interface Change {
  name: string;
  lines: readonly string[] | null;
}

async function change(
  database: Database,
  live: Map<string, { id: number; lines: readonly string[] }>,
  { name, lines }: Change,
): Promise<void> {
  const held = live.get(name);
  if (lines === null) {
    if (held) await retireDocument(database, held.id);
    live.delete(name);
    return;
  }
  const options = { sourceName: name, contentHash: name, parserVersion: "1", parsed: parsedDocument({ lines }) };
  const { documentId } = await saveDocumentVersion(database, options);
  live.set(name, { id: documentId, lines });
}

async function expectExact(database: Database, lines: readonly string[]): Promise<void> {
  const counted = lines.map((text) => terms(text, { folded: false }));
  const totalLength = counted.reduce((sum, { length }) => sum + length, 0);
  const state = await readIndexState(database);
  expect(state).toMatchObject({ passages: lines.length, totalLength });
  for (const [field, code] of [
    ["accented", "a"],
    ["folded", "f"],
  ] as const) {
    const wanted = new Map<string, number>();
    for (const text of lines) {
      for (const term of new Set(terms(text, { folded: code === "f" }))) wanted.set(term, (wanted.get(term) ?? 0) + 1);
    }
    const rows = await database.query<{ term: string; n: number }>(
      "select term, document_frequency as n from lexicon where field = $1 and document_frequency <> 0",
      [code],
    );
    expect(new Map(rows.map(({ term, n }) => [term, n])), field).toEqual(wanted);
  }
  await expectWeights(database, state.weightedAverage, totalLength / Math.max(lines.length, 1));
}

async function expectWeights(database: Database, weighted: number, average: number): Promise<void> {
  const rows = await database.query<{ length: number; text: string; accented: string }>(
    `select i.length, p.text, i.accented::text as accented
       from passage_index i join passages p on p.id = i.passage_id`,
  );
  if (rows.length > 0) expect(Math.abs(average / weighted - 1)).toBeLessThanOrEqual(0.1);
  const lexicon = await database.query<{ term: string; dimension: number }>(
    "select term, dimension from lexicon where field = 'a'",
  );
  const dimensions = new Map(lexicon.map(({ term, dimension }) => [term, dimension]));
  for (const { length, text, accented } of rows) {
    const weights = fromSparsevec(accented);
    const all = terms(text, { folded: false });
    expect(length).toBe(all.length);
    for (const term of new Set(all)) {
      const frequency = all.filter((one) => one === term).length;
      expect(weights.get(dimensions.get(term)!)).toBeCloseTo(passageWeight(frequency, length, weighted), 5);
    }
  }
}
