import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import {
  addValidity,
  type Database,
  decideValidity,
  listDocuments,
  listMissingDocuments,
  listValidity,
} from "../../retrieval/index.ts";
import { directive, falseCitations, hold } from "../bot/answering.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

const OLD = directive({
  issuer: "Ủy ban nhân dân tỉnh Lạng Sơn",
  number: "12/2021/QĐ-UBND",
  type: "Quyết định",
  title: "Quy định quản lý cầu treo dân sinh",
  place: "Lạng Sơn",
  date: "05/3/2021",
  clauses: [
    "Điều 1. Sở Giao thông vận tải chủ trì kiểm tra cầu treo dân sinh mỗi quý một lần.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày 20/3/2021.",
  ],
});
const NEW = directive({
  issuer: "Ủy ban nhân dân tỉnh Lạng Sơn",
  number: "34/2023/QĐ-UBND",
  type: "Quyết định",
  title: "Quy định quản lý, khai thác cầu treo",
  place: "Lạng Sơn",
  date: "10/02/2023",
  clauses: [
    "Điều 1. Sở Xây dựng chủ trì kiểm tra cầu treo dân sinh mỗi tháng một lần.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày 01 tháng 3 năm 2023 và thay thế Quyết định số 12/2021/QĐ-UBND ngày 05/3/2021 của Ủy ban nhân dân tỉnh Lạng Sơn.",
  ],
});
const ELSEWHERE = directive({
  issuer: "Ủy ban nhân dân tỉnh Bắc Giang",
  number: "12/2021/QĐ-UBND",
  type: "Quyết định",
  title: "Quy định giá nước sạch nông thôn",
  place: "Bắc Giang",
  date: "05/3/2021",
  clauses: ["Điều 1. Sở Tài chính chủ trì thẩm định giá nước sạch nông thôn."],
});
const PART = directive({
  issuer: "Ủy ban nhân dân tỉnh Bắc Giang",
  number: "77/2024/QĐ-UBND",
  type: "Quyết định",
  title: "Sửa đổi quy định giá nước sạch",
  place: "Bắc Giang",
  date: "15/6/2024",
  clauses: ["Điều 1. Bãi bỏ khoản 2 Điều 3 Quyết định số 12/2021/QĐ-UBND ngày 05/3/2021 của Ủy ban nhân dân tỉnh."],
});

let db: Database;
let ids: Record<string, number>;

beforeAll(async () => {
  db = await openTestDatabase();
  // The old one after the new one: what a held document says of it is proposed when it comes in, too.
  await hold(db, { "moi.txt": NEW, "cu.txt": OLD, "khac.txt": ELSEWHERE, "phan.txt": PART });
  ids = Object.fromEntries((await listDocuments(db)).map(({ sourceName, id }) => [sourceName, id]));
});
afterAll(() => db.close());

const ask = (question: string, today = "2025-06-01") =>
  createPipeline({ db, embedder: createHashedEmbedder(), now: () => new Date(`${today}T03:00:00Z`) }).ask({ question });
const of = (name: string) => listValidity(db, { documentId: ids[name]! });

describe("what the texts themselves say", () => {
  it("is proposed for the document that is meant: same number, same province", async () => {
    expect(await of("cu.txt")).toEqual([
      expect.objectContaining({ kind: "in-force-from", date: "2021-03-20", byDocumentId: null, state: "proposed" }),
      expect.objectContaining({
        kind: "replaced-by",
        date: "2023-03-01",
        byDocumentId: ids["moi.txt"],
        partial: false,
        state: "proposed",
      }),
    ]);
    expect(await of("khac.txt")).toMatchObject([{ kind: "repealed-by", partial: true, byDocumentId: ids["phan.txt"] }]);
    expect(await of("moi.txt")).toMatchObject([{ kind: "in-force-from", date: "2023-03-01" }]);
    for (const { quote, sourceVersionId, start, end } of await listValidity(db)) {
      const [row] = await db.query<{ text: string }>("select text from document_versions where id = $1", [
        sourceVersionId,
      ]);
      expect(row!.text.slice(start!, end!)).toBe(quote);
    }
  });

  it("is proposed once, however often the text is read", async () => {
    const before = await listValidity(db);
    await hold(db, { "moi.txt": `${NEW}\n` });
    const key = (fact: { documentId: number; kind: string; date: string | null }) =>
      `${fact.documentId} ${fact.kind} ${fact.date}`;
    expect((await listValidity(db)).map(key).sort()).toEqual(before.map(key).sort());
  });
});

