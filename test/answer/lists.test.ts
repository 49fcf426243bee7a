import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import type { Database } from "../../retrieval/index.ts";
import { directive, falseCitations, hold } from "../bot/answering.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

/** Made up: headings with lists below them, a clause that enumerates, label lines, and a list of punished acts. */
const PLAN = directive({
  issuer: "Ủy ban nhân dân tỉnh Lạng Sơn",
  number: "41/KH-UBND",
  type: "Kế hoạch",
  title: "Phát triển nghề nuôi ong trên địa bàn tỉnh",
  place: "Lạng Sơn",
  date: "10/01/2025",
  clauses: [
    "I. MỤC TIÊU",
    "1. Mục tiêu đến năm 2027",
    "- Có ít nhất 12 hợp tác xã nuôi ong được cấp mã số vùng nuôi.",
    "- Sản lượng mật ong đạt 900 tấn mỗi năm.",
    "2. Mục tiêu đến năm 2030",
    "- Có ít nhất 30 hợp tác xã nuôi ong được cấp mã số vùng nuôi.",
    "- Toàn bộ mật ong bán ra được truy xuất nguồn gốc.",
    "II. NHIỆM VỤ",
    "1. Đào tạo nghề",
    "a) Nhiệm vụ: Mở lớp kỹ thuật nuôi ong cho hộ nghèo tại các xã biên giới.",
    "b) Cơ quan thực hiện:",
    "- Đơn vị chủ trì: Sở Nội vụ.",
    "- Đơn vị phối hợp: Hội Nông dân tỉnh.",
    "2. Các cơ sở thu mua (Công ty Mật Rừng, Hợp tác xã Hoa Hồi, Trạm thu mua Chi Lăng)",
    "- Niêm yết giá thu mua mật ong hằng tuần.",
    "- Không ép giá người nuôi ong.",
    "3. Hợp đồng mua bán mật ong",
    `Hợp đồng mua bán mật ong giữa hai bên phải lập thành văn bản, gồm các nội dung sau: ${[
      "(i) tên, địa chỉ của hai bên và nơi giao nhận mật ong theo từng vụ hoa trong năm",
      "(ii) giá, cách cân, cách lấy mẫu và cách trừ độ ẩm của mật ong khi giao nhận",
      "(iii) thời hạn trả tiền và lãi chậm trả của bên mua đối với bên bán",
      "(iv) trách nhiệm của hai bên khi mật ong không đạt tiêu chuẩn hoặc bị trả lại",
    ].join("; ")}.`,
    "4. Xử phạt vi phạm trong hợp đồng mua bán mật ong",
    "- Không ghi giá trong hợp đồng mua bán mật ong.",
    "- Không giao cho người nuôi ong một bản hợp đồng mua bán mật ong.",
  ],
});

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
  await hold(db, { "ke-hoach.txt": PLAN });
});
afterAll(() => db.close());

const ask = (question: string) =>
  createPipeline({ db, embedder: createHashedEmbedder(), now: () => new Date("2025-06-01T03:00:00Z") }).ask({
    question,
  });

describe("a heading that the question names", () => {
  it.each([
    "Mục tiêu đến năm 2030 của Kế hoạch 41/KH-UBND?",
    "Theo Kế hoạch 41, đến năm 2030 Lạng Sơn phải đạt những gì?",
    "ke hoach 41 lang son muc tieu den nam 2030",
  ])("is answered with what stands below it, in its order: %s", async (question) => {
    const { answer, citations } = await ask(question);
    expect(citations.map(({ quote }) => quote)).toEqual([
      expect.stringContaining("30 hợp tác xã"),
      expect.stringContaining("truy xuất nguồn gốc"),
    ]);
    expect(answer).toContain("2. Mục tiêu đến năm 2030:");
  });

  it("with the headings between, where it has several lists", async () => {
    const { answer, citations } = await ask("Các mục tiêu của Kế hoạch 41/KH-UBND là gì?");
    expect(citations).toHaveLength(4);
    expect(answer.indexOf("Mục tiêu đến năm 2027:")).toBeGreaterThan(0);
    expect(answer.indexOf("Mục tiêu đến năm 2030:")).toBeGreaterThan(answer.indexOf("900 tấn"));
  });

  it("that says its parts in brackets is quoted where the parts are asked for", async () => {
    const { answer } = await ask("Theo Kế hoạch 41, các cơ sở thu mua gồm những cơ sở nào?");
    expect(answer).toContain("Trạm thu mua Chi Lăng");
  });
});

describe("a clause that enumerates in its own text", () => {
  it("is shown with all that it enumerates, never cut at its colon", async () => {
    const { answer } = await ask("Hợp đồng mua bán mật ong phải gồm những nội dung gì theo Kế hoạch 41?");
    for (const item of ["(i)", "(ii)", "(iii)", "(iv)"]) expect(answer).toContain(item);
    expect(answer).not.toMatch(/: …|“\s*…?\s*”/u);
  });

  it("is not followed by acts that are punished, as if they were what is asked for", async () => {
    const { citations } = await ask("Hợp đồng mua bán mật ong phải gồm những nội dung gì theo Kế hoạch 41?");
    expect(citations.filter(({ quote }) => /Không ghi giá|Không giao/u.test(quote))).toEqual([]);
  });

  it("shows punished acts under what they are", async () => {
    const { answer } = await ask("Không giao bản hợp đồng mua bán mật ong cho người nuôi ong, theo Kế hoạch 41?");
    expect(answer).toMatch(/Trong “4\. Xử phạt vi phạm[^”]*”: “Không giao/u);
  });
});

describe("a label line", () => {
  it("is answered with the task that it belongs to", async () => {
    const { answer } = await ask("Sở Nội vụ Lạng Sơn phải làm gì theo Kế hoạch 41/KH-UBND?");
    expect(answer).toContain("Mở lớp kỹ thuật nuôi ong cho hộ nghèo");
  });
});

it("quotes everything word for word", async () => {
  expect(await falseCitations(db)).toEqual([]);
});
