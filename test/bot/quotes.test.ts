import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Answer } from "../../bot/index.ts";
import { plainText } from "../../retrieval/index.ts";
import { vietnameseText } from "../text/vietnamese.ts";
import { answering, directive, falseCitations, hold } from "./answering.ts";

/** What holds of any answer: it fits a message, it rests on citations, and what it shows in quotation marks is theirs. */
function expectSound(answer: Answer): void {
  expect(answer.answer.length).toBeGreaterThan(0);
  expect(answer.answer.length).toBeLessThan(2000);
  if (answer.status === "answered") expect(answer.citations.length).toBeGreaterThan(0);
  expect(answer.citations.map((one) => one.marker)).toEqual(answer.citations.map((_, index) => index + 1));
  for (const [, shown = "", marker] of answer.answer.matchAll(/“([^”]*)” \[(\d+)\]/gu)) {
    const cited = plainText(answer.citations[Number(marker) - 1]?.quote ?? "");
    for (const piece of shown.split("…")) expect(cited).toContain(piece.trim());
  }
}

const AGENCIES = [
  "Sở Tài chính",
  "sở nội vụ",
  "Sở Y tế",
  "Bộ Tài chính",
  "BTTTT",
  "UBND xã",
  "Công an tỉnh",
  "Phòng Nội vụ",
  "báo chí",
  "Sở Tư pháp",
  "UBND các huyện",
];
const PLACES = ["", "Lạng Sơn", "lao cai", "Phan Rang", "Bắc Giang", "Hà Nội"];
const DOCUMENTS = [
  "",
  "theo Chỉ thị 07",
  "theo KH 151",
  "trong công văn 465",
  "theo /UBND-KGVX",
  "theo Nghị định 9/2017",
  "theo QĐ 99",
];
const ASKED = [
  "phải làm gì",
  "có thời hạn nào",
  "phối hợp với ai",
  "chủ trì việc gì về kinh phí",
  "được văn bản nào giao việc",
  "ai ký",
];

describe("over the samples", async () => {
  const { db, ask } = await answering();
  const file = new URL("../eval/samples-questions.jsonl", import.meta.url);
  const prepared = readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { question: string }).question);

  test("no stored citation has a quote that is not a span of its version, whatever was asked", async () => {
    for (const question of prepared) expectSound(await ask(question));
    const made = fc
      .tuple(
        fc.constantFrom(...AGENCIES),
        fc.constantFrom(...PLACES),
        fc.constantFrom(...DOCUMENTS),
        fc.constantFrom(...ASKED),
      )
      .map(([agency, place, document, asked]) => `${agency} ${place} ${asked} ${document}?`.replace(/\s+/g, " "));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 5, arbitrary: made }, { weight: 1, arbitrary: vietnameseText }),
        async (question) => {
          fc.pre(/\p{L}/u.test(question) && question.length < 1_000 && !/\p{Cc}(?<![\n\t])|\ufffd/u.test(question));
          expectSound(await ask(question));
        },
      ),
      { numRuns: 60 },
    );
    const [stored] = await db.query<{ n: number }>("select count(*)::integer as n from answer_citations");
    expect(stored?.n).toBeGreaterThan(100);
    expect(await falseCitations(db)).toEqual([]);
    await db.close();
  });
});

const TASKS = [
  "rà soát các cầu yếu",
  "bố trí kinh phí sửa chữa trường học",
  "kiểm tra nước sinh hoạt 🙂",
  "công khai kết quả trên Cổng Thông tin điện tử",
  "báo cáo trước ngày 15/8/2024",
  "thực hiện Quyết định số 5/2023/QĐ-TTg",
];
const BODIES = [
  "Sở Giao thông vận tải",
  "Sở Y tế",
  "Các sở, ban, ngành",
  "UBND các huyện, thành phố",
  "Ủy ban nhân dân các xã, phường",
  "Công an tỉnh",
];
const WRAPPED = [
  (text: string) => text,
  (text: string) => `**${text}**`,
  (text: string) => text.replace(/ /g, "\n"),
  (text: string) => `| ${text} |\n| --- |`,
  (text: string) => text.normalize("NFD"),
  (text: string) => text.replace(/e/g, "*e*"),
];
const clause = fc
  .tuple(
    fc.constantFrom(...BODIES),
    fc.constantFrom(...WRAPPED),
    fc.uniqueArray(fc.constantFrom(...TASKS), { minLength: 1, maxLength: 4 }),
    fc.constantFrom("- ", "a) ", "", "+ "),
  )
  .map(([body, wrap, tasks, mark]) => ({
    body,
    tasks: wrap(tasks.map((task) => `${mark}Chủ trì, phối hợp với Sở Tài chính ${task}.`).join("\n\n")),
  }));
const document = fc.record({
  place: fc.constantFrom("Lào Cai", "Lạng Sơn", "Hà Giang"),
  seq: fc.integer({ min: 1, max: 40 }),
  clauses: fc.array(clause, { minLength: 1, maxLength: 5 }),
  noise: vietnameseText,
  ending: fc.constantFrom("\n", "\r\n"),
  start: fc.constantFrom("", "\uFEFF"),
});
type Made = typeof document extends fc.Arbitrary<infer T> ? T : never;

function print({ place, seq, clauses, noise, ending, start }: Made): string {
  const text = directive({
    issuer: `Ủy ban nhân dân\ntỉnh ${place}`,
    number: `${seq}/KH-UBND`,
    type: "Kế hoạch",
    title: "Sửa chữa công trình công cộng",
    place,
    date: "5/6/2024",
    clauses: [...clauses.map(({ body, tasks }, index) => `${index + 1}. ${body}\n\n${tasks}`), noise],
  });
  return start + text.replaceAll("\n", ending);
}

test("over generated documents: bold, tables, wrapped lines, decomposed letters, emoji, Windows line ends", async () => {
  const { db, ask } = await answering({});
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(document, { minLength: 2, maxLength: 4 }), async (documents) => {
      run += 1;
      await hold(db, Object.fromEntries(documents.map((one, index) => [`lan-${run}-${index}.txt`, print(one)])));
      const [first] = documents as [Made];
      for (const question of [
        `${first.clauses[0]?.body} phải làm gì theo KH ${first.seq}?`,
        `Sở Y tế ${first.place} phải làm gì?`,
        `Ai ký kế hoạch ${first.seq}/KH-UBND ${first.place}?`,
        "Ai bố trí kinh phí sửa chữa trường học?",
        "Hạn báo cáo là ngày nào?",
        "Văn bản nào thực hiện Quyết định 5/2023/QĐ-TTg?",
      ])
        expectSound(await ask(question));
    }),
    { numRuns: 6 },
  );
  const [stored] = await db.query<{ n: number }>("select count(*)::integer as n from answer_citations");
  expect(stored?.n).toBeGreaterThan(20);
  expect(await falseCitations(db)).toEqual([]);
  await db.close();
});
