import { describe, expect, it } from "vitest";
import { findFurniture } from "../../retrieval/document/furniture.ts";
import { readHeader } from "../../retrieval/document/header/index.ts";
import type { Sidecar } from "../../retrieval/document/types.ts";
import { ARTICLE, BEHEADED, BLANK_LETTER, DEPARTMENT, NOTICE, PARTY, PLAN, PORTAL_COPY } from "./fixtures.ts";

const read = (text: string, sidecar?: Sidecar) => readHeader(text, findFurniture(text), sidecar);
function values(text: string, sidecar?: Sidecar) {
  const { header } = read(text, sidecar);
  const { number, type, issuer, place, locality, issuedOn, title } = header;
  return Object.fromEntries(
    Object.entries({ number, type, issuer, place, locality, issuedOn, title }).map(([key, field]) => [
      key,
      field?.value ?? null,
    ]),
  );
}
const codes = (text: string, sidecar?: Sidecar) => read(text, sidecar).warnings.map((warning) => warning.code);

describe("readHeader on the official form", () => {
  it("reads a letterhead in table cells with wrapped bold names", () => {
    expect(values(PLAN)).toEqual({
      number: "0412/KH-UBND",
      type: "Kế hoạch",
      issuer: "UBND tỉnh Lai Châu",
      place: "Lai Châu",
      locality: null,
      issuedOn: "2025-10-07",
      title: "trồng cây chắn gió dọc đường liên xã trên địa bàn tỉnh Lai Châu giai đoạn 2026 - 2030",
    });
    expect(read(PLAN).header.signer?.value).toEqual({
      name: "Lò Văn Thử",
      capacity: "PHÓ CHỦ TỊCH",
      authority: "TM. ỦY BAN NHÂN DÂN - KT. CHỦ TỊCH",
    });
    expect(read(PLAN).header.recipients.map((item) => item.value)).toEqual([
      "Thường trực Tỉnh ủy (b/c)",
      "Các sở, ban, ngành",
      "Lưu: VT, NN",
    ]);
    expect(read(PLAN).tier).toBe("original");
    expect(codes(PLAN)).toEqual([]);
  });

  it("bounds the body before Nơi nhận and leaves annexes after it", () => {
    const { bodyStart, bodyEnd } = read(PLAN);
    const body = PLAN.slice(bodyStart, bodyEnd);
    expect(body.startsWith("Thực hiện kết luận")).toBe(true);
    expect(body.endsWith("thực hiện./.")).toBe(true);
    expect(PLAN.slice(bodyEnd)).toContain("PHỤ LỤC");
  });

  it("keeps a blank number and a partial date as findings", () => {
    const reading = read(BLANK_LETTER);
    expect(reading.header.number).toBeNull();
    expect(reading.header.blankNumber?.value).toBe("/UBND-VX");
    expect(values(BLANK_LETTER)).toMatchObject({
      type: "Công văn",
      issuer: "UBND thành phố Cam Ranh",
      locality: "Cam Ranh",
      place: "Khánh Hòa",
      issuedOn: "2024-04",
      title: "tổ chức ngày hội đọc sách",
    });
    expect(reading.header.addressees.map((item) => item.value)).toEqual([
      "Các phòng, ban thành phố",
      "Ủy ban nhân dân 15 phường, xã",
    ]);
    expect(reading.header.signer?.value.name).toBe("Ngô Thị Mẫu");
    expect(reading.tier).toBe("unnumbered-copy");
    expect(codes(BLANK_LETTER)).toEqual(["number.blank", "date.partial"]);
  });

  it("reads a legal portal's box where the letterhead is cut off, and its copy's unspaced paragraphs", () => {
    expect(values(PORTAL_COPY)).toMatchObject({
      number: "321/BCT-KH",
      type: "Công văn",
      issuer: "Bộ Công Thương",
      issuedOn: "2025-06-03",
      title: "rà soát nhu cầu vốn của doanh nghiệp",
    });
    const reading = read(PORTAL_COPY);
    expect(reading.header.addressees.map((item) => item.value)).toEqual(["Các tập đoàn kinh tế"]);
    expect(PORTAL_COPY.slice(reading.bodyStart).startsWith("Xét đề nghị")).toBe(true);
    expect(reading.headingSpans.some((span) => PORTAL_COPY.slice(span.start, span.end).includes("Người ký"))).toBe(
      true,
    );
    expect(reading.tier).toBe("original");
  });

  it("reads Party documents and departments under their superior", () => {
    expect(values(PARTY)).toMatchObject({
      number: "19-HD/BTCTW",
      type: "Hướng dẫn",
      issuer: "Ban Tổ chức Trung ương",
      place: null,
    });
    expect(read(PARTY).header.signer?.value.authority).toBe("K/T TRƯỞNG BAN");
    expect(values(DEPARTMENT)).toMatchObject({
      number: "88/SGDĐT-VP",
      issuer: "Sở Giáo dục và Đào tạo thành phố Đà Nẵng",
      place: "Đà Nẵng",
      title: "kiểm kê thư viện",
    });
    expect(read(DEPARTMENT).header.signer?.value.name).toBe("Hà Thị Nháp");
  });

  it("takes number, date and issuer from an annex's reference when nothing else is left", () => {
    expect(values(BEHEADED)).toMatchObject({
      number: "77/BGDĐT-VP",
      issuedOn: "2025-08-12",
      issuer: "Bộ Giáo dục và Đào tạo",
      type: "Công văn",
    });
  });

  it("ignores an annex's reference to another kind of document", () => {
    const form = BEHEADED.replace("Công văn số 77/BGDĐT-VP", "Thông tư số 77/TT-BGDĐT");
    expect(values(form).number).toBeNull();
    expect(codes(form)).toContain("number.missing");
  });

  it("reads joint signers", () => {
    const joint = PLAN.replace("**Lò Văn\nThử**\n\n|", "**Lò Văn\nThử**\n\n|\n\nCHỦ TỊCH\n\nGiàng A Ví\n\n|");
    expect(read(joint).signers.map((signer) => signer.value.name)).toEqual(["Lò Văn Thử", "Giàng A Ví"]);
  });

  it("warns of a file that calls itself a draft or a summary", () => {
    expect(codes(`DỰ THẢO\n\n${DEPARTMENT}`)).toEqual(["copy.unofficial"]);
    expect(codes(`BẢN TÓM LƯỢC, không phải văn bản gốc\n\n${DEPARTMENT}`)).toEqual(["copy.unofficial"]);
  });

  it("warns of look-alike letters", () => {
    const text = PLAN.replace("Lưu: VT", "Lưu: ВT");
    expect(codes(text)).toContain("homoglyph");
  });
});

