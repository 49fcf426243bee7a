import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { onlySpeaksOf, saysCarriedOut } from "../../prompts/answer/carried-out.ts";
import { type Answering, answering, directive, falseCitations } from "../bot/answering.ts";

const CARRIER = directive({
  issuer: "Ủy ban nhân dân tỉnh Lạng Sơn",
  number: "45/KH-UBND",
  type: "Kế hoạch",
  title: "Thực hiện Chỉ thị số 19/CT-TTg ngày 12 tháng 5 năm 2024 của Thủ tướng Chính phủ về an toàn đập",
  place: "Lạng Sơn",
  date: "20/06/2024",
  opening:
    "Thời gian qua, công tác quản lý hồ đập được quan tâm. Tuy nhiên, nhiều hồ chứa nhỏ vẫn chưa có phương án ứng phó, còn tồn tại, hạn chế trong kiểm tra.",
  clauses: [
    "1. Sở Xây dựng kiểm tra hồ chứa nhằm phát hiện sớm hư hỏng.",
    "2. Cấp phép xả nước sau khi có ý kiến thống nhất bằng văn bản của Bộ Quốc phòng, Bộ Công an.",
  ],
  signer: "Nguyễn Văn An",
});

let held: Answering;
beforeAll(async () => {
  held = await answering({ "ke-hoach.txt": CARRIER });
});
afterAll(() => held.db.close());

describe("a document that is not held but cited", () => {
  it("has the day that its citation gives", async () => {
    const { answer } = await held.ask("Chỉ thị 19/CT-TTg ban hành ngày nào?");
    expect(answer).toMatch(/^Chỉ thị 19\/CT-TTg ban hành ngày 12\/5\/2024, theo Kế hoạch 45\/KH-UBND dẫn lại\./);
    expect(answer).not.toContain("20/6/2024 ");
  });

  it.each(["Ai ký Chỉ thị 19/CT-TTg?", "Chỉ thị 19/CT-TTg gửi cho ai?"])(
    "has not the signer or addressees of the one that cites it: %s",
    async (question) => {
      const { status, answer } = await held.ask(question);
      expect(status).toBe("not_found");
      expect(answer).toContain("Chưa có Chỉ thị 19/CT-TTg trong kho");
      expect(answer).not.toContain("Nguyễn Văn An");
    },
  );
});

describe("why a directive was issued", () => {
  it("is told by its reasoning before its orders", async () => {
    const { answer } = await held.ask("Vì sao tỉnh Lạng Sơn ban hành Kế hoạch 45?");
    expect(answer).toMatch(/^Kế hoạch 45\/KH-UBND .* nêu lý do:/);
    expect(answer).toContain("vẫn chưa có phương án ứng phó");
    expect(answer).not.toContain("nhằm phát hiện");
  });
});

describe("whose opinion is needed", () => {
  it("are the bodies behind it, not who does the work", async () => {
    const { answer } = await held.ask("Cấp phép xả nước ở Lạng Sơn cần ý kiến của ai?");
    expect(answer).toMatch(/^Cần ý kiến của Bộ Quốc phòng và Bộ Công an, theo Kế hoạch 45/);
  });
});

describe("what a sentence does with a cited document", () => {
  it.each([
    ["Thực hiện Quyết định số 5/QĐ-TTg; ", true],
    ["Kế hoạch hành động của Tỉnh ủy về thực hiện ", true],
    ["Tại Hội nghị sơ kết tình hình triển khai thực hiện ", false],
    ["Với vai trò là Cơ quan Thường trực Ban Chỉ đạo ", false],
    ["Văn phòng đã chủ trì tham mưu ban hành văn bản thực hiện ", false],
    ["Căn cứ ", false],
  ])("%s", (before, carriedOut) => {
    expect(saysCarriedOut(before)).toBe(carriedOut);
    if (carriedOut) expect(onlySpeaksOf(before)).toBe(false);
  });
});

it("quotes word for word", async () => expect(await falseCitations(held.db)).toEqual([]));
