import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createSigner, exportChain, keysOf, verifyExport } from "../../server/audit/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { collect, signer, smallLog } from "./log.ts";

const db = await openTestDatabase();
afterAll(() => db.close());
const log = await smallLog(db);
const folder = mkdtempSync(join(tmpdir(), "td-export-"));
const keys = keysOf([signer.publicKey]);

async function exported(from?: number): Promise<string[]> {
  return collect(exportChain({ db, signer, seal: log.sealer.seal, from, batch: 3 }));
}

const lines = await exported();

let files = 0;
function check(content: readonly string[] | string, trusted = keys) {
  files += 1;
  const path = join(folder, `${files}.jsonl`);
  writeFileSync(path, typeof content === "string" ? content : content.map((line) => `${line}\n`).join(""));
  return verifyExport({ path, keys: trusted });
}

/** The line of a position; the header is line 0. */
const changed = (position: number, change: (line: string) => string) =>
  lines.map((line, index) => (index === position ? change(line) : line));

describe("an export of the chain", () => {
  test("is whole, from the first line or from a later one", async () => {
    expect(lines).toHaveLength(12);
    expect(await check(lines)).toMatchObject({ ok: true, lines: 10, sealedTo: 10, unsigned: 0 });
    expect(await check(await exported(4))).toMatchObject({ ok: true, from: 4, lines: 7, sealedTo: 10 });
    const erased = lines.find((line) => line.includes('"subject":"answer-3"')) ?? "";
    expect(JSON.parse(erased)).toMatchObject({ words: null, entry: { wordsHash: expect.any(String) } });
  });

  test.each([
    ["the header's start", changed(0, (line) => line.replace('"from":1', '"from":2')), "export.unreadable"],
    ["status", changed(2, (line) => line.replace('"answered"', '"not_found"')), "row.changed", 2],
    ["a citation's quote", changed(2, (line) => line.replace("trạm y tế", "trạm Y tế")), "row.changed", 2],
    ["words", changed(4, (line) => line.replace("Đáp answer-4", "Đáp khác")), "words.changed", 4],
    ["a salt", changed(4, (line) => line.replace(/"salt":"./, '"salt":"x')), "words.changed", 4],
    ["person", changed(4, (line) => line.replace("person-1", "person-2")), "person.changed", 4],
    ["verdict of feedback", changed(5, (line) => line.replace('"down"', '"up"')), "row.changed", 5],
    ["state of a delivery", changed(6, (line) => line.replace('"sent"', '"failed"')), "row.changed", 6],
    ["verdict of a review", changed(7, (line) => line.replace('"supported"', '"unsupported"')), "row.changed", 7],
    [
      "subjects of an erasure",
      changed(8, (line) => line.replace("answer answer-3", "answer answer-4")),
      "words.gone",
      3,
    ],
    ["a line's own hash", changed(4, (line) => line.replace(/"hash":"./, '"hash":"x')), "line.changed", 4],
    [
      "a line's subject",
      changed(4, (line) => line.replace('"subject":"answer-4"', '"subject":"answer-1"')),
      "line.changed",
      4,
    ],
    [
      "words left out",
      changed(4, (line) => line.replace(/"words":\{.*\},"person"/, '"words":null,"person"')),
      "words.gone",
      4,
    ],
    ["a field more", changed(4, (line) => line.replace("{", '{"note":1,')), "export.unreadable", 4],
    ["no JSON", changed(4, (line) => line.slice(0, -1)), "export.unreadable", 4],
    ["a line removed", lines.toSpliced(5, 1), "line.missing", 5],
    ["the last line removed", lines.toSpliced(10, 1), "seal.above_end", 10],
    ["the erasure removed", lines.toSpliced(8, 1), "words.gone", 3],
    ["two lines swapped", lines.with(4, lines[5]!).with(5, lines[4]!), "line.missing", 4],
    ["a line twice", lines.toSpliced(5, 0, lines[5]!), "export.unreadable", 6],
    ["something after the seal", [...lines, lines[10]!], "export.unreadable", 11],
    ["a second seal", [...lines, lines[11]!], "export.unreadable", 11],
    ["cut before the seal", lines.slice(0, 11), "export.cut", 11],
    ["cut in the middle", lines.slice(0, 3), "export.cut", 3],
    [
      "the seal's signature",
      changed(11, (line) => line.replace(/"signature":"./, '"signature":"x')),
      "seal.invalid",
      10,
    ],
    ["the seal's hash", changed(11, (line) => line.replace(/"hash":"./, '"hash":"x')), "seal.invalid", 10],
    ["no seal", changed(11, () => '{"seal":null}'), "export.unreadable", 11],
    ["an empty file", [], "export.cut", 1],
  ] as const)("%s changed is named", async (_, content, code, position?: number) => {
    const { ok, first } = await check(content);
    expect(ok).toBe(false);
    expect({ code: first?.code, position: first?.position }).toEqual({ code, position: position ?? first?.position });
  });

  test("that breaks off in the middle of a byte sequence is named", async () => {
    const whole = lines.map((line) => `${line}\n`).join("");
    for (const share of [0.1, 0.5, 0.99]) {
      expect(await check(whole.slice(0, Math.floor(whole.length * share)))).toMatchObject({ ok: false });
    }
  });

  test("made and signed by somebody else is refused by the name of the key, and taken when that is trusted", async () => {
    const other = createSigner("a key of somebody else, for this test");
    const ours = keysOf([other.publicKey]);
    expect(await check(lines, ours)).toMatchObject({
      ...{ ok: false, byCode: { "export.unknown_key": 1, "seal.unknown_key": 1 }, sealedTo: null },
    });
    expect(await check(lines, new Map([...ours, ...keys]))).toMatchObject({ ok: true });
  });
});
