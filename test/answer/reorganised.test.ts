import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import type { Database } from "../../retrieval/index.ts";
import { directive, falseCitations, hold } from "../bot/answering.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

/** One province's directives of before and after 2025, and a central one that names today's provinces. */
const BEFORE = directive({
  issuer: "Ủy ban nhân dân tỉnh Bình Định",
  number: "31/UBND-KT",
  type: "Công văn",
  title: "Tăng cường phòng cháy rừng mùa khô",
  place: "Bình Định",
  date: "10/02/2023",
  clauses: [
    "1. Sở Nông nghiệp và Phát triển nông thôn chủ trì kiểm tra các chòi canh lửa rừng.",
    "2. Sở Tài nguyên và Môi trường cung cấp bản đồ ranh giới rừng.",
    "3. Các sở, ban, ngành phối hợp tuyên truyền phòng cháy rừng.",
  ],
});
const AFTER = directive({
  issuer: "Ủy ban nhân dân tỉnh Gia Lai",
  number: "88/CT-UBND",
  type: "Chỉ thị",
  title: "Tăng cường quản lý mỏ cát lòng sông",
  place: "Gia Lai",
  date: "12/11/2025",
  clauses: [
    "1. Sở Nông nghiệp và Môi trường chủ trì cắm mốc các mỏ cát lòng sông.",
    "2. Sở Y tế chủ trì chi trả trợ cấp xã hội cho hộ bị sạt lở do khai thác cát.",
    "3. Sở Nội vụ chủ trì giới thiệu việc làm cho người bị thu hồi mỏ cát.",
    "4. Các sở, ban, ngành phối hợp tuyên truyền về khai thác cát.",
    "5. Ủy ban nhân dân các xã, phường kiểm tra bến bãi tập kết cát.",
  ],
});
const CENTRAL = directive({
  issuer: "Thủ tướng Chính phủ",
  number: "301/CĐ-TTg",
  type: "Công điện",
  title: "Khắc phục sạt lở bờ biển",
  place: "Hà Nội",
  date: "20/11/2025",
  clauses: [
    "1. Ủy ban nhân dân các tỉnh: Gia Lai, Đắk Lắk di dời các hộ dân ven biển trước ngày 15/12/2025.",
    "2. Bộ Xây dựng chủ trì gia cố các đoạn đường ven biển bị sạt lở.",
  ],
});

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
  await hold(db, { "truoc.txt": BEFORE, "sau.txt": AFTER, "trung-uong.txt": CENTRAL });
});
afterAll(() => db.close());

const ask = (question: string) =>
  createPipeline({ db, embedder: createHashedEmbedder(), now: () => new Date("2026-06-01T03:00:00Z") }).ask({
    question,
  });

const numbers = (answer: Awaited<ReturnType<typeof ask>>) => [
  ...new Set(answer.citations.map(({ documentNumber }) => documentNumber)),
];

