import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import { type Database, findAgencies } from "../../retrieval/index.ts";
import { directive, falseCitations, hold } from "../bot/answering.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

/** Two provinces with agencies of one name, and bodies that stand below a Sở or in the brackets of a heading. */
const NORTH = directive({
  issuer: "Ủy ban nhân dân tỉnh Lạng Sơn",
  number: "15/UBND-KT",
  type: "Công văn",
  title: "Bảo vệ rừng hồi giáp ranh",
  place: "Lạng Sơn",
  date: "05/11/2025",
  clauses: [
    "1. Sở Tài chính bố trí kinh phí tuần tra rừng hồi.",
    "2. Sở Nông nghiệp và Môi trường chủ trì kiểm kê rừng hồi.",
    "3. Các chủ rừng là tổ chức (các Ban quản lý rừng đặc dụng, rừng phòng hộ, các Công ty lâm nghiệp)",
    "- Lập tổ tuần tra thường xuyên tại các khoảnh rừng hồi giáp ranh.",
    "- Báo cáo kịp thời các vụ chặt hạ hồi với cơ quan kiểm lâm.",
    "4. Các sở, ban, ngành phối hợp tuyên truyền bảo vệ rừng hồi.",
  ],
});
/** The same headings where each stands over clauses: the reading of the document names those it lists. */
const HEADED = directive({
  issuer: "Ủy ban nhân dân tỉnh Lạng Sơn",
  number: "17/UBND-KT",
  type: "Công văn",
  title: "Phòng trừ sâu róm thông",
  place: "Lạng Sơn",
  date: "07/11/2025",
  clauses: [
    "1. Sở Xây dựng",
    "- Dựng các cột treo bẫy đèn.",
    "2. Các chủ rừng là tổ chức (các Ban quản lý rừng đặc dụng, rừng phòng hộ, các Công ty lâm nghiệp)",
    "- Đặt bẫy đèn tại các khoảnh rừng thông có mật độ sâu cao.",
    "3. Công an tỉnh",
    "- Xử lý hành vi phá hoại bẫy đèn.",
    "4. Các sở, ban, ngành",
    "- Tuyên truyền phòng trừ sâu róm thông.",
  ],
});
const SOUTH = directive({
  issuer: "Ủy ban nhân dân tỉnh Cà Mau",
  number: "16/UBND-KT",
  type: "Công văn",
  title: "Quản lý ao nuôi tôm quảng canh",
  place: "Cà Mau",
  date: "06/11/2025",
  clauses: [
    "1. Sở Tài chính thẩm định dự toán nạo vét ao nuôi tôm.",
    "2. Các sở, ban, ngành phối hợp tuyên truyền về ao nuôi tôm.",
  ],
});

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
  await hold(db, { "bac.txt": NORTH, "bac-2.txt": HEADED, "nam.txt": SOUTH });
});
afterAll(() => db.close());

const ask = (question: string) =>
  createPipeline({ db, embedder: createHashedEmbedder(), now: () => new Date("2026-06-01T03:00:00Z") }).ask({
    question,
  });

describe("agencies of two provinces in one question", () => {
  it.each([
    "Sở Tài chính Lạng Sơn và Sở Tài chính Cà Mau có nhiệm vụ gì?",
    "Sở Tài chính Lạng Sơn và Cà Mau có nhiệm vụ gì?",
    "so tai chinh lang son va so tai chinh ca mau phai lam gi",
    "Sở Tài chính Lạng Sơn và Sở Tài chính Cà Mau lần lượt phải làm gì về rừng hồi và về ao nuôi tôm?",
  ])("are each given the documents of their own: %s", async (question) => {
    const { answer, citations } = await ask(question);
    expect(answer).toMatch(/Công văn 15\/UBND-KT \([^)]*Lạng Sơn[^)]*\) giao Sở Tài chính tỉnh Lạng Sơn/);
    expect(answer).toMatch(/Công văn 16\/UBND-KT \([^)]*Cà Mau[^)]*\) giao Sở Tài chính tỉnh Cà Mau/);
    expect(citations.map(({ documentNumber }) => documentNumber)).toEqual(["15/UBND-KT", "16/UBND-KT"]);
  });
});

describe("a body that is no member of “các sở, ban, ngành”", () => {
  it.each([
    ["Ban Quản lý rừng phòng hộ Lạng Sơn phải làm gì theo Công văn 15?", "Lập tổ tuần tra"],
    [
      "Tôi ở Ban Quản lý rừng phòng hộ ở Lạng Sơn. Dạo này mất hồi nhiều, theo Công văn 15 phải làm gì?",
      "Lập tổ tuần tra",
    ],
    ["Ban Quản lý rừng đặc dụng Lạng Sơn phải làm gì theo Công văn 17?", "Đặt bẫy đèn"],
  ])("has the section whose heading lists it in brackets: %s", async (question, clause) => {
    const { answer } = await ask(question);
    expect(answer).toContain("“Các chủ rừng là tổ chức”, trong đó có Ban Quản lý rừng");
    expect(answer).toContain(clause);
    expect(answer).not.toMatch(/không giao việc riêng|Dạo/);
  });

  it("is not said to be one where nothing is its own", async () => {
    const { answer } = await ask("Ban Quản lý rừng phòng hộ Cà Mau phải làm gì theo Công văn 16?");
    expect(answer).not.toMatch(/thuộc “/);
  });

  it("is a part of its Sở when it is a chi cục", async () => {
    const { answer } = await ask("Chi cục Kiểm lâm Lạng Sơn phải làm gì theo Công văn 15?");
    expect(answer).toMatch(/^Chi cục Kiểm lâm Lạng Sơn thuộc Sở Nông nghiệp và Môi trường/);
    expect(answer).toContain("kiểm kê rừng hồi");
  });
});

it.each([
  ["Ban Quản lý rừng phòng hộ Lạng Sơn. Dạo này", "Ban Quản lý rừng phòng hộ Lạng Sơn"],
  ["Công an TP. Cần Thơ chủ trì", "Công an TP. Cần Thơ"],
])("a name ends with its sentence, not with shorthand: %s", (text, name) => {
  expect(findAgencies(text).map((agency) => agency.name)).toEqual([name]);
});

it("leaves every quote word for word", async () => {
  expect(await falseCitations(db)).toEqual([]);
});

it("who gives work to others in its own letter has not been given it", async () => {
  const letter = (number: string, clauses: readonly string[]) =>
    directive({
      issuer: "Sở Giáo dục và Đào tạo tỉnh Sơn La",
      number,
      type: "Công văn",
      title: "Giữ ấm cho học sinh bán trú",
      place: "Sơn La",
      date: "08/12/2025",
      clauses,
    });
  await hold(db, {
    "giu-am.txt": letter("91/SGDĐT-CTTT", [
      "1. Các trường bán trú dừng học ngoài trời khi nhiệt độ xuống thấp.",
      "Sở Giáo dục và Đào tạo đề nghị Thủ trưởng các đơn vị nghiêm túc thực hiện./.",
    ]),
    "tu-lam.txt": letter("92/SGDĐT-CTTT", ["1. Sở Giáo dục và Đào tạo chủ trì kiểm tra bếp ăn bán trú mỗi tháng."]),
  });
  const { citations } = await ask("Sở Giáo dục và Đào tạo Sơn La phải làm gì?");
  expect([...new Set(citations.map(({ documentNumber }) => documentNumber))]).toEqual(["92/SGDĐT-CTTT"]);
});
