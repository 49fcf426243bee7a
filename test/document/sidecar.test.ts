import { describe, expect, it } from "vitest";
import { findFurniture } from "../../retrieval/document/furniture.ts";
import { readHeader } from "../../retrieval/document/header/index.ts";
import { numberInTitle, parseSidecar, titleInSidecar } from "../../retrieval/document/sidecar.ts";
import type { Sidecar } from "../../retrieval/document/types.ts";
import { BLANK_LETTER, PLAN } from "./fixtures.ts";

const read = (text: string, sidecar: Sidecar) => readHeader(text, findFurniture(text), sidecar);

describe("parseSidecar", () => {
  it("keeps the six keys and drops what is not a string or not a date", () => {
    const json = JSON.stringify({
      title: " A ",
      number: 5,
      issuer: null,
      date: "2025-13x",
      type: "Kế hoạch",
      source_address: "https://a.vn/x",
      other: "b",
    });
    expect(parseSidecar(json, "a.json")).toEqual({ title: "A", type: "Kế hoạch", source_address: "https://a.vn/x" });
    expect(parseSidecar('{"date":"2025-03"}', "a.json")).toEqual({ date: "2025-03" });
  });

  it.each(["{", "[]", '"x"', "null"])("refuses %s", (json) => {
    expect(() => parseSidecar(json, "a.json")).toThrow(expect.objectContaining({ code: "sidecar.invalid" }));
  });
});

describe("what a sidecar's title says", () => {
  it("reads the number at its head only", () => {
    expect(numberInTitle("Kế hoạch 9/KH-UBND năm 2025 trồng cây")).toBe("9/KH-UBND");
    expect(numberInTitle("TOÀN VĂN: Nghị quyết số 5/2025/QH15 về tổ chức")).toBe("5/2025/QH15");
    expect(numberInTitle("Trồng cây theo Kế hoạch 9/KH-UBND")).toBeNull();
    expect(titleInSidecar("Kế hoạch 9/KH-UBND năm 2025 về trồng cây chắn gió do tỉnh Lai Châu ban hành")).toBe(
      "trồng cây chắn gió",
    );
  });
});

describe("readHeader with a sidecar", () => {
  it("fills what the text leaves open", () => {
    const reading = read(BLANK_LETTER, {
      number: "55/UBND-VX",
      date: "2024-04-19",
      source_address: "https://example.vn",
    });
    expect(reading.header.number).toEqual({ value: "55/UBND-VX", span: null });
    expect(reading.header.issuedOn).toEqual({ value: "2024-04-19", span: null });
    expect(reading.tier).toBe("unnumbered-copy");
    expect(reading.warnings.map((warning) => warning.code)).toEqual(["number.blank", "date.partial"]);
  });

  it("keeps the document's own words where they contradict, says so and keeps the other number findable", () => {
    const reading = read(PLAN, {
      title: "Kế hoạch 0413/KH-UBND năm 2025 trồng cây",
      number: "0412/KH-UBND",
      date: "2025-10-09",
      issuer: "UBND tỉnh Sơn La",
    });
    expect(reading.header.number?.value).toBe("0412/KH-UBND");
    expect(reading.header.issuedOn?.value).toBe("2025-10-07");
    expect(reading.alternativeNumbers).toEqual(["0413/KH-UBND"]);
    expect(reading.warnings.map((warning) => warning.code)).toEqual(Array(3).fill("sidecar.contradiction"));
    expect(reading.warnings[0]?.message).toContain("0413/KH-UBND");
  });

  it("takes no offence at another writing of the same facts", () => {
    const sidecar = {
      number: "412/KH-UBND",
      date: "2025-10",
      issuer: "Ủy ban nhân dân tỉnh Lai Châu",
      type: "Kế hoạch",
    };
    expect(read(PLAN, sidecar).warnings).toEqual([]);
  });
});