describe("an answer", () => {
  const QUESTION = "Quyết định 12/2021/QĐ-UBND của Lạng Sơn giao Sở Giao thông vận tải làm gì?";

  it("says that another document claims to replace what it quotes, as long as nobody has confirmed it", async () => {
    const { status, answer } = await ask(QUESTION);
    expect(status).toBe("answered");
    expect(answer).toContain(
      "Lưu ý: có văn bản (Quyết định 34/2023/QĐ-UBND) nêu thay thế Quyết định 12/2021/QĐ-UBND (chưa xác nhận).",
    );
    expect(answer).not.toContain("hết hiệu lực");
  });

  it("says what is no longer in force and what replaced it, once it is confirmed; nothing once it is dismissed", async () => {
    const [fact] = (await of("cu.txt")).filter(({ kind }) => kind === "replaced-by");
    await decideValidity(db, { id: fact!.id, state: "confirmed", actor: "an" });
    expect((await ask(QUESTION)).answer).toContain(
      "Lưu ý: Quyết định 12/2021/QĐ-UBND đã hết hiệu lực từ 1/3/2023, được thay thế bởi Quyết định 34/2023/QĐ-UBND.",
    );
    await decideValidity(db, { id: fact!.id, state: "dismissed", actor: "an" });
    expect((await ask(QUESTION)).answer).not.toContain("Lưu ý");
    // Dismissed is dismissed: the same words do not propose it again.
    await hold(db, { "moi.txt": `${NEW}\n\n` });
    expect((await ask(QUESTION)).answer).not.toContain("Lưu ý");
    await decideValidity(db, { id: fact!.id, state: "confirmed", actor: "an" });
  });

  it("says before the day that it will end, and of a part that it has ended", async () => {
    expect((await ask(QUESTION, "2023-02-20")).answer).toContain("sẽ hết hiệu lực từ 1/3/2023");
    const [part] = await of("khac.txt");
    const question = "Quyết định 12/2021/QĐ-UBND của Bắc Giang giao Sở Tài chính làm gì?";
    expect((await ask(question)).answer).not.toContain("Lưu ý");
    await decideValidity(db, { id: part!.id, state: "confirmed", actor: "an" });
    expect((await ask(question)).answer).toContain(
      "Lưu ý: một phần Quyết định 12/2021/QĐ-UBND đã hết hiệu lực từ 15/6/2024, bị bãi bỏ bởi Quyết định 77/2024/QĐ-UBND.",
    );
  });

  it("names what an admin enters by hand, also a document that is not held", async () => {
    await addValidity(db, {
      documentId: ids["phan.txt"]!,
      kind: "repealed-by",
      date: "2025-01-01",
      byLabel: "Quyết định 90/2024/QĐ-UBND",
      actor: "an",
    });
    expect((await ask("Quyết định 77/2024/QĐ-UBND nói về việc gì?")).answer).toContain(
      "đã hết hiệu lực từ 1/1/2025, bị bãi bỏ bởi Quyết định 90/2024/QĐ-UBND.",
    );
    await expect(
      addValidity(db, { documentId: 1, kind: "in-force-to", date: "31/12/2025", actor: "an" }),
    ).rejects.toMatchObject({ code: "validity.bad_date" });
  });
});

