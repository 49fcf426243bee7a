import { afterAll, describe, expect, it } from "vitest";
import { createFileDecoder } from "../../retrieval/document/index.ts";
import { fixture, fixtureText, parseDecoded, reading } from "../support/format-fixtures.ts";
import { docxOf, paragraphXml } from "../support/zip.ts";

const decoder = createFileDecoder();
afterAll(() => decoder.close());

const decode = (name: string, as = name) => decoder.decode(fixture(name), as);
const codes = (warnings: readonly { code: string }[]) => warnings.map(({ code }) => code);
const twin = (name: string) => reading(parseDecoded({ text: fixtureText(`${name}.txt`), pages: [], warnings: [] }));

describe("a directive in Word and RTF", () => {
  const names = ["cong-van", "ke-hoach"].flatMap((name) =>
    ["docx", "doc", "rtf"].map((format) => [name, format] as const),
  );

  it.each(names)("%s.%s has the text of its .txt twin to the letter, tables and all", async (name, format) => {
    const decoded = await decode(`${name}.${format}`);
    expect(decoded.text).toBe(fixtureText(`${name}.txt`));
    expect(decoded).toMatchObject({ format, pages: [], warnings: [] });
  });

  // A letterhead in a table and every line a paragraph: other blank lines, the same document.
  it.each(names)("%s-khung.%s, laid out as offices do, reads as its twin does", async (name, format) => {
    expect(reading(parseDecoded(await decode(`${name}-khung.${format}`)))).toEqual(twin(name));
  });

  it("has tasks in its table, each with its agency and time", () => {
    const { duties } = twin("ke-hoach");
    expect(
      duties.filter(({ locator }) => locator?.includes("dòng")).map(({ agency, deadline }) => [agency, deadline]),
    ).toContainEqual(["so tai chinh", "2024-10-15"]);
  });

  it.each(["docx", "rtf"])("%s: numbers that the word processor counts are written out", async (format) => {
    const { text } = await decode(`danh-so.${format}`);
    const lines = text.split("\n").filter((line) => line !== "");
    expect(lines.slice(2, 7)).toEqual([
      "1. Sở Xây dựng kiểm tra cầu treo trước ngày 30/4/2024.",
      "2. Sở Tài chính:",
      "a. Bố trí kinh phí sửa cầu.",
      "b. Báo cáo kết quả hằng quý.",
      "3. Sở Nội vụ theo dõi việc thực hiện.",
    ]);
    expect(lines[7]).toMatch(/^[-•] Như trên;$/u);
  });

  it("a .doc whose numbers are counted says that they are lost", async () => {
    expect(codes((await decode("danh-so.doc")).warnings)).toEqual(["numbering.automatic"]);
  });
});

describe("a table with joined cells", () => {
  const cell = (words: string, properties = "") => `<w:tc><w:tcPr>${properties}</w:tcPr>${paragraphXml(words)}</w:tc>`;
  const row = (...cells: string[]) => `<w:tr>${cells.join("")}</w:tr>`;
  const head = row(...["TT", "Nội dung", "Cơ quan chủ trì", "Thời gian"].map((name) => cell(name)));
  const joined = row(
    cell("1"),
    cell("Rà soát các tuyến đường"),
    cell("Sở Xây dựng", '<w:vMerge w:val="restart"/>'),
    cell("Quý I"),
  );
  const going = row(cell("2"), cell("Sửa chữa các tuyến đường"), cell("", "<w:vMerge/>"), cell("Quý II"));
  const group = row(cell("II", ""), cell("CẦU TREO", '<w:gridSpan w:val="3"/>'));
  const last = row(cell("3"), cell("Kiểm định các cầu treo"), cell("Sở Tài chính"), cell("Quý III"));

  it("gives each row the agency that it is joined to, and every cell its column", async () => {
    const body = `${["KẾ HOẠCH", "Sửa đường, sửa cầu", "UBND tỉnh giao như sau:", "I. PHÂN CÔNG"].map(paragraphXml).join("")}<w:tbl>${head}${joined}${going}${group}${last}</w:tbl>`;
    const { text } = await decoder.decode(docxOf(body), "bang.docx");
    expect(text).toContain("|\n2\n|\nSửa chữa các tuyến đường\n|\nSở Xây dựng\n|\nQuý II\n|");
    expect(text).toContain("|\nII\n|\nCẦU TREO\n|\n\n|\n\n|");
    const { duties } = reading(parseDecoded({ text, pages: [], warnings: [] }));
    expect(duties.map(({ agency, words }) => [agency, words])).toEqual([
      ["so xay dung", "Rà soát các tuyến đường"],
      ["so xay dung", "Sửa chữa các tuyến đường"],
      ["so tai chinh", "Kiểm định các cầu treo"],
    ]);
  });
});

