import type { Answer } from "../../bot/index.ts";
import type { Passage } from "../../retrieval/index.ts";
import type { DocumentDetail, DocumentSummary, Library } from "../../server/library/types.ts";

/** A made-up directive in the form that portals give: bars, bold marks, a wrapped name, a menu, a table. */
export const text = `Trang chủ | Tin tức | Đăng nhập

|
**ỦY BAN NHÂN DÂN
TỈNH MẪU SƠN**
-------
|
**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**
Độc lập - Tự do - Hạnh phúc
|
|
Số: 12/KH-UBND
|
*Mẫu Sơn, ngày 05 tháng 6 năm 2024*
|

**KẾ HOẠCH**
Về việc thử nghiệm <b>trang</b> xem văn bản

Thực hiện Chỉ thị số 99/CT-TTg ngày 01/4/2024 của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh ban hành Kế hoạch:

**I. NHIỆM VỤ**

**1. Sở Xây dựng**

Chủ trì, phối hợp với **Sở Tài
chính** lập danh mục cần sửa & báo cáo trước ngày 30/6/2024.

| Việc | Hạn |
| --- | --- |
| Khảo sát | 10/6 |

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
`;

const spanOf = (from: string, to = from) => ({ start: text.indexOf(from), end: text.indexOf(to) + to.length });
const passage = (ordinal: number, kind: Passage["kind"], from: string, to: string, locator: string): Passage => ({
  ordinal,
  kind,
  span: spanOf(from, to),
  locator,
  path: [],
  node: null,
});

export const quoteSpan = spanOf("lập danh mục", "30/6/2024");
const dutySpan = spanOf("Chủ trì, phối hợp", "30/6/2024.");

export const summary: DocumentSummary = {
  id: 7,
  versionId: 70,
  source: "mau-son.txt",
  number: "12/KH-UBND",
  blankNumber: null,
  type: "Kế hoạch",
  issuer: "UBND tỉnh Mẫu Sơn",
  place: "Mẫu Sơn",
  issuedOn: "2024-06-05",
  title: "Về việc thử nghiệm <b>trang</b> xem văn bản",
  tier: "original",
  warnings: 1,
};

const sample: DocumentSummary = {
  ...summary,
  id: 8,
  versionId: 80,
  source: "ban-tom-luoc-thu.txt",
  number: null,
  blankNumber: "/UBND-TH",
  type: "Công văn",
  issuedOn: "2024-05",
  title: "Bản thử",
  tier: "unnumbered-copy",
  warnings: 0,
};

const old = { versions: [70, 69].map((id) => ({ id, ordinal: id - 68, live: id === 70 })) };

export const detail: DocumentDetail = {
  ...summary,
  ...old,
  warnings: [{ code: "date.partial", message: "Ngày ban hành cần kiểm tra.", span: null }],
  text,
  live: true,
  addressees: [],
  recipients: [],
  signer: { name: "Nguyễn Văn Mẫu", capacity: "CHỦ TỊCH", authority: "TM. ỦY BAN NHÂN DÂN" },
  sourceAddress: "javascript:alert(1)",
  outline: [
    { index: 0, parent: null, kind: "phan", label: "I.", heading: "NHIỆM VỤ", span: spanOf("**I.", "30/6/2024.") },
    { index: 1, parent: 0, kind: "number", label: "1.", heading: "Sở Xây dựng", span: spanOf("**1.", "30/6/2024.") },
  ],
  passages: [
    passage(1, "preamble", "Thực hiện Chỉ thị", "Kế hoạch:", "Mở đầu"),
    { ...passage(2, "clause", "Chủ trì, phối hợp", "30/6/2024.", "Mục I.1"), node: 1 },
    passage(3, "table-row", "| Khảo sát", "10/6 |", "Bảng, dòng 1"),
    passage(4, "signature", "TM. ỦY BAN", "Nguyễn Văn Mẫu", "Chữ ký"),
  ],
  duties: [
    {
      agency: { key: "so xay dung", name: "Sở Xây dựng", level: "province", place: null, kind: "agency" },
      role: "lead",
      agencySpan: spanOf("Sở Xây dựng"),
      span: dutySpan,
      passage: 2,
      partners: ["Sở Tài chính"],
      deadline: { on: "2024-06-30", span: spanOf("trước ngày 30/6/2024") },
      reportsTo: null,
    },
  ],
  furniture: [spanOf("Trang chủ", "Đăng nhập")],
  cites: [
    { relation: "carries-out", label: "Chỉ thị số 99/CT-TTg ngày 01/4/2024", documents: [], passage: 1 },
    { relation: "mentions", label: "Công văn /UBND-TH", documents: [sample], passage: null },
  ],
  citedBy: [],
};

export function fakeLibrary(): Library {
  return {
    list: async () => [summary, sample],
    find: async (id, version) => {
      if (id !== 7 || ![null, 69, 70].includes(version)) return null;
      return version === 69 ? { ...detail, versionId: 69, live: false } : detail;
    },
  };
}

export function fakeAnswer(overrides: Partial<Answer> = {}): Answer {
  return {
    id: "a-1",
    status: "answered",
    answer:
      "Kế hoạch 12/KH-UBND giao <Sở Xây dựng>:\n• (chủ trì) “lập danh mục cần sửa & báo cáo” [1]\n\nNguồn\n[1] 12/KH-UBND, mục I.1\nGửi 1 để xem nguyên văn cả mục.",
    citations: [
      {
        marker: 1,
        source: "mau-son.txt",
        documentNumber: "12/KH-UBND",
        title: "Về việc thử",
        issuer: "UBND tỉnh Mẫu Sơn",
        issuedOn: "2024-06-05",
        sourceTier: "original",
        locator: "Mục I.1",
        quote: text.slice(quoteSpan.start, quoteSpan.end),
        ...quoteSpan,
        url: "/documents/7#p2",
        documentId: 7,
        versionId: 70,
        passageId: 701,
      },
    ],
    answeredBy: "extractive",
    ...overrides,
  };
}
