import { afterAll, expect, test } from "vitest";
import { readMigrations } from "../../retrieval/db/migrate.ts";
import { saveDocumentVersion } from "../../retrieval/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { parsedDocument } from "../support/parsed-document.ts";

const db = await openTestDatabase();
afterAll(() => db.close());

test("a database of before gets the counts of its versions from its weights", async () => {
  for (const [name, lines] of [
    ["a", ["Sở Xây dựng chủ trì rà soát nhà ở", "Sở Xây dựng báo cáo"]],
    ["b", ["Công an tỉnh phối hợp"]],
  ] as const) {
    await saveDocumentVersion(db, {
      sourceName: name,
      contentHash: name,
      parserVersion: "1",
      parsed: parsedDocument({ lines }),
    });
  }
  const counts = () =>
    db.query(
      `select version_id, passages, total_length,
              (select jsonb_object_agg(dimension, n) from unnest(dimensions, frequencies) as u(dimension, n)) as terms
         from version_frequencies order by version_id`,
    );
  const written = await counts();
  await db.query("delete from version_frequencies");
  const sql = readMigrations().find(({ version }) => version === 3)!.sql;
  await db.exec(/^insert into version_frequencies[^;]*;/mu.exec(sql)![0]);
  expect(await counts()).toEqual(written);
});
