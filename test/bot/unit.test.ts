import { afterAll, describe, expect, test } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import { MESSAGE_LIMIT } from "../../prompts/index.ts";
import { getAnswer } from "../../retrieval/index.ts";
import { answering } from "./answering.ts";
import { talking } from "./talking.ts";

const UNIT = "Sở Tài chính tỉnh Lạng Sơn";
const { db } = await answering();
afterAll(() => db.close());
const pipeline = createPipeline({ db });

const answerFor = async (unit: string | null, ...turns: string[]) => {
  const question = turns.at(-1) ?? "";
  const history = turns.slice(0, -1).map((content) => ({ role: "user" as const, content }));
  return (await pipeline.prepare({ question, history }, { unit })).answer;
};
const ask = (...turns: string[]) => answerFor(UNIT, ...turns);
const taken = (words: string) => `Hiểu “${words}” là ${UNIT}, đơn vị anh/chị đã đăng ký.`;
const SUPPLIED = `Câu hỏi không nêu cơ quan nên trả lời cho ${UNIT}, đơn vị anh/chị đã đăng ký.`;
const firstLine = (text: string) => text.split("\n")[0];

describe("a vague question is asked for the asker's office, and says so", () => {
  test.each([
    ["chúng tôi phải làm gì?", "chúng tôi"],
    ["Chúng tôi được giao việc gì?", "Chúng tôi"],
    ["chung toi phai lam gi", "chung toi"],
    ["chúng em cần làm những gì ạ", "chúng em"],
    ["bọn mình lo việc gì?", "bọn mình"],
    ["đơn vị tôi có hạn nào?", "đơn vị tôi"],
    ["don vi toi phai lam gi", "don vi toi"],
    ["cơ quan của chúng tôi có nhiệm vụ gì?", "cơ quan của chúng tôi"],
    ["sở mình làm gì?", "sở mình"],
    ["so minh lam gi?", "so minh"],
    ["sở ta phải làm gì?", "sở ta"],
    ["bên em phải làm gì?", "bên em"],
    ["ben em phai lam j", "ben em"],
    ["trách nhiệm của cơ quan tôi là gì?", "cơ quan tôi"],
    ["co quan cua toi duoc giao viec gi", "co quan cua toi"],
    ["Xin hỏi phòng tôi phải làm gì?", "phòng tôi"],
    ["cho tôi hỏi chúng tôi phải làm gì", "chúng tôi"],
    ["tôi phải làm gì?", "tôi"],
    ["em cần làm gì", "em"],
    ["nhiệm vụ của tôi là gì?", "tôi"],
    ["UBND tỉnh giao chúng tôi việc gì?", "chúng tôi"],
    ["Sở Tài chính chúng tôi phải làm gì?", "chúng tôi"],
  ])("%s", async (question, words) => {
    const { status, answer, citations } = await ask(question);
    expect(firstLine(answer)).toBe(taken(words));
    expect(status).toBe("answered");
    expect(citations.map((citation) => citation.issuer)).toEqual(["UBND tỉnh Lạng Sơn"]);
    expect(citations[0]?.quote).toContain("Sở Tài chính");
    expect(answer).toContain("giao Sở Tài chính tỉnh Lạng Sơn:");
    expect(answer.length).toBeLessThanOrEqual(MESSAGE_LIMIT);
  });

  test.each([
    ["sở mình làm gì theo CT07?", taken("sở mình")],
    ["don vi toi phai lam gi theo ct07", taken("don vi toi")],
    ["Chỉ thị 07 giao chúng tôi việc gì?", taken("chúng tôi")],
    ["chúng tôi mới nhận Chỉ thị 07, phải làm gì?", taken("Chúng tôi".toLowerCase())],
    ["phải làm gì theo Chỉ thị 07?", SUPPLIED],
    ["phai lam gi theo ct 07", SUPPLIED],
    ["cho tôi biết phải làm gì theo Chỉ thị 07", SUPPLIED],
    ["theo CT07 thì có nhiệm vụ gì?", SUPPLIED],
  ])("%s", async (question, line) => {
    const { answer, status } = await ask(question);
    expect(firstLine(answer)).toBe(line);
    expect(status).toBe("answered");
    expect(answer).toMatch(/Chỉ thị 07\/CT-TTg .* không giao việc cho Sở Tài chính tỉnh Lạng Sơn\./);
    expect(answer.length).toBeLessThanOrEqual(MESSAGE_LIMIT);
  });

  test.each(["phải làm gì?", "có hạn nào không?", "văn bản nào giao việc?"])("%s", async (question) => {
    const { answer, citations } = await ask(question);
    expect(firstLine(answer)).toBe(SUPPLIED);
    expect(citations.map((citation) => citation.issuer)).toEqual(["UBND tỉnh Lạng Sơn"]);
  });

  test("the answer is the one that the question with the office's name gets", async () => {
    const named = await answerFor(null, "Sở Tài chính tỉnh Lạng Sơn phải làm gì theo Chỉ thị 07?");
    const vague = await ask("chúng tôi phải làm gì theo Chỉ thị 07?");
    expect(vague.answer).toBe(`${taken("chúng tôi")}\n\n${named.answer}`);
    expect(vague.citations).toEqual(named.citations);
  });
});

