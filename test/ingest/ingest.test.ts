import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Database, getLiveVersion, ingestFiles, listDocuments, passagesOf } from "../../retrieval/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { fixture } from "../support/format-fixtures.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

const LETTER = `Số: 45/UBND-KT
V/v sửa cầu treo

Mẫu Sơn, ngày 03 tháng 4 năm 2024

Kính gửi: Sở Xây dựng.

Chủ tịch UBND tỉnh yêu cầu:

1. Sở Xây dựng kiểm tra cầu treo trước ngày 30/4/2024.

2. Sở Tài chính bố trí kinh phí sửa cầu.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
`;

let folder: string;
let db: Database;
const outcomes = async (paths: string[] = [folder]) =>
  (await ingestFiles({ db, embedder: createHashedEmbedder() }, paths)).map(({ path, outcome }) => [
    path.slice(folder.length + 1),
    outcome,
  ]);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ingest-"));
  db = await openTestDatabase();
});

afterEach(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

describe("ingestFiles", () => {
  it("indexes folders with what lies below them, and leaves hidden files and sidecars to themselves", async () => {
    await mkdir(join(folder, "2024"));
    await writeFile(join(folder, "2024", "cau.txt"), LETTER);
    await writeFile(join(folder, "2024", "cau.json"), JSON.stringify({ issuer: "UBND tỉnh Lạng Sơn" }));
    await writeFile(join(folder, ".an.txt"), LETTER);
    await writeFile(join(folder, "bieu-trung.gif"), "gif");
    expect(await outcomes()).toEqual([["2024/cau.txt", "new"]]);
    const [document] = await listDocuments(db);
    expect(document).toMatchObject({ sourceName: "cau.txt", issuer: "UBND tỉnh Lạng Sơn", number: "45/UBND-KT" });
    const version = await getLiveVersion(db, document!.id);
    const passages = await passagesOf(db, version!.versionId);
    for (const passage of passages) expect(version!.text.slice(passage.start, passage.end)).toBe(passage.text);
  });

  it("does no work for the same bytes, under whatever name; changed bytes make a new version", async () => {
    const path = join(folder, "cau.txt");
    await writeFile(path, LETTER);
    expect(await outcomes()).toEqual([["cau.txt", "new"]]);
    expect(await outcomes()).toEqual([["cau.txt", "unchanged"]]);
    await writeFile(join(folder, "ban-sao.txt"), LETTER);
    expect(await outcomes()).toEqual([
      ["ban-sao.txt", "unchanged"],
      ["cau.txt", "unchanged"],
    ]);
    await writeFile(path, LETTER.replace("30/4/2024", "15/5/2024"));
    expect(await outcomes([path])).toEqual([["cau.txt", "updated"]]);
    expect(await listDocuments(db)).toHaveLength(1);
  });

  it("reports a file that cannot be read and goes on", async () => {
    await writeFile(join(folder, "a-trong.txt"), "");
    await writeFile(join(folder, "b-nhi-phan.txt"), Buffer.from([0, 1, 2, 255, 254, 0, 0, 7]));
    await writeFile(join(folder, "c-lon.txt"), "x");
    await truncate(join(folder, "c-lon.txt"), 50 * 2 ** 20);
    await writeFile(join(folder, "d.json"), "{ hỏng");
    await writeFile(join(folder, "d.txt"), LETTER.replace("45/", "46/"));
    await writeFile(join(folder, "e.txt"), LETTER);
    const seen: string[] = [];
    const files = await ingestFiles({ db, embedder: createHashedEmbedder() }, [folder], {
      onProgress: ({ done, total, file }) => seen.push(`${done}/${total} ${file.outcome}`),
    });
    expect(files.map(({ outcome }) => outcome)).toEqual(["failed", "failed", "failed", "failed", "new"]);
    for (const { reason } of files.slice(0, 4)) expect(reason).toMatch(/\.$/);
    expect(seen).toEqual(["1/5 failed", "2/5 failed", "3/5 failed", "4/5 failed", "5/5 new"]);
  });

  it("indexes Word and PDF files as their text twin, with the page in the locator and the doubts in the warnings", async () => {
    for (const name of ["ke-hoach.docx", "ke-hoach.pdf", "vai-dong.png"])
      await writeFile(join(folder, name), fixture(name));
    const files = await ingestFiles({ db, embedder: createHashedEmbedder() }, [folder]);
    expect(files.map(({ outcome, reason }) => [outcome, reason])).toEqual(Array(3).fill(["new", null]));
    expect(files[2]?.warnings.map(({ code }) => code)).toContain("ocr.scanned");
    const documents = await listDocuments(db);
    const rowOf = async (sourceName: string) => {
      const version = await getLiveVersion(db, documents.find((one) => one.sourceName === sourceName)!.id);
      const passages = await passagesOf(db, version!.versionId);
      return { version, row: passages.find(({ text }) => text.includes("Thẩm định dự toán")) };
    };
    const [word, pdf] = [await rowOf("ke-hoach.docx"), await rowOf("ke-hoach.pdf")];
    expect(word.row?.locator).toBe("Mục III, dòng 2");
    expect(pdf.row?.locator).toBe("Mục III, dòng 2, trang 2");
    expect(pdf.row?.text).toBe(word.row?.text);
    expect(pdf.version?.header.pages).toHaveLength(2);
  });

  it("names the documents of a folder that are of no kind it reads", async () => {
    await writeFile(join(folder, "bang.xlsx"), "PK\u0003\u0004");
    const [file] = await ingestFiles({ db, embedder: createHashedEmbedder() }, [folder]);
    expect(file).toMatchObject({ outcome: "failed", reason: expect.stringContaining(".docx") });
  });

  it("refuses a path that does not exist before it indexes anything", async () => {
    await writeFile(join(folder, "cau.txt"), LETTER);
    await expect(outcomes([folder, join(folder, "khong-co")])).rejects.toMatchObject({ code: "path.missing" });
    expect(await listDocuments(db)).toEqual([]);
  });

  it("names a file given by itself even when its ending is unknown", async () => {
    await writeFile(join(folder, "van-ban.xyz"), LETTER);
    const [file] = await ingestFiles({ db, embedder: createHashedEmbedder() }, [join(folder, "van-ban.xyz")]);
    expect(file).toMatchObject({ outcome: "failed" });
  });
});
