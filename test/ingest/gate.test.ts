import { afterAll, describe, expect, it } from "vitest";
import {
  approveVersion,
  findMarks,
  type GateRules,
  ingestDocument,
  listPending,
  SAFE_GATE,
} from "../../retrieval/index.ts";
import { personalData } from "../../retrieval/ingest/personal-data.ts";
import { readText } from "../../retrieval/ingest/read-document.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

const db = await openTestDatabase();
afterAll(() => db.close());
const embedder = createHashedEmbedder();

/** A letter with something in its letterhead and something in its body. */
const letter = (head: string, body = "1. Sở Xây dựng kiểm tra cầu treo.") => `UBND TỈNH LẠNG SƠN
${head}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 45/UBND-KT
V/v sửa cầu treo

Lạng Sơn, ngày 03 tháng 4 năm 2024

Kính gửi: Sở Xây dựng.

Chủ tịch UBND tỉnh yêu cầu:

${body}

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
`;
const read = (text: string) => readText(text, { sourceName: "mau.txt" });
const ingest = (text: string, gate?: GateRules, approval: "automatic" | "manual" = "automatic") =>
  ingestDocument(
    { db, embedder, gate, approval },
    { bytes: new TextEncoder().encode(text), sourceName: "mau.txt", collection: "gate" },
  );

describe("the mark of a state secret", () => {
  it.each([
    "MẬT",
    "TỐI MẬT",
    "TUYỆT MẬT",
    "**MẬT**",
    "Tối mật",
    "(TUYỆT MẬT)",
    "Độ mật: Tối mật",
    "| TUYỆT MẬT | Hỏa tốc |",
    "HỎA TỐC          MẬT",
    "Số: 12/BC-UBND (Mật)",
  ])("is seen: %s", (mark) => {
    expect(findMarks(read(letter(mark)))).toMatchObject([{ kind: "secret" }]);
  });

  it.each([
    "V/v thực hiện Luật Bảo vệ bí mật nhà nước",
    "Kế hoạch bảo mật thông tin",
    "Độ mật: Không",
    "HỎA TỐC",
    "DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ\nTỐI MẬT\nCỦA NGÀNH XÂY DỰNG",
  ])("is not a word of the title: %s", (words) => {
    expect(findMarks(read(letter(words)))).toEqual([]);
  });

  it("is not a word or a table cell of the body", () => {
    const body = `1. Sở Nội vụ bảo đảm bí mật hồ sơ; tài liệu tuyệt mật lưu riêng.

MẬT

| Tên tài liệu | Độ mật |
| --- | --- |
| Phương án | Tối mật |`;
    expect(findMarks(read(letter("", body)))).toEqual([]);
  });

  it("keeps the document out: nothing of it is stored, not even its name", async () => {
    await expect(ingest(letter("TỐI MẬT"))).rejects.toMatchObject({ code: "document.secret" });
    for (const table of ["documents", "document_versions", "document_originals"]) {
      expect(await db.query(`select 1 from ${table}`)).toEqual([]);
    }
  });
});

describe("lưu hành nội bộ", () => {
  const text = letter("TÀI LIỆU LƯU HÀNH NỘI BỘ");

  it("is refused unless the deployment allows it", async () => {
    await expect(ingest(text)).rejects.toMatchObject({ code: "document.internal" });
    expect(await db.query("select 1 from documents")).toEqual([]);
    expect(await ingest(text, { ...SAFE_GATE, internal: "allow" })).toMatchObject({ outcome: "new" });
  });

  it("is no mark where the body speaks of it", () => {
    expect(findMarks(read(letter("", "1. Sở Nội vụ quản lý tài liệu lưu hành nội bộ.")))).toEqual([]);
  });
});

describe("personal data", () => {
  const found = (body: string) => {
    const parsed = read(letter("Điện thoại: 0912 345 678", body));
    return personalData(parsed).map(({ code, span }) => [code, parsed.text.slice(span!.start, span!.end)]);
  };

  it("of private persons is pointed out with its place; an office's telephone is not", () => {
    expect(found("1. Ông Lê Văn Mẫu, CCCD số 001085012345, liên hệ 0987.654.321.")).toEqual([
      ["personal.id-number", "001085012345"],
      ["personal.phone", "0987.654.321"],
    ]);
    expect(found("1. Bà Trần Thị Mẫu, số CMND: 012345678, thường trú: số 5, thôn Mẫu, xã Mẫu Sơn.")).toEqual([
      ["personal.id-number", "012345678"],
      ["personal.address", "thường trú: số 5, thôn Mẫu, xã Mẫu Sơn."],
    ]);
    expect(found("| Họ tên | Số CCCD |\n| --- | --- |\n| Lê Văn Mẫu | 001085012345 |")).toEqual([
      ["personal.id-number", "001085012345"],
    ]);
  });

  it.each([
    "1. Liên hệ Văn phòng Sở, điện thoại 0205.3812.345.",
    "1. Đường dây nóng phòng chống thiên tai: 0912 345 678.",
    "1. Bố trí kinh phí 0987654321000 đồng; mã số 0123456789012; từ 03-12-2025 15 giờ.",
    "1. Người có hộ khẩu thường trú tại tỉnh được hỗ trợ; Luật Căn cước số 26/2023/QH15.",
  ])("is not seen in: %s", (body) => {
    expect(found(body)).toEqual([]);
  });

  it("is confirmed before an approval", async () => {
    const { saved, warnings } = await ingest(
      letter("", "1. Ông Lê Văn Mẫu, CCCD 001085012345, được giao quản lý cầu treo."),
      SAFE_GATE,
      "manual",
    );
    const { documentId } = saved!;
    expect(warnings.map(({ code }) => code)).toContain("personal.id-number");
    expect(warnings.map(({ message }) => message).join()).not.toContain("001085012345");
    const [pending] = await listPending(db);
    expect(pending?.warnings.map(({ code }) => code)).toContain("personal.id-number");
    const approve = (confirmed: boolean) => approveVersion({ db, embedder }, { documentId, actor: "an", confirmed });
    await expect(approve(false)).rejects.toMatchObject({ code: "version.unconfirmed" });
    expect(await approve(true)).toMatchObject({ documentId });
  });
});
