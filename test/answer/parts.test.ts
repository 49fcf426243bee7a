import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import type { Database } from "../../retrieval/index.ts";
import { askedTexts } from "../../retrieval/search/question/parts.ts";
import { directive, falseCitations, hold } from "../bot/answering.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

const plan = (province: string, number: string, date: string, clauses: readonly string[]) =>
  directive({
    issuer: `Ủy ban nhân dân tỉnh ${province}`,
    number,
    type: "Kế hoạch",
    title: "Phát triển nghề nuôi ong",
    place: province,
    date,
    clauses,
    signer: "Nguyễn Văn Bình",
  });

const DOCUMENTS = {
  "lang-son.txt": plan("Lạng Sơn", "41/KH-UBND", "10/01/2025", [
    "1. Tỷ lệ hộ nuôi ong được tập huấn đạt 80% vào năm 2027.",
    "2. Các xã báo cáo số đàn ong về Sở Nội vụ trước ngày 15/6/2025.",
    "3. Tổ chức hội thi mật ong tại chợ Kỳ Lừa.",
  ]),
  "ha-tinh.txt": plan("Hà Tĩnh", "52/KH-UBND", "20/02/2025", [
    "1. Tỷ lệ hộ nuôi ong được tập huấn đạt 65% vào năm 2027.",
    "2. Các xã báo cáo số đàn ong về Sở Nội vụ trước ngày 30/9/2025.",
  ]),
  "tuyen-quang.txt": plan("Tuyên Quang", "63/KH-UBND", "05/03/2025", [
    "1. Sở Tài chính bố trí kinh phí mua thùng nuôi ong trước ngày 31/3/2025.",
    "2. Sở Y tế kiểm tra chất lượng mật ong trước ngày 20/8/2025.",
    "3. Văn phòng UBND tỉnh theo dõi, đôn đốc việc thực hiện Kế hoạch này.",
    "4. Hội chợ mật ong mở 05 ngày, từ ngày 10/10/2025 đến hết ngày 14/10/2025.",
    "5. Công an tỉnh bảo đảm an ninh hội chợ mật ong và báo cáo đúng hạn.",
  ]),
};

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
  await hold(db, DOCUMENTS);
});
afterAll(() => db.close());

const ask = (question: string) =>
  createPipeline({ db, embedder: createHashedEmbedder(), now: () => new Date("2025-06-01T03:00:00Z") }).ask({
    question,
  });

describe("a message is cut where each side asks something", () => {
  it.each([
    ["Ai ký Kế hoạch 41 và kế hoạch đó giao gì cho các xã?", ["Ai ký Kế hoạch 41", "kế hoạch đó giao gì cho các xã"]],
    ["Sở Y tế và Sở Nội vụ phải làm gì?", ["Sở Y tế và Sở Nội vụ phải làm gì"]],
    ["Kiểm kê vào lúc nào? Gửi cho ai?", ["Kiểm kê vào lúc nào", "Gửi cho ai"]],
    ["Ai ký Kế hoạch 41, còn hiệu lực không?", ["Ai ký Kế hoạch 41", "còn hiệu lực không"]],
    [
      "Hạn của xã báo cáo và hạn của Sở Y tế tổng hợp là khi nào?",
      ["Hạn của xã báo cáo", "hạn của Sở Y tế tổng hợp là khi nào"],
    ],
    ["Rà soát và báo cáo số đàn ong trước ngày nào?", ["Rà soát và báo cáo số đàn ong trước ngày nào"]],
  ])("%s", (text, parts) => {
    expect(askedTexts(text)).toEqual(parts);
  });
});

describe("several questions in one message", () => {
  it("are each answered under their own verdict", async () => {
    const { status, answer, citations } = await ask(
      "Ai ký Kế hoạch 41/KH-UBND và các xã báo cáo số đàn ong trước ngày nào?",
    );
    expect(status).toBe("answered");
    expect(answer).toContain("Về “Ai ký Kế hoạch 41/KH-UBND”: Người ký");
    expect(answer).toContain("Nguyễn Văn Bình");
    expect(answer).toContain("Về “các xã báo cáo số đàn ong trước ngày nào”");
    expect(answer).toContain("15/6/2025");
    expect(citations.every(({ documentNumber }) => documentNumber === "41/KH-UBND")).toBe(true);
    expect(answer.length).toBeLessThan(2000);
  });

  it.each([
    "Kế hoạch 41/KH-UBND giao các xã báo cáo gì và còn hiệu lực không?",
    "Ai ký Kế hoạch 41/KH-UBND, còn hiệu lực không?",
  ])("of which one is settled by the documents' silence say that, too: %s", async (question) => {
    const { status, answer, citations } = await ask(question);
    expect(status).toBe("answered");
    expect(citations.length).toBeGreaterThan(0);
    expect(answer).toMatch(/Về “còn hiệu lực không”: Không văn bản nào đang giữ nêu Kế hoạch 41/u);
  });

  it("of which one finds nothing say so", async () => {
    const { answer } = await ask("Các xã Lạng Sơn báo cáo số đàn ong trước ngày nào và tàu điện ngầm chạy lúc nào?");
    expect(answer).toContain("15/6/2025");
    expect(answer).not.toMatch(/tàu điện ngầm[^\n]*: Theo/u);
  });
});

