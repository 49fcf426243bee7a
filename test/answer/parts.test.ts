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

describe("a comparison", () => {
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