describe("a question after a document's own time", () => {
  it.each([
    ["Quyết định 34/2023/QĐ-UBND có hiệu lực từ ngày nào?", /Quyết định 34\/2023\/QĐ-UBND .*quy định về hiệu lực/],
    ["quyet dinh 34/2023 hieu luc khi nao", /01 tháng 3 năm 2023/],
    ["Khi nào Quyết định quản lý, khai thác cầu treo có hiệu lực?", /01 tháng 3 năm 2023/],
  ])("is answered by the clause that says it: %s", async (question, said) => {
    const { status, answer, citations } = await ask(question);
    expect(status).toBe("answered");
    expect(answer).toMatch(said);
    expect(citations.map(({ documentNumber, quote }) => [documentNumber, /có hiệu lực kể từ/.test(quote)])).toEqual([
      ["34/2023/QĐ-UBND", true],
    ]);
  });

  it.each([
    "Quyết định 12/2021/QĐ-UBND của Bắc Giang có hiệu lực từ ngày nào?",
    "qd 12/2021 bac giang hieu luc tu bao gio",
  ])("is not answered by a clause on something else where the document does not say it: %s", async (question) => {
    const { status, answer, citations } = await ask(question);
    expect(status).toBe("not_found");
    expect(answer).toContain("không ghi ngày có hiệu lực");
    expect(citations).toEqual([]);
  });

  it.each([
    "Quyết định 12/2021/QĐ-UBND của Lạng Sơn còn hiệu lực không?",
    "qd 12/2021 lang son het hieu luc chua",
    "Quyết định 12/2021/QĐ-UBND của Lạng Sơn đã bị thay thế chưa?",
  ])("names what ended it: %s", async (question) => {
    const { status, answer, citations } = await ask(question);
    expect(status).toBe("answered");
    expect(answer).toContain(
      "Quyết định 12/2021/QĐ-UBND đã hết hiệu lực từ 1/3/2023, được thay thế bởi Quyết định 34/2023/QĐ-UBND.",
    );
    expect(answer.match(/đã hết hiệu lực/g)).toHaveLength(1);
    expect(citations.map(({ documentNumber }) => documentNumber)).toContain("34/2023/QĐ-UBND");
  });

  it.each([
    ["Quyết định 34/2023/QĐ-UBND còn hiệu lực không?", "hết hiệu lực, bị thay thế hay bãi bỏ"],
    ["Văn bản nào thay thế Quyết định 34/2023/QĐ-UBND?", "nêu sửa đổi, thay thế hay bãi bỏ"],
  ])("says that nothing held ends it, and that something newer may: %s", async (question, said) => {
    const { answer } = await ask(question);
    expect(answer).toContain("Không văn bản nào đang giữ");
    expect(answer).toContain(said);
    expect(answer).toContain("Kho có thể chưa có văn bản mới hơn.");
  });

  it("of a document that is not held is answered by the one that ends it, and else by what is nearest", async () => {
    await hold(db, {
      "thay.txt": directive({
        issuer: "Ủy ban nhân dân tỉnh Lạng Sơn",
        number: "55/2024/QĐ-UBND",
        type: "Quyết định",
        title: "Quy định bến thủy",
        place: "Lạng Sơn",
        date: "10/5/2024",
        clauses: ["Điều 1. Thay thế Quyết định số 8/2019/QĐ-UBND ngày 05/3/2019 của Ủy ban nhân dân tỉnh Lạng Sơn."],
      }),
    });
    const ended = await ask("Quyết định 8/2019/QĐ-UBND còn áp dụng không?");
    expect(ended.status).toBe("answered");
    expect(ended.answer).toContain("được thay thế bởi Quyết định 55/2024/QĐ-UBND");
    expect(ended.answer).toContain("chưa có trong kho văn bản");
    expect((await ask("Quyết định 9/2019/QĐ-UBND còn áp dụng không?")).status).toBe("not_found");
  });

  it("does not take the time of a law for that of the plan that is called after it", async () => {
    await hold(db, {
      "luat.txt": directive({
        issuer: "Ủy ban nhân dân tỉnh Lạng Sơn",
        number: "61/2025/QĐ-UBND",
        type: "Quyết định",
        title: "Kế hoạch triển khai Luật Đò ngang",
        place: "Lạng Sơn",
        date: "10/5/2025",
        clauses: [
          "Điều 1. Sở Xây dựng phổ biến Luật Đò ngang, có hiệu lực thi hành từ ngày 01 tháng 10 năm 2025.",
          "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
        ],
      }),
    });
    const { citations } = await ask("Luật Đò ngang có hiệu lực từ ngày nào?");
    expect(citations.map(({ quote }) => quote).join(" ")).toContain("01 tháng 10 năm 2025");
    expect(citations.map(({ quote }) => quote).join(" ")).not.toContain("kể từ ngày ký");
  });
});

describe("a question as of a day", () => {
  it.each(["tính đến 1/2/2022", "tại thời điểm tháng 2/2022", "tinh den thang 2 nam 2022"])(
    "is answered from what was issued and in force then, and says so: %s",
    async (time) => {
      const then = await ask(`${time}, cơ quan nào chủ trì kiểm tra cầu treo dân sinh?`);
      expect(then.citations.map(({ documentNumber }) => documentNumber)).toEqual(["12/2021/QĐ-UBND"]);
      expect(then.answer).toMatch(/Tính đến (?:1\/2\/2022|hết tháng 2\/2022): chỉ xét các văn bản đã ban hành/);
      expect(then.answer).toContain("khi đó còn hiệu lực; nay đã hết hiệu lực từ 1/3/2023");
    },
  );

  it("after the change is answered from the new document alone", async () => {
    const { citations, answer } = await ask("Tính đến năm 2024, cơ quan nào chủ trì kiểm tra cầu treo dân sinh?");
    expect(citations.map(({ documentNumber }) => documentNumber)).toEqual(["34/2023/QĐ-UBND"]);
    expect(answer).toContain("Tính đến hết năm 2024");
  });

  it("before the document that it names says that it was not issued yet, and counts nothing as missing", async () => {
    const { answer, citations } = await ask("Năm 2022 thì Quyết định 34/2023/QĐ-UBND giao Sở Xây dựng việc gì?");
    expect(answer).toContain(
      "Tính đến hết năm 2022, Quyết định 34/2023/QĐ-UBND (UBND tỉnh Lạng Sơn, 10/2/2023) chưa được ban hành.",
    );
    expect(citations).toHaveLength(1);
    expect((await listMissingDocuments(db)).map(({ label }) => label)).not.toContain("Quyết định 34/2023/QĐ-UBND");
  });

  it("is not one that names a plan's year or asks for a figure", async () => {
    for (const question of [
      "Kế hoạch năm 2022 thì cơ quan nào chủ trì kiểm tra cầu treo?",
      "Tính đến 31/12/2022 có bao nhiêu cầu treo dân sinh?",
    ]) {
      expect((await ask(question)).answer).not.toContain("chỉ xét các văn bản");
    }
  });

  it("quotes like every other: word for word", async () => {
    expect(await falseCitations(db)).toEqual([]);
  });
});
