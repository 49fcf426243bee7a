import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { fakeAnswer, text } from "../support/fake-library.ts";
import { type EvalQuestion, foldWording, readQuestions, readSources, scoreAnswers } from "./score.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sources = new Map([["mau-son", foldWording(text)]]);
const base: EvalQuestion = { id: "q", kind: "duty", question: "a", status: "answered" };
const whyNot = (question: Partial<EvalQuestion>, answer = fakeAnswer()) =>
  scoreAnswers([{ ...base, ...question }], new Map([["q", answer]]), sources).failures[0]?.why ?? [];

describe("scoreAnswers", () => {
  it("passes an answer whose status, passages, documents, wording and quotes all hold", () => {
    const expect_ = [{ document: "mau-son", contains: "lập danh mục cần  sửa" }];
    expect(
      whyNot({
        expect: expect_,
        onlyDocuments: ["mau-son"],
        answerMatches: "(?i)kế HOẠCH",
        answerMustNotMatch: "Chỉ thị",
      }),
    ).toEqual([]);
  });

  it.each([
    [{ status: "not_found" }, "status answered, not not_found"],
    [{ expect: [{ document: "mau-son", contains: "điều khác" }] }, "0 of 1 expected passages cited"],
    [{ forbidDocuments: ["mau-son"] }, "cites mau-son"],
    [{ onlyDocuments: ["khac"] }, "cites mau-son"],
    [{ answerMatches: "không có" }, "answer lacks /không có/"],
    [{ answerMustNotMatch: "12/KH-UBND" }, "answer has /12/KH-UBND/"],
  ])("fails on %j", (question, reason) => {
    expect(whyNot(question)).toEqual([reason]);
  });

  it("fails a quote that its source does not hold", () => {
    const citation = { ...fakeAnswer().citations[0]!, quote: "lập danh mục khác" };
    expect(whyNot({}, fakeAnswer({ citations: [citation] }))).toEqual([
      "quote not verbatim in mau-son: lập danh mục khác",
    ]);
  });

  it("counts enough hits as enough", () => {
    const both = [
      { document: "mau-son", contains: "lập danh mục" },
      { document: "mau-son", contains: "điều khác" },
    ];
    expect(whyNot({ expect: both, minHits: 1 })).toEqual([]);
  });
});

describe("the committed questions", () => {
  const questions = readQuestions(join(root, "test/eval/samples-questions.jsonl"));
  const samples = readSources([join(root, "samples")]);

  it("are many, of all kinds, and each has its own id", () => {
    expect(questions.length).toBeGreaterThanOrEqual(40);
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
    expect(new Set(questions.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(13);
  });

  it("expect only words that stand in the samples", () => {
    const wanted = questions.flatMap(({ expect: passages = [] }) => passages);
    const absent = wanted.filter(({ document, contains }) => !samples.get(document)?.includes(foldWording(contains)));
    expect(absent).toEqual([]);
  });
});

/** Names of bodies, posts, laws and documents, and the fixed parts of the official form: facts, not anyone's wording. */
const NAMES = [
  /chỉ thị số 07\/ct-ttg ngày 21\/3\/2023 của thủ tướng chính phủ( về việc)?/g,
  /v\/v|về việc|triển khai thực hiện/g,
  /(tăng cường )?công tác truyền thông chính sách( trên địa bàn tỉnh (lạng sơn|bắc giang))?/g,
  /thực hiện kết luận của thủ tướng chính phủ tại hội nghị trực tuyến( toàn quốc)?( về truyền thông chính sách)?/g,
  /(thông báo|kế hoạch|công văn|nghị định|quyết định)( kết luận)? số \S+ ngày \S+( của (chính phủ|thủ tướng chính phủ|văn phòng chính phủ|ubnd tỉnh|ủy ban nhân dân tỉnh ninh thuận))?/g,
  /luật (báo chí|tiếp cận thông tin|an ninh mạng)( năm \d{4})?/g,
  /(các )?(sở|phòng) ?(,? ?ban)?,? ngành( tỉnh| thành phố)?|ubnd các huyện(, thị xã)?, thành phố|các huyện, thị xã, thành phố/g,
  /(sở|phòng|bộ|ban|hội|báo|đài|trung tâm|ủy ban|cổng|trang|công an|văn phòng|thường trực|chủ tịch|các (hội,|hội|đơn vị|cơ quan|phó|tổ chức))\s[^.;:]{0,70}?(tài chính( - kế hoạch)?|nội vụ|tư pháp|ngoại vụ|thông tin và truyền thông|văn hóa - thông tin|truyền thanh( thành phố)?|trung ương|tỉnh ủy|việt nam( tỉnh)?|nhân dân( thành phố| 16 phường, xã)?|hình tỉnh|điện tử tỉnh|điện tử thành phố|lạng sơn|biên phòng( tỉnh)?|công an tỉnh|xã hội tỉnh|sự nghiệp thành phố|địa bàn thành phố|thành ủy|ubnd tỉnh|lào cai|của tỉnh)/g,
  /cộng hòa xã hội chủ nghĩa việt nam|độc lập - tự do - hạnh phúc|kính gửi:?|nơi nhận:?|như trên;?|tm\. ủy ban nhân dân|kt\. chủ tịch|phó chủ tịch/g,
  /chủ trì, phối hợp với|phối hợp với/g,
];

function longRuns(ours: string, theirs: string): string[] {
  const words = (wording: string) => wording.match(/[\p{L}\p{N}]+(?:[/.-][\p{L}\p{N}]+)*|¶/gu) ?? [];
  const runs = (wording: string) => {
    const all = words(wording);
    return all
      .slice(7)
      .map((_, index) => all.slice(index, index + 8))
      .filter((run) => !run.includes("¶"))
      .map((run) => run.join(" "));
  };
  const known = new Set(runs(theirs));
  const cut = NAMES.reduce((wording, name) => wording.replace(name, " ¶ "), ours);
  return runs(cut).filter((run) => known.has(run));
}

const seeds = join(root, "../shared/corpus/seeds");
describe.skipIf(!existsSync(seeds))(
  "the samples, beside the documents they are about (skipped without ../shared)",
  () => {
    it("share no run of eight syllables with them but names, titles and the official form", () => {
      const theirs = [...readSources([seeds]).values()].join(" ¶ ");
      const shared = [...readSources([join(root, "samples")]).values()].flatMap((ours) => longRuns(ours, theirs));
      expect(shared).toEqual([]);
    });
  },
);
