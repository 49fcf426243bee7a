import { describe, expect, it } from "vitest";
import { decideTier, type TierFacts } from "../../retrieval/document/tier.ts";

const official: TierFacts = { official: true, numbered: true, blank: false, signed: true, sourceAddress: null };
const report: TierFacts = { official: false, numbered: true, blank: false, signed: false, sourceAddress: null };

describe("decideTier", () => {
  it("calls the numbered and signed form the original, wherever it was found", () => {
    expect(decideTier("", official)).toBe("original");
    expect(decideTier("", { ...official, sourceAddress: "https://thuvienphapluat.vn/van-ban/x.aspx" })).toBe(
      "original",
    );
    expect(decideTier("", { ...official, sourceAddress: "https://langson.gov.vn/x" })).toBe("original");
  });

  it("calls a form with a blank number or day an unnumbered copy", () => {
    expect(decideTier("", { ...official, blank: true })).toBe("unnumbered-copy");
    expect(decideTier("", { ...official, numbered: false })).toBe("unnumbered-copy");
  });

  it("calls an unsigned full text on an agency's site a portal's", () => {
    expect(
      decideTier("", { ...official, signed: false, sourceAddress: "https://xaydungchinhsach.chinhphu.vn/a.htm" }),
    ).toBe("portal");
  });

  it("tells portal and press by the address, else by the page's own marks", () => {
    expect(decideTier("", { ...report, sourceAddress: "https://www.laocai.gov.vn/tin/1" })).toBe("portal");
    expect(decideTier("Lượt xem: 3", { ...report, sourceAddress: "https://bao.vn/tin/1" })).toBe("press");
    expect(decideTier("Lượt xem: 3", report)).toBe("portal");
    expect(decideTier("(Chinhphu.vn) - Ngày 1/2", report)).toBe("portal");
    expect(decideTier("Theo phóng viên", { ...report, sourceAddress: "không phải địa chỉ" })).toBe("press");
  });
});