describe("readHeader on reports", () => {
  it("reads the facts of the directive that an article reports, and guesses no year", () => {
    expect(values(ARTICLE)).toMatchObject({
      number: "31/CT-TTg",
      type: "Chỉ thị",
      issuer: "Thủ tướng Chính phủ",
      issuedOn: null,
      title: "tăng cường quản lý bến đò ngang",
    });
    const reading = read(ARTICLE);
    expect(reading.header.signer?.value).toEqual({ name: "Lê Văn Thí Dụ", capacity: "Phó Thủ tướng", authority: null });
    expect(reading.dayMonth?.value).toEqual({ day: 4, month: 6 });
    expect(codes(ARTICLE)).toEqual(["date.no_year"]);
    expect([reading.tier, reading.form]).toEqual(["press", "report"]);
  });

  it("reads a portal's notice whose issuer names no province", () => {
    expect(values(NOTICE)).toMatchObject({
      number: "702/UBND-KT",
      type: "Công văn",
      issuer: "UBND tỉnh Yên Bái",
      place: "Yên Bái",
      issuedOn: "2024-03-15",
      title: "dọn vệ sinh các khu chợ",
    });
    expect(read(NOTICE).tier).toBe("portal");
  });

  it("says nothing about an article that reports no directive", () => {
    const text = "# Thủ tướng thăm cảng\n\nNgày 3/5/2025, Thủ tướng thăm cảng và làm việc với địa phương.\n";
    expect(values(text)).toMatchObject({ number: null, issuer: null, issuedOn: null, title: "Thủ tướng thăm cảng" });
    expect(codes(text)).toContain("number.missing");
  });
});

describe("evidence", () => {
  it.each([PLAN, BLANK_LETTER, PORTAL_COPY, PARTY, DEPARTMENT, BEHEADED, ARTICLE, NOTICE])(
    "every span lies in the text and holds its number",
    (text) => {
      const { header, headingSpans, addresseesSpan, recipientsSpan, signatureSpan, warnings } = read(text);
      const spans = [
        header.number,
        header.type,
        header.issuer,
        header.issuedOn,
        header.title,
        header.signer,
        ...header.addressees,
        ...header.recipients,
      ]
        .map((field) => field?.span ?? null)
        .concat(
          headingSpans,
          addresseesSpan,
          recipientsSpan,
          signatureSpan,
          warnings.map((warning) => warning.span),
        )
        .filter((span) => span !== null);
      for (const span of spans) {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeGreaterThan(span.start);
        expect(span.end).toBeLessThanOrEqual(text.length);
      }
      const { number } = header;
      if (number?.span) expect(text.slice(number.span.start, number.span.end).replace(/\s/gu, "")).toBe(number.value);
    },
  );
});
