import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CELL_CHARACTERS,
  type Cell,
  csvBytes,
  guardFormula,
  isFormulaLike,
  type TableColumn,
  unguardFormula,
  xlsxBytes,
  type ZipEntry,
  zipBytes,
} from "../../server/review/spreadsheet/index.ts";
import { readCsv } from "../support/read-csv.ts";
import { readSheets } from "../support/read-sheets.ts";
import { readZip } from "../support/read-zip.ts";

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

const texts = (count: number): TableColumn[] =>
  Array.from({ length: count }, (_, index) => ({ title: `Cột ${index}`, kind: "text" }));
const tableOf = (rows: Cell[][], columns = texts(rows[0]?.length ?? 1)) => ({ name: "Bảng", columns, rows });

const STARTS = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"];
/** Words as nobody would want them: anything, and what looks like a formula behind what readers pass over. */
const word = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .tuple(
      fc.constantFrom("", " ", "\u00a0", "\u3000", "\u200b", "\ufeff", "'", '"', "“", "\n", "\u0000", " '\""),
      fc.constantFrom(...STARTS),
      fc.constantFrom("1+1", "cmd|'/c calc'!A0", ' HYPERLINK("http://x";"y")', "\r\n=2", ""),
    )
    .map((parts) => parts.join("")),
  fc.constantFrom("a,b;c\td", 'nói "thế"', "dòng 1\r\ndòng 2\n", "'=1", "''=1", "'abc", "_x0041_", "\ud800x", "\uffff"),
);

/** What cannot be written in UTF-8 at all. */
const written = (text: string) => text.toWellFormed();

describe("CSV", () => {
  it.each(STARTS)("guards a field that begins with %j, also behind blanks and quotes", (start) => {
    for (const before of ["", " ", '"', "'", " \u00a0'", "\u200b"]) {
      expect(guardFormula(`${before}${start}SUM(A1)`)).toBe(`'${before}${start}SUM(A1)`);
    }
  });

  it("leaves other words alone, and takes its guard away again", () => {
    for (const text of ["Sở Tài chính", "07/CT-TTg", "'trích'", "", "a=b", "1-2"])
      expect(guardFormula(text)).toBe(text);
    fc.assert(
      fc.property(word, (text) => {
        expect(unguardFormula(guardFormula(text))).toBe(text);
      }),
    );
  });

  it("gives every word back, and no field begins as a formula", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(word, word), { maxLength: 8 }), async (rows) => {
        const text = (await collect(csvBytes(tableOf(rows, texts(2))))).toString("utf8");
        expect(text.startsWith("\uFEFF")).toBe(true);
        const [head, ...read] = readCsv(text.slice(1));
        expect(head).toEqual(["Cột 0", "Cột 1"]);
        for (const field of read.flat()) expect(field.startsWith("'") || !isFormulaLike(field)).toBe(true);
        expect(read.map((record) => record.map(unguardFormula))).toEqual(rows.map((row) => row.map(written)));
      }),
    );
  });

  it("writes numbers, times by the clock of Vietnam, and nothing for nothing", async () => {
    const rows = [[-1.5, new Date("2026-11-27T03:30:00Z"), null], [null], ["x"]];
    const text = (await collect(csvBytes(tableOf(rows)))).toString("utf8");
    expect(text.split("\r\n").slice(1)).toEqual(["-1.5,2026-11-27T10:30:00.000+07:00,", '""', "x", ""]);
  });
});

describe("XLSX", () => {
  it("keeps every word as an inline text, never a formula", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 6 }), async (rows) => {
        const [sheet] = readSheets(await collect(xlsxBytes(tableOf(rows))));
        const [, ...read] = sheet!.rows;
        expect(read.flat().filter(({ type }) => type !== "inlineStr")).toEqual([]);
        const expected = rows.map((row) => row.map((text) => text.toWellFormed().replace(/[\uFFFE\uFFFF]/g, "\uFFFD")));
        expect(read.map((row) => row.map(({ value }) => value))).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it("goes on in another sheet with the head again where one is full", async () => {
    const rows = Array.from({ length: 7 }, (_, index) => [`hàng ${index}`]);
    const sheets = readSheets(await collect(xlsxBytes(tableOf(rows), { sheetRows: 4 })));
    expect(sheets.map(({ name }) => name)).toEqual(["Bảng", "Bảng_2", "Bảng_3"]);
    expect(sheets.map((sheet) => sheet.rows.map(([cell]) => cell?.value))).toEqual([
      ["Cột 0", "hàng 0", "hàng 1", "hàng 2"],
      ["Cột 0", "hàng 3", "hàng 4", "hàng 5"],
      ["Cột 0", "hàng 6"],
    ]);
  });

  it("cuts what a cell cannot hold between two characters, and says so", async () => {
    const [sheet] = readSheets(await collect(xlsxBytes(tableOf([["🙂".repeat(20_000)]]))));
    const { value } = sheet!.rows[1]![0]!;
    expect(value.length).toBeLessThanOrEqual(CELL_CHARACTERS);
    expect(value).toMatch(/^(?:🙂)+ … \[đã cắt; nguyên văn dài 40000 ký tự\]$/u);
  });

  it("has numbers and times that a spreadsheet can reckon with", async () => {
    const columns: TableColumn[] = [
      { title: "Số", kind: "number" },
      { title: "Lúc", kind: "time" },
    ];
    const [sheet] = readSheets(await collect(xlsxBytes(tableOf([[0.25, new Date("2026-01-01T05:00:00Z")]], columns))));
    // Noon of the day 46023 since 30/12/1899, in Vietnam.
    expect(sheet!.rows[1]).toEqual([
      { type: "n", value: "0.25" },
      { type: "n", value: "46023.5" },
    ]);
  });
});

describe("ZIP", () => {
  const piecesOf = (content: Buffer, onEnd = () => {}): AsyncIterable<Uint8Array> =>
    (async function* () {
      try {
        for (let at = 0; at < content.length; at += 1000) yield content.subarray(at, at + 1000);
      } finally {
        onEnd();
      }
    })();

  it("gives its entries back", async () => {
    const content = Buffer.from("Trích dẫn ".repeat(5000));
    async function* entries(): AsyncGenerator<ZipEntry> {
      yield { name: "một.csv", bytes: piecesOf(content), compressed: false };
      yield { name: "hai.xlsx", bytes: piecesOf(content), compressed: true };
    }
    const bytes = await collect(zipBytes(entries()));
    expect([...readZip(bytes)].map(([name, entry]) => [name, crc32(entry)])).toEqual([
      ["một.csv", crc32(content)],
      ["hai.xlsx", crc32(content)],
    ]);
    expect(bytes.length).toBeLessThan(content.length * 1.1);
  });

  it("ends its entry when it is ended early, and passes a fault of it on", async () => {
    let ended = 0;
    const source = () => piecesOf(Buffer.alloc(5_000_000, "khó nén"), () => (ended += 1));
    async function* one(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ZipEntry> {
      yield { name: "a", bytes, compressed: true };
    }
    const zip = zipBytes(one(source()));
    await zip.next();
    await zip.return(undefined);
    expect(ended).toBe(1);
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(10);
      throw new Error("the database is gone");
    }
    await expect(collect(zipBytes(one(broken())))).rejects.toThrow("the database is gone");
  });
});
