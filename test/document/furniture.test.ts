import { describe, expect, it } from "vitest";
import { findFurniture } from "../../retrieval/document/furniture.ts";
import { ARTICLE, BLANK_LETTER, DEPARTMENT, NOTICE, PARTY, PLAN, PORTAL_COPY } from "./fixtures.ts";

const cut = (text: string) =>
  findFurniture(text)
    .map((span) => text.slice(span.start, span.end))
    .join("\n");
function kept(text: string): string {
  let out = "";
  let at = 0;
  for (const span of findFurniture(text)) {
    out += text.slice(at, span.start);
    at = span.end;
  }
  return out + text.slice(at);
}

describe("findFurniture", () => {
  it.each([
    ["plan", PLAN],
    ["blank letter", BLANK_LETTER],
    ["party", PARTY],
    ["department", DEPARTMENT],
  ])("cuts nothing from a directive without a page around it: %s", (_, text) => {
    expect(findFurniture(text)).toEqual([]);
  });

  it("cuts a legal portal's notices, summary and footer, and keeps its metadata box", () => {
    expect(cut(PORTAL_COPY)).toMatch(/Bản dịch này/u);
    expect(cut(PORTAL_COPY)).toMatch(/Theo đó, nhiều doanh nghiệp/u);
    expect(cut(PORTAL_COPY)).toMatch(/Quý Thành viên/u);
    expect(kept(PORTAL_COPY)).toMatch(
      /321\/BCT-KH[\s\S]*03\/06\/2025[\s\S]*tập đoàn kinh tế[\s\S]*rà soát nhu cầu vốn[\s\S]*Đỗ Văn Giả/u,
    );
    expect(kept(PORTAL_COPY)).not.toMatch(/Quý Thành viên|Tình trạng/u);
  });

  it("cuts bylines and other news from an article", () => {
    expect(kept(ARTICLE)).toContain("lắp phao cứu sinh");
    expect(kept(ARTICLE)).not.toMatch(/TRẦN BÚT|Giá vàng|TIN LIÊN QUAN/u);
  });

  it("cuts counters, menus, author and list head from a portal's notice", () => {
    expect(kept(NOTICE).trim().split("\n")[0]).toBe("Tỉnh chỉ đạo dọn vệ sinh khu chợ");
    expect(kept(NOTICE)).toContain("triển khai thực hiện./.");
    expect(kept(NOTICE)).not.toMatch(/Đang online|Đăng nhập|Lượt xem|Tải về|Bích Mẫu|Tin khác/u);
  });

  it("keeps words of the directive that a menu also uses", () => {
    const steps = PLAN.replace(
      "- Cấp cây giống trước mùa mưa.",
      "- Người dân:\n\nĐăng nhập\n\nTải về phụ lục 1\n\nliên quan\n\nHôm nay: 5",
    );
    expect(findFurniture(steps)).toEqual([]);
  });

  it("returns sorted spans that never overlap", () => {
    for (const text of [PORTAL_COPY, ARTICLE, NOTICE]) {
      const spans = findFurniture(text);
      spans.forEach((span, index) => {
        expect(span.end).toBeGreaterThan(span.start);
        if (index > 0) expect(span.start).toBeGreaterThanOrEqual(spans[index - 1]?.end ?? 0);
      });
    }
  });
});
