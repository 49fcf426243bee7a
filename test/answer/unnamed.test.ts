import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import type { Database } from "../../retrieval/index.ts";
import { directive, falseCitations, hold } from "../bot/answering.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

/** A ministry and a province on one matter, and a province's agencies of which one has nothing to do with it. */
const MINISTRY = directive({
  issuer: "Thủ tướng Chính phủ",
  number: "21/CT-TTg",
  type: "Chỉ thị",
  title: "Tăng cường quản lý pháo nổ",
  place: "Hà Nội",
  date: "10/02/2023",
  clauses: [
    "1. Bộ Công an phối hợp với Bộ Quốc phòng xử lý nghiêm việc buôn bán pháo nổ qua biên giới.",
    "2. Bộ Tài chính bố trí kinh phí tuyên truyền phòng, chống pháo nổ.",
  ],
});
const PROVINCE = directive({
  issuer: "Ủy ban nhân dân tỉnh Lạng Sơn",
  number: "77/UBND-NC",
  type: "Công văn",
  title: "Tổ chức hội hoa xuân",
  place: "Lạng Sơn",
  date: "10/01/2023",
  clauses: [
    "1. Sở Văn hóa, Thể thao và Du lịch chủ trì tổ chức hội hoa xuân tại trung tâm thành phố.",
    "2. Báo Lạng Sơn đưa tin về hội hoa xuân hằng ngày.",
    "3. Đài Phát thanh và Truyền hình tỉnh chủ trì truyền hình trực tiếp đêm khai mạc.",
  ],
});

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
  await hold(db, { "bo.txt": MINISTRY, "tinh.txt": PROVINCE });
});
afterAll(() => db.close());

const ask = (question: string) =>
  createPipeline({ db, embedder: createHashedEmbedder(), now: () => new Date("2025-06-01T03:00:00Z") }).ask({
    question,
  });

describe("an agency that none of the clauses on the matter concerns", () => {
  it.each([
    ["Công an tỉnh Lạng Sơn phối hợp với ai xử lý buôn bán pháo nổ qua biên giới?", "Công an tỉnh Lạng Sơn"],
    ["cong an tinh lang son phoi hop voi ai xu ly buon ban phao no qua bien gioi", "Công an tỉnh Lạng Sơn"],
  ])("is named as not found before the clause on the matter: %s", async (question, agency) => {
    const { answer, citations } = await ask(question);
    expect(answer.split("\n")[0]).toMatch(/^Không tìm thấy văn bản đang giữ nào giao việc này cho/);
    expect(answer.split("\n")[0]).toContain(agency);
    expect(citations.map(({ documentNumber }) => documentNumber)).toEqual(["21/CT-TTg"]);
  });

  it("is said of the document where one is named", async () => {
    const { answer } = await ask("Theo Chỉ thị 21, Sở Y tế phối hợp với ai xử lý buôn bán pháo nổ qua biên giới?");
    expect(answer).toMatch(/^Chỉ thị 21\/CT-TTg không giao việc cho Sở Y tế\./);
  });

  it("is not said where the clause is its own", async () => {
    const { answer } = await ask("Bộ Công an phối hợp với ai xử lý buôn bán pháo nổ qua biên giới?");
    expect(answer).not.toMatch(/Không tìm thấy|không giao việc|không nêu/);
    expect(answer).toContain("Bộ Quốc phòng");
  });

  it.each([
    [
      "Sở Văn hóa, Thể thao và Du lịch Lạng Sơn phải làm gì về nuôi trồng thủy sản?",
      /được giao việc khác ở: Công văn 77/,
    ],
    [
      "Sở Y tế Lạng Sơn phải làm gì về nuôi trồng thủy sản?",
      /Các văn bản của Lạng Sơn đang giữ không giao việc cho Sở Y tế/,
    ],
  ])("is told where nothing is found, with where it is tasked: %s", async (question, said) => {
    const { status, answer } = await ask(question);
    expect(status).toBe("not_found");
    expect(answer).toMatch(said);
  });

  it.each(["Hội Nhà báo Lạng Sơn phải làm gì về hội hoa xuân?", "hội nhà báo lạng sơn phải làm gì về hội hoa xuân"])(
    "is not taken for another whose name ends like its own: %s",
    async (question) => {
      const { answer } = await ask(question);
      expect(answer).not.toMatch(/(?:giao|cho) Báo Lạng Sơn|^Báo Lạng Sơn/m);
    },
  );

  it("is not denied what it is given under its whole name", async () => {
    const { status, answer } = await ask("Đài Truyền hình Lạng Sơn phải làm gì?");
    expect(status).toBe("answered");
    expect(answer).toMatch(/^Hiểu “Đài Truyền hình[^”]*” là Đài Phát thanh và Truyền hình tỉnh\./);
    expect(answer).toContain("truyền hình trực tiếp đêm khai mạc");
    const other = await ask("Đài Truyền hình Việt Nam phải làm gì ở Lạng Sơn?");
    expect(other.answer).not.toContain("đêm khai mạc");
  });

  it("leaves every quote word for word", async () => {
    expect(await falseCitations(db)).toEqual([]);
  });
});