describe("an agency that was renamed or merged in 2025", () => {
  it.each([
    ["Sở Tài nguyên và Môi trường Gia Lai phải làm gì theo Chỉ thị 88?", "Sở Nông nghiệp và Môi trường", "cắm mốc"],
    ["so nn va ptnt gia lai phai lam gi theo chi thi 88", "Sở Nông nghiệp và Môi trường", "cắm mốc"],
    ["Bộ Giao thông vận tải được giao gì trong Công điện 301?", "Bộ Xây dựng", "gia cố"],
    ["Sở LĐTBXH Gia Lai làm gì về giới thiệu việc làm theo Chỉ thị 88?", "Sở Nội vụ", "việc làm"],
  ])("is answered for under its successor in a later document: %s", async (question, successor, clause) => {
    const { answer, status } = await ask(question);
    expect(status).toBe("answered");
    expect(answer.split("\n")[0]).toContain(`nay là ${successor}`);
    expect(answer).toContain(clause);
    expect(answer).not.toMatch(/thuộc “/);
  });

  it("follows the field of work that went elsewhere", async () => {
    const { answer } = await ask(
      "Sở Lao động - Thương binh và Xã hội Gia Lai làm gì về trợ cấp xã hội theo Chỉ thị 88?",
    );
    expect(answer.split("\n")[0]).toMatch(/nay do Sở Y tế đảm nhiệm/);
    expect(answer).toContain("chi trả trợ cấp xã hội");
  });

  it("is never a member of a group of a later document", async () => {
    const { answer } = await ask("Sở Thông tin và Truyền thông Gia Lai phải làm gì?");
    expect(answer).toContain("Sở Thông tin và Truyền thông nay là Sở Khoa học và Công nghệ");
    expect(answer).not.toMatch(/Sở Thông tin và Truyền thông[^.\n]*(?:thuộc|được giao)/);
  });

  it("keeps its own name in a document of before", async () => {
    const { answer } = await ask("Sở Tài nguyên và Môi trường phải làm gì theo Công văn 31?");
    expect(answer).toMatch(/giao Sở Tài nguyên và Môi trường/);
    expect(answer).not.toContain("nay là");
  });

  it("is found in an older document by its new name, and the answer says so", async () => {
    const { answer } = await ask("Sở Nông nghiệp và Môi trường phải làm gì theo Công văn 31?");
    expect(answer).toContain("Khi đó Sở Nông nghiệp và Môi trường là Sở Nông nghiệp và Phát triển nông thôn");
    expect(answer).toContain("chòi canh lửa rừng");
    expect(answer).toContain("bản đồ ranh giới rừng");
  });

  it("of the district level is said to be no more", async () => {
    const { answer } = await ask("UBND các huyện ở Gia Lai phải làm gì theo Chỉ thị 88?");
    expect(answer).toMatch(/^Nay không còn cấp huyện/);
    expect(answer).toContain("kiểm tra bến bãi");
  });
});

describe("a province that was merged in 2025", () => {
  it.each([
    "UBND tỉnh Bình Định phải làm gì theo Công điện 301?",
    "ubnd tinh binh dinh phai lam gi theo cong dien 301",
    "UBND tỉnh Bình Định phải làm gì về di dời hộ dân ven biển?",
  ])("is answered for as today's province in a later document: %s", async (question) => {
    const answer = await ask(question);
    expect(answer.answer).toMatch(/^Tỉnh Bình Định nay thuộc tỉnh Gia Lai; .* của tỉnh Gia Lai\./);
    expect(answer.answer).toContain("giao UBND tỉnh Gia Lai");
    expect(numbers(answer)).toEqual(["301/CĐ-TTg"]);
  });

  it("is said to be part of another where its own agency is asked about", async () => {
    const answer = await ask("Sở Y tế Bình Định phải làm gì về chi trả trợ cấp xã hội?");
    expect(answer.answer).toMatch(/^Tỉnh Bình Định nay thuộc tỉnh Gia Lai/);
    expect(answer.answer).toContain("giao Sở Y tế tỉnh Gia Lai");
    expect(numbers(answer)).toEqual(["88/CT-UBND"]);
  });

  it.each([
    "Sở Tài nguyên và Môi trường Bình Định phải làm gì theo Công văn 31?",
    "Sở Nông nghiệp và Phát triển nông thôn Bình Định phải làm gì về chòi canh lửa rừng?",
  ])("keeps what it issued itself: %s", async (question) => {
    const answer = await ask(question);
    expect(answer.answer).not.toContain("nay thuộc");
    expect(numbers(answer)).toEqual(["31/UBND-KT"]);
  });

  it("does not give its duties of before the merger to today's province", async () => {
    const answer = await ask("Sở Tài nguyên và Môi trường Gia Lai phải làm gì về bản đồ ranh giới rừng?");
    expect(numbers(answer)).not.toContain("31/UBND-KT");
  });

  it("is not meant by a road that is called after it", async () => {
    const { answer } = await ask("UBND tỉnh Gia Lai phải làm gì với đường Quy Nhơn - Bình Định theo Công điện 301?");
    expect(answer).not.toContain("nay thuộc");
  });

  it.each([
    ["Tỉnh Bình Định có nằm trong diện Công điện 301 không?", "có nêu Gia Lai"],
    ["Tỉnh Cà Mau có nằm trong diện Công điện 301 không?", "không nêu Cà Mau"],
  ])("is looked for among those that a central document names: %s", async (question, said) => {
    expect((await ask(question)).answer).toContain(said);
  });
});

it("leaves every quote word for word", async () => {
  expect(await falseCitations(db)).toEqual([]);
});
