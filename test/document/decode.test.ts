import { describe, expect, it } from "vitest";
import { decodeFile, MAX_FILE_BYTES } from "../../retrieval/document/decode.ts";
import { isAppError } from "../../retrieval/errors.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, bigEndian = false) => {
  const bytes = Buffer.from(text, "utf16le");
  return new Uint8Array(bigEndian ? bytes.swap16() : bytes);
};
const read = async (bytes: Uint8Array, name: string) => (await decodeFile(bytes, name)).text;
const codeOf = (bytes: Uint8Array, name: string): Promise<string> =>
  decodeFile(bytes, name).then(
    () => "none",
    (error) => (isAppError(error) ? error.code : "untyped"),
  );

describe("decodeFile", () => {
  const words = "Sở Nội vụ tỉnh Đắk Lắk\nbáo cáo hằng quý.";

  it.each([
    ["UTF-8", utf8(words)],
    ["UTF-8 with a byte order mark", utf8(`\uFEFF${words}`)],
    ["UTF-16 LE with a mark", utf16(`\uFEFF${words}`)],
    ["UTF-16 BE with a mark", utf16(`\uFEFF${words}`, true)],
    ["UTF-16 LE without one", utf16(words)],
    ["CRLF", utf8(words.replace("\n", "\r\n"))],
    ["NFD", utf8(words.normalize("NFD"))],
  ])("reads %s to the canonical text", async (_, bytes) => {
    expect(await read(bytes, "a.txt")).toBe(words);
  });

  it("names what is wrong with a file that cannot be read", async () => {
    const image = Uint8Array.from({ length: 400 }, (_, index) => (index * 37) % 256);
    expect(await codeOf(image, "anh.txt")).toBe("file.not_text");
    expect(await codeOf(utf8("PK\u0003\u0004\u0000\u0000\u0001 a"), "nen.txt")).toBe("file.not_text");
    expect(await codeOf(new Uint8Array(), "rong.txt")).toBe("file.empty");
    expect(await codeOf(utf8(" \n\t"), "trang.md")).toBe("file.empty");
    expect(await codeOf(utf8("chữ"), "bang.xlsx")).toBe("file.unsupported");
    expect(await codeOf(utf8("chữ"), "khong-duoi")).toBe("file.unsupported");
    expect(await codeOf(new Uint8Array(MAX_FILE_BYTES + 1), "to.txt")).toBe("file.too_large");
  });

  it("lays an HTML page out in blocks, keeps tables and lists, drops menus", async () => {
    const html = `<html><head><title>t</title></head><body><nav>Trang chủ</nav>
      <table><tr><td><b>UBND TỈNH X</b></td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</td></tr></table>
      <p>Kính gửi: Sở A.</p><p>1. Sở A<br>báo cáo.</p><ul><li>một</li></ul><footer><script>x()</script></footer></body></html>`;
    const text = await read(utf8(html), "a.html");
    expect(text).toContain("|\nUBND TỈNH X\n|\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n|");
    expect(text).toContain("1. Sở A\nbáo cáo.");
    expect(text).toContain("- một");
    expect(text).not.toMatch(/Trang chủ|x\(\)/u);
  });

  it("reads a page that is wrapped in one form", async () => {
    const html =
      "<html><body><form><p>Kính gửi: Sở A.</p><p>Sở A báo cáo.</p><button>Gửi</button></form></body></html>";
    expect(await read(utf8(html), "a.html")).toBe("Kính gửi: Sở A.\n\nSở A báo cáo.");
  });

  it("takes the article out of a news page and keeps its headline", async () => {
    const clause =
      "<p>Sở B rà soát các dự án chậm tiến độ và báo cáo kết quả trong tháng tới theo đúng yêu cầu đã nêu.</p>";
    const html = `<html><body><div class="menu"><a href="/">Mục một</a><a href="/2">Mục hai</a></div>
      <h1>Tỉnh X đôn đốc dự án</h1><article>${clause.repeat(12)}</article>
      <div class="related-links"><a href="/3">Bài khác một</a><a href="/4">Bài khác hai</a></div></body></html>`;
    const text = await read(utf8(html), "bai.htm");
    expect(text.startsWith("Tỉnh X đôn đốc dự án")).toBe(true);
    expect(text).toContain("Sở B rà soát");
    expect(text).not.toMatch(/Mục một|Bài khác/u);
  });
});