describe("several questions about one plan", () => {
  it("who is asked after is not who was named", async () => {
    const { answer } = await ask(
      "Sở Tài chính và Sở Y tế được giao gì trong Kế hoạch 63/KH-UBND, ai theo dõi đôn đốc?",
    );
    expect(answer).toContain("mua thùng nuôi ong");
    expect(answer).toContain("kiểm tra chất lượng mật ong");
    expect(answer).toMatch(/Về “ai theo dõi đôn đốc”: Văn phòng UBND tỉnh/u);
  });

  it("each side's day is given", async () => {
    const { answer } = await ask(
      "Hạn của Sở Tài chính Tuyên Quang bố trí kinh phí mua thùng nuôi ong và hạn của Sở Y tế kiểm tra chất lượng mật ong là khi nào?",
    );
    expect(answer).toContain("31/3/2025");
    expect(answer).toContain("20/8/2025");
  });

  it("a question that says the same once more stays with its own", async () => {
    const { answer } = await ask("Hội chợ mật ong Tuyên Quang mở mấy ngày, từ ngày nào đến ngày nào?");
    expect(answer).toContain("từ ngày 10/10/2025 đến hết ngày 14/10/2025");
    expect(answer).not.toContain("Về “");
  });

  it("says which part finds nothing", async () => {
    const { answer } = await ask("Sở Y tế được giao gì trong Kế hoạch 63/KH-UBND và tàu điện ngầm chạy lúc nào?");
    expect(answer).toContain("kiểm tra chất lượng mật ong");
    expect(answer).toMatch(/Về “tàu điện ngầm chạy lúc nào”: [^\n]*(?:không|chưa) (?:nêu|tìm thấy)/iu);
  });
});

describe("a follow-up", () => {
  const follow = (question: string) =>
    createPipeline({ db, embedder: createHashedEmbedder(), now: () => new Date("2025-06-01T03:00:00Z") }).ask({
      question,
      history: [{ role: "user", content: "Sở Y tế Tuyên Quang phải làm gì với mật ong?" }],
    });

  it("for another agency does not begin with the former one's clauses", async () => {
    const { citations } = await follow("Còn Công an thì sao?");
    expect(citations[0]?.quote).toContain("Công an tỉnh bảo đảm an ninh");
  });

  it("for the day alone keeps agency and matter", async () => {
    const { citations } = await follow("Hạn chót là bao giờ?");
    expect(citations[0]?.quote).toContain("20/8/2025");
  });
});

describe("a moment of counting", () => {
  const inventory = directive({
    issuer: "Ủy ban nhân dân tỉnh Cao Bằng",
    number: "77/KH-UBND",
    type: "Kế hoạch",
    title: "Kiểm đếm đàn trâu bò thời điểm 0h00 ngày 01 tháng 7 năm 2025",
    place: "Cao Bằng",
    date: "02/04/2025",
    clauses: ["1. Các xã lập tổ kiểm đếm đàn trâu bò, hoàn thành trước ngày 15/5/2025."],
    signer: "Nguyễn Văn Bình",
  });

  it("is read in the title and is no deadline", async () => {
    await hold(db, { "cao-bang.txt": inventory });
    const { answer, citations } = await ask("Cao Bằng kiểm đếm đàn trâu bò vào thời điểm nào?");
    expect(answer).toMatch(/^Thời điểm nêu ngay trong tên của Kế hoạch 77\/KH-UBND/u);
    expect(citations.map(({ quote }) => quote).join()).toContain("0h00 ngày 01 tháng 7 năm 2025");
    expect((await ask("Cao Bằng lập tổ kiểm đếm đàn trâu bò, hoàn thành trước thời điểm nào?")).answer).toContain(
      "15/5/2025",
    );
  });
});

describe("a comparison", () => {
  it("of two agencies gives the orders to each", async () => {
    const { answer } = await ask("So sánh nhiệm vụ của Sở Tài chính Tuyên Quang và Sở Y tế Tuyên Quang về ong");
    expect(answer).toContain("mua thùng nuôi ong");
    expect(answer).toContain("kiểm tra chất lượng mật ong");
  });

  it("of two places gives the clause of each", async () => {
    const { answer, citations } = await ask(
      "Lạng Sơn và Hà Tĩnh, tỉnh nào có tỷ lệ hộ nuôi ong được tập huấn cao hơn?",
    );
    expect(new Set(citations.map(({ documentNumber }) => documentNumber))).toEqual(
      new Set(["41/KH-UBND", "52/KH-UBND"]),
    );
    expect(answer).toContain("80%");
    expect(answer).toContain("65%");
  });

  it("says which of the two is missing", async () => {
    const { answer, citations } = await ask("Hội thi mật ong của Lạng Sơn và Hà Tĩnh khác nhau thế nào?");
    expect(answer).toMatch(/^Chỉ tìm thấy đoạn nêu nội dung này của Lạng Sơn; chưa tìm thấy của Hà Tĩnh/u);
    expect(citations.every(({ documentNumber }) => documentNumber === "41/KH-UBND")).toBe(true);
  });

  it("of two documents' dates is told by their own dates", async () => {
    const { answer } = await ask("Kế hoạch 52/KH-UBND và Kế hoạch 41/KH-UBND, cái nào ban hành trước?");
    expect(answer).toMatch(/^Kế hoạch 41\/KH-UBND \([^)]*\) ban hành trước Kế hoạch 52\/KH-UBND/u);
  });

  it("quotes everything word for word", async () => {
    expect(await falseCitations(db)).toEqual([]);
  });
});
