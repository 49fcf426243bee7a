import { readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { createFileDecoder } from "../../retrieval/document/index.ts";
import { isAppError } from "../../retrieval/errors.ts";
import { fixture, fixtureText } from "../support/format-fixtures.ts";
import { docxOf, paragraphXml, zipOf } from "../support/zip.ts";

const decoder = createFileDecoder();
afterAll(() => decoder.close());

/** The code of the refusal; every refusal has a sentence for an administrator and one for an official. */
async function refusal(bytes: Uint8Array, name: string, by = decoder): Promise<string> {
  try {
    await by.decode(bytes, name);
    return "read";
  } catch (error) {
    if (!isAppError(error)) return `untyped: ${error}`;
    expect(error.message).toMatch(/\.$/);
    expect(error.userMessage).toMatch(/Vui lòng|xin /u);
    return error.code;
  }
}

function pdfOf(pages: number): Buffer {
  const kids = Array.from({ length: pages }, (_, index) => `${index + 3} 0 R`).join(" ");
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Count ${pages}/Kids[${kids}]>>`,
    ...Array.from({ length: pages }, () => "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"),
  ];
  return Buffer.from(
    `%PDF-1.4\n${objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join("")}trailer<</Root 1 0 R>>`,
  );
}

function pngHead(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.write("\x89PNG\r\n\x1a\n", 0, "latin1");
  bytes.writeUInt32BE(13, 8);
  bytes.write("IHDR", 12);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

/** The flag of an encrypted .doc in the header of its main stream. */
function lockedDoc(): Buffer {
  const bytes = Buffer.from(fixture("cong-van.doc"));
  const head = bytes.indexOf(Buffer.from([0xec, 0xa5]), 512);
  bytes.writeUInt16LE(bytes.readUInt16LE(head + 0x0a) | 0x0100, head + 0x0a);
  return bytes;
}

const blanks = Buffer.alloc(300 * 2 ** 20, 0x20);
const words = paragraphXml("Sở Nội vụ báo cáo.");

describe("a file that would do harm", () => {
  it.each([
    ["a zip bomb that says so", "file.unpacks_too_large", () => docxOf(words, [{ name: "word/x.xml", data: blanks }])],
    [
      "a zip bomb that lies about its size",
      "file.unpacks_too_large",
      () => docxOf(words, [{ name: "word/x.xml", data: blanks.subarray(0, 2 ** 26), claims: 90 }]),
    ],
    [
      "a .docx with an entity that names a file",
      "file.unsafe_xml",
      () => docxOf(paragraphXml("&x;"), [], '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ],
    ["a .docx without a document", "file.broken", () => zipOf([{ name: "word/document2.xml", data: "x" }])],
    ["half a .docx", "file.broken", () => fixture("cong-van.docx").subarray(0, 3000)],
    ["a .docx whose XML ends early", "file.broken", () => docxOf("<w:p><w:r><w:t>Sở")],
    [
      "an Office file behind a password",
      "file.encrypted",
      () => Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.from("EncryptedPackage", "utf16le")]),
    ],
  ])("%s: %s", async (_, code, bytes) => {
    expect(await refusal(bytes(), "van-ban.docx")).toBe(code);
  });

  it.each([
    ["behind a password", "file.encrypted", () => fixture("mat-khau.pdf")],
    ["of 5,000 pages", "file.too_many_pages", () => pdfOf(5000)],
    ["without a page", "file.broken", () => Buffer.from("%PDF-1.4\nhỏng")],
    ["of empty pages", "file.empty", () => pdfOf(3)],
    ["that is a portal's log-in page", "file.wrong_ending", () => Buffer.from("<html><body>Đăng nhập</body></html>")],
  ])("a PDF %s: %s", async (_, code, bytes) => {
    expect(await refusal(bytes(), "van-ban.pdf")).toBe(code);
  });

  it.each([
    [
      "a .doc with a hole",
      "van-ban.doc",
      "file.broken",
      () => Buffer.from(fixture("cong-van.doc")).fill(0xff, 512, 4096),
    ],
    ["a .doc behind a password", "van-ban.doc", "file.encrypted", lockedDoc],
    ["a picture of absurd size", "anh.png", "file.image_too_large", () => pngHead(100_000, 100_000)],
    ["half a picture", "anh.png", "file.broken", () => fixture("quet-sach.png").subarray(0, 900)],
    ["a workbook", "bang.xlsx", "file.unsupported", () => zipOf([{ name: "[Content_Types].xml", data: "x" }])],
    [
      "a web archive under a Word name",
      "a.doc",
      "file.unsupported",
      () => Buffer.from("MIME-Version: 1.0\n\nS=E1=BB=9F"),
    ],
    ["groups without end", "a.rtf", "file.broken", () => Buffer.from(`{\\rtf1 ${"{".repeat(100_000)}`)],
    ["tags without end", "a.html", "file.broken", () => Buffer.from(`<html><body>${"<div>".repeat(200_000)}`)],
  ])("%s: %s %s", async (_, name, code, bytes) => {
    expect(await refusal(bytes(), name)).toBe(code);
  });

  it("is followed by a file that is read as if nothing had been", async () => {
    expect((await decoder.decode(fixture("cong-van.docx"), "cong-van.docx")).text).toBe(fixtureText("cong-van.txt"));
  });
});

describe("a file that is only odd", () => {
  it("macros: the words are read, and a person is told", async () => {
    const { text, warnings } = await decoder.decode(
      docxOf(words, [{ name: "word/vbaProject.bin", data: "x" }]),
      "a.docm",
    );
    expect(text).toBe("Sở Nội vụ báo cáo.");
    expect(warnings.map(({ code }) => code)).toEqual(["file.macros"]);
  });

  it.each([
    ["RTF under a Word name", "cong-van.rtf", "cong-van.doc"],
    ["a .docx under the old ending", "cong-van.docx", "cong-van.doc"],
    ["a web page under a Word name", "cong-van.html", "cong-van.doc"],
    ["a PDF without an ending", "cong-van.pdf", "cong-van"],
  ])("%s is read by its content, with a warning", async (_, name, as) => {
    const { text, warnings } = await decoder.decode(fixture(name), as);
    expect(text.replace(/\s/gu, "")).toBe(fixtureText("cong-van.txt").replace(/\s/gu, ""));
    expect(warnings.map(({ code }) => code)).toEqual(["file.wrong_ending"]);
  });
});

describe("the reading process", () => {
  it("is ended when it makes no progress, and the next file has a new one", async () => {
    const hasty = createFileDecoder({ secondsAStep: 0.01 });
    expect(await refusal(fixture("cong-van.pdf"), "a.pdf", hasty)).toBe("file.too_slow");
    expect((await hasty.decode(new TextEncoder().encode("Sở Y tế."), "a.txt")).text).toBe("Sở Y tế.");
    await hasty.close();
  });

  it("is ended when its heap runs out", async () => {
    const poor = createFileDecoder({ heapMegabytes: 24 });
    expect(await refusal(docxOf(words.repeat(60_000)), "a.docx", poor)).toBe("file.too_heavy");
    await poor.close();
  });

  it.skipIf(process.platform !== "linux")("is ended when all that it holds grows too large", async () => {
    const poor = createFileDecoder({ memoryMegabytes: 20 });
    expect(await refusal(docxOf(words.repeat(60_000)), "a.docx", poor)).toBe("file.too_heavy");
    await poor.close();
  });

  it.skipIf(process.platform !== "linux")("is given nothing of our environment", async () => {
    await decoder.decode(fixture("cong-van.rtf"), "a.rtf");
    const own = `/proc/${process.pid}/task`;
    const children = readdirSync(own).flatMap((task) =>
      readFileSync(`${own}/${task}/children`, "utf8").split(" ").filter(Boolean),
    );
    const environments = children
      .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("formats/child.ts"))
      .map((pid) =>
        readFileSync(`/proc/${pid}/environ`, "utf8")
          .split("\0")
          .map((entry) => entry.split("=")[0]),
      );
    expect(environments.length).toBeGreaterThan(0);
    for (const names of environments) expect(names).not.toContain("PATH");
  });
});