describe("a question that names somebody, or asks for a fact, stays as it is", () => {
  test.each([
    "Ai ký Chỉ thị 07?",
    "cho chúng tôi hỏi ai ký Chỉ thị 07",
    "Chúng tôi cần biết Chỉ thị 07 ban hành ngày nào",
    "Chỉ thị 07 nói về việc gì?",
    "Chỉ thị 07 được gửi cho ai?",
    "Văn bản nào triển khai Chỉ thị 07?",
    "Sở Nội vụ phải làm gì?",
    "Sở Nội vụ Lào Cai phải làm gì?",
    "chúng tôi phối hợp với Sở Thông tin và Truyền thông thế nào?",
    "Phan Rang giao những việc gì?",
    "Cơ quan nào phải làm gì theo Chỉ thị 07?",
    "Kinh phí truyền thông chính sách lấy từ đâu?",
    "giúp tôi tóm tắt Chỉ thị 07",
    "cán bộ của tôi phải làm gì?",
    "địa phương phải làm gì theo Chỉ thị 07?",
    "các sở phải làm gì?",
    "báo chí phải làm gì?",
    "phải báo cáo về đâu theo CT07?",
    "Bộ Tài chính phải làm gì theo CT07?",
    "xin chào",
    "kho có văn bản nào?",
  ])("%s", async (question) => {
    const { answer, citations } = await ask(question);
    const plain = await answerFor(null, question);
    expect(answer).toBe(plain.answer);
    expect(citations).toEqual(plain.citations);
  });

  test("nobody of no office is taken for one", async () => {
    expect((await answerFor(null, "chúng tôi phải làm gì?")).answer).not.toMatch(/Hiểu “|đăng ký/);
  });
});

describe("follow-ups", () => {
  test("another office after one's own: its place is kept", async () => {
    const { answer, citations } = await ask("chúng tôi phải làm gì?", "thế còn Sở Nội vụ?");
    expect(answer).toMatch(/^Công văn \/UBND-KGVX .* giao Sở Nội vụ tỉnh Lạng Sơn:/);
    expect(citations.map((citation) => citation.issuer)).toEqual(["UBND tỉnh Lạng Sơn"]);
  });

  test("one's own after another place's office", async () => {
    const { answer, citations } = await ask("Sở Nội vụ Lào Cai làm gì?", "còn chúng tôi?");
    expect(firstLine(answer)).toBe(taken("chúng tôi"));
    expect(citations.map((citation) => citation.issuer)).toEqual(["UBND tỉnh Lạng Sơn"]);
  });

  test("one's own after a document: the document is kept", async () => {
    for (const first of ["Ai ký Chỉ thị 07?", "Bộ Nội vụ làm gì theo Chỉ thị 07?"]) {
      const { answer } = await ask(first, "còn chúng tôi phải làm gì?");
      expect(answer).toMatch(/Chỉ thị 07\/CT-TTg .* không giao việc cho Sở Tài chính tỉnh Lạng Sơn\./);
    }
  });

  test("what was asked for another office stays theirs", async () => {
    const { answer } = await ask("Bộ Nội vụ làm gì theo Chỉ thị 07?", "thời hạn khi nào?");
    expect(answer).not.toContain("Lạng Sơn, đơn vị");
  });
});

describe("offices of other kinds", () => {
  test.each([
    ["Phòng Tài chính - Kế hoạch thành phố Phan Rang - Tháp Chàm", "phòng mình phải làm gì?", /Phan Rang/],
    ["UBND tỉnh Lạng Sơn", "tỉnh ta phải làm gì theo Chỉ thị 07?", /Chỉ thị 07\/CT-TTg/],
    ["Bộ Tài chính", "chúng tôi phải làm gì?", /Chỉ thị 07\/CT-TTg .* giao Bộ Tài chính:/],
    ["Sở Nội vụ, tỉnh Lào Cai", "chúng tôi phải làm gì?", /465\/UBND-VX .* giao Sở Nội vụ tỉnh Lào Cai:/],
  ])("%s: %s", async (unit, question, expected) => {
    const { answer, status } = await answerFor(unit, question);
    expect(firstLine(answer)).toContain(`là ${unit}, đơn vị anh/chị đã đăng ký.`);
    expect(answer).toMatch(expected);
    expect(status).toBe("answered");
  });

  test("the province of one's office is meant by “tỉnh mình”", async () => {
    const { answer, citations } = await answerFor("Sở Tài chính tỉnh Lào Cai", "Sở Nội vụ tỉnh mình phải làm gì?");
    expect(firstLine(answer)).toBe("Hiểu “tỉnh mình” là tỉnh Lào Cai, theo đơn vị anh/chị đã đăng ký.");
    expect(citations.map((citation) => citation.documentNumber)).toEqual(["465/UBND-VX"]);
  });

  test("an office that nothing is held for is told so, not given another's task", async () => {
    const { answer, status, citations } = await answerFor("Sở Tài chính tỉnh Cà Mau", "chúng tôi phải làm gì?");
    expect(firstLine(answer)).toContain("Sở Tài chính tỉnh Cà Mau");
    expect(citations).toEqual([]);
    expect(status).not.toBe("answered");
  });
});

test("in a conversation the unit is the enrolled one, and is kept beside the answer", async () => {
  const somebody = await talking(db).official(UNIT);
  const said = await somebody.send({ kind: "text", text: "chúng tôi phải làm gì?" });
  expect(said.replies).toMatchObject([
    { kind: "answer", answer: { answer: expect.stringContaining(taken("chúng tôi")) } },
  ]);
  const id = said.answerId ?? "";
  expect(await getAnswer(db, id)).toMatchObject({
    words: { question: "chúng tôi phải làm gì?" },
    searched: { agencies: ["so tai chinh"], places: ["Lạng Sơn"] },
  });
  expect(await db.query("select unit from answer_people where answer_id = $1", [id])).toEqual([{ unit: UNIT }]);
  expect(await somebody.say("thế còn Sở Nội vụ?")).toContain("giao Sở Nội vụ tỉnh Lạng Sơn:");
});
