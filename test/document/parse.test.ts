import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseDocument } from "../../retrieval/document/index.ts";
import * as fixtures from "./fixtures.ts";
import { words } from "./structure-fixtures.ts";

const parse = (text: string) => parseDocument({ text, sourceName: "thu.txt" });
const kinds = (text: string) => [...new Set(parse(text).passages.map((passage) => passage.kind))];

describe("a whole document", () => {
  it("has letterhead, reasons, orders, recipients and signature in passages of their kind", () => {
    expect(kinds(fixtures.PLAN)).toEqual(expect.arrayContaining(["heading", "preamble", "clause", "signature"]));
    const { passages, text } = parse(fixtures.PLAN);
    const heading = passages.filter((passage) => passage.kind === "heading").map(({ span }) => words(text, span));
    expect(heading.some((line) => line.includes("0412/KH-UBND"))).toBe(true);
    expect(heading.some((line) => line.includes("TRỒNG CÂY CHẮN GIÓ"))).toBe(true);
  });

  it("an article's paragraphs are clauses; furniture is in none", () => {
    const { tier, passages, furniture } = parse(fixtures.ARTICLE);
    expect(tier).toBe("press");
    for (const { span } of passages)
      expect(furniture.some((cut) => cut.start < span.end && span.start < cut.end)).toBe(false);
  });

  it.each(Object.entries(fixtures))("%s: reading it twice gives the same", (_, text) => {
    expect(parse(text)).toEqual(parse(text));
  });

  it.each(["", "   \n", "|", "#", "không có gì", "\u0000"])("reads %j without throwing", (text) => {
    expect(() => parse(text)).not.toThrow();
  });
});

const corpora = ["seeds", "real"].map((name) => new URL(`../../../shared/corpus/${name}/`, import.meta.url));
const absent = corpora.filter((folder) => !existsSync(folder));

// The corpora stand beside the project on the machines that measure it, not in a clone.
describe.skipIf(absent.length > 0)("over the corpora (skipped where ../shared is absent)", () => {
  const documents =
    absent.length > 0
      ? []
      : corpora.flatMap((folder) =>
          readdirSync(folder)
            .filter((name) => name.endsWith(".txt"))
            .map((name) => ({
              name,
              parsed: parseDocument({ text: readFileSync(new URL(name, folder), "utf8"), sourceName: name }),
            })),
        );

  it("every letter outside furniture is in exactly one passage", () => {
    for (const { name, parsed } of documents) {
      const seen = new Uint8Array(parsed.text.length);
      for (const { start, end } of parsed.furniture) seen.fill(1, start, end);
      for (const { span } of parsed.passages) {
        expect(seen.subarray(span.start, span.end).indexOf(1), name).toBe(-1);
        seen.fill(1, span.start, span.end);
      }
      const missed = /[\p{L}\p{N}]/gu;
      for (const match of parsed.text.matchAll(missed)) expect(seen[match.index], `${name} at ${match.index}`).toBe(1);
    }
  });

  it("duties lie inside their passages and name an agency that stands in the text", () => {
    for (const { name, parsed } of documents) {
      for (const duty of parsed.duties) {
        const { span } = parsed.passages[duty.passage]!;
        expect(duty.span.start >= span.start && duty.span.end <= span.end, name).toBe(true);
        expect(duty.agency.key, name).not.toBe("");
        expect(parsed.text.slice(duty.agencySpan.start, duty.agencySpan.end).trim(), name).not.toBe("");
      }
    }
  });

  it("holds the expected passages of the question sets, each in one passage", () => {
    const fold = (text: string) =>
      text
        .normalize("NFC")
        .replace(/[*_|#\\]/g, " ")
        .replace(/\s+/g, " ")
        .replace(/ ([,.;:!?)])/g, "$1")
        .trim()
        .toLowerCase(); // prettier-ignore
    const missing: string[] = [];
    for (const set of ["questions-seeds", "questions-real"]) {
      const lines = readFileSync(new URL(`../../../shared/eval/${set}.jsonl`, import.meta.url), "utf8")
        .trim()
        .split("\n");
      for (const { id, expect: wanted } of lines.map(
        (line) => JSON.parse(line) as { id: string; expect: { document: string; contains: string }[] },
      )) {
        for (const { document, contains } of wanted) {
          const parsed = documents.find(({ name }) => name === `${document}.txt`)?.parsed;
          const held = parsed?.passages.some(({ span }) =>
            fold(parsed.text.slice(span.start, span.end)).includes(fold(contains)),
          );
          if (!held) missing.push(`${id}: ${contains}`);
        }
      }
    }
    expect(missing).toEqual([]);
  });
});