describe("a PDF with text", () => {
  it.each(["cong-van", "ke-hoach", "cong-van-khung", "ke-hoach-khung"])(
    "%s.pdf reads as its twin does: every letter, header, tasks, tables",
    async (name) => {
      const decoded = await decode(`${name}.pdf`);
      const words = fixtureText(`${name.replace("-khung", "")}.txt`);
      // White space differs: wrapped lines are joined by measure, and a letterhead in two columns is read as a table.
      if (name === "cong-van") expect(decoded.text.replace(/\s/gu, "")).toBe(words.replace(/\s/gu, ""));
      expect(reading(parseDecoded(decoded))).toEqual(twin(name.replace("-khung", "")));
      expect(decoded).toMatchObject({ format: "pdf", scannedPages: [], warnings: [] });
    },
  );

  it("knows the page of every passage, and says it in the locator", async () => {
    const decoded = await decode("ke-hoach.pdf");
    expect(decoded.pages).toHaveLength(2);
    expect(decoded.pages[0]).toMatchObject({ start: 0, end: decoded.pages[1]?.start });
    expect(decoded.pages[1]?.end).toBe(decoded.text.length);
    const { passages, header, text } = parseDecoded(decoded);
    const locatorOf = (words: string) =>
      passages.find(({ span }) => text.slice(span.start, span.end).includes(words))?.locator;
    expect(locatorOf("Bố trí kinh phí sửa chữa")).toBe("Mục II, khoản 2, trang 1");
    expect(locatorOf("Thẩm định dự toán")).toBe("Mục III, dòng 2, trang 2");
    expect(header.pages).toEqual(decoded.pages);
  });

  it("a row that the page's end cuts through is one row", async () => {
    expect((await decode("ke-hoach.pdf")).text).toContain("|\nCơ quan phối hợp\n|\nThời gian hoàn thành\n|");
  });
});

describe("text files of before UTF-8", () => {
  it.each(["utf-16le", "utf-16be"])("%s with a byte order mark", async (encoding) => {
    expect((await decode(`cong-van-${encoding}.txt`)).text.trim()).toBe(fixtureText("cong-van.txt"));
  });

  it("VNI comes back to the letter, with a warning", async () => {
    const { text, warnings } = await decode("cong-van-vni.txt");
    expect(text.trim()).toBe(fixtureText("cong-van.txt"));
    expect(codes(warnings)).toEqual(["encoding.legacy"]);
  });

  it("TCVN3 comes back but for accented capitals that it cannot write", async () => {
    const { text, warnings } = await decode("cong-van-tcvn3.txt");
    expect(text.trim().toLowerCase()).toBe(fixtureText("cong-van.txt").toLowerCase());
    expect(text).toContain("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    expect(codes(warnings)).toEqual(["encoding.legacy"]);
  });

  it.each([
    [
      "TCVN3 by iconv",
      "53eb204ee9692076f42074d86e68204ca96d20a7e56e672062b86f2063b86f206bd574207175b6207468f963206869d66e207472aded63206e67b579203135",
      "Sở Nội vụ tỉnh Lâm Đồng báo cáo kết quả thực hiện trước ngày 15",
    ],
    [
      "VNI as typed",
      Buffer.from(
        "UÛy ban nhaân daân tænh, Sôû Noäi vuï, caùc xaõ, phöôøng ñöôïc giao, Nghò quyeát kyø hoïp",
        "latin1",
      ).toString("hex"),
      "Ủy ban nhân dân tỉnh, Sở Nội vụ, các xã, phường được giao, Nghị quyết kỳ họp",
    ],
    [
      "Windows-1258 by iconv",
      "53f5d2204ef4f269207675f2207469d26e68204ce26d20d0f4cc6e672062e16f2063e16f206beaec7420717561d2207468fdf263206869eaf26e207472fdf5ec63206e67e079203135",
      "Sở Nội vụ tỉnh Lâm Đồng báo cáo kết quả thực hiện trước ngày 15",
    ],
  ])("%s", async (_, hex, words) => {
    expect((await decoder.decode(Buffer.from(hex, "hex"), "a.txt")).text).toBe(words);
  });

  it("a Word file in an old font is read as Unicode", async () => {
    const rtf = Buffer.from(fixture("cong-van-vni.txt"))
      .toString("latin1")
      .replace(/[^ -~\n]/g, (letter) => `\\'${letter.charCodeAt(0).toString(16)}`)
      .replaceAll("\n\n", "\\par ")
      .replaceAll("\n", "\\line ");
    const { text, warnings } = await decoder.decode(Buffer.from(`{\\rtf1\\ansi\\ansicpg1252 ${rtf}}`), "vni.rtf");
    expect(text).toBe(fixtureText("cong-van.txt"));
    expect(codes(warnings)).toEqual(["encoding.legacy"]);
  });

  it.each([
    ["too few words to tell", "S\xeb N\xe9i"],
    [
      "letters of no Vietnamese encoding",
      "Les \xe9l\xe8ves fran\xe7ais \xe0 l'\xe9cole, o\xf9 \xeatre, d\xe9j\xe0 vu, garçon, for\xeat, no\xebl, ma\xeftre, p\xe2t\xe9",
    ],
  ])("refuses %s instead of guessing", async (_, latin) => {
    await expect(decoder.decode(Buffer.from(latin, "latin1"), "a.txt")).rejects.toMatchObject({
      code: "file.encoding_unclear",
    });
  });
});
