import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bareCode, newCode, readCode } from "../../bot/codes.ts";

describe("invitation codes", () => {
  test("hold at least 50 bits and nothing that is mistaken for something else or changed by a Vietnamese keyboard", () => {
    const seen = new Set<string>();
    // `pick` says how many characters there are to choose from, and picks every one of them.
    let [bits, turn] = [0, 0];
    newCode((below) => {
      bits += Math.log2(below);
      return 0;
    });
    for (let round = 0; round < 40; round += 1)
      for (const one of bareCode(newCode((below) => turn++ % below))) seen.add(one);
    expect(bits).toBeGreaterThanOrEqual(50);
    expect([...seen].join("")).not.toMatch(/[01OILUAEYDW]/);
  });

  test("are read however they are typed", () => {
    const codes = fc.constant(null).map(() => newCode());
    const typed = fc.tuple(
      codes,
      fc.constantFrom("-", " ", "", "–", ".", " - "),
      fc.boolean(),
      fc.constantFrom("", "ma: ", "Mã ", "/start ", "code="),
    );
    fc.assert(
      fc.property(typed, ([code, dash, small, before]) => {
        const written = code.replaceAll("-", dash);
        const read = readCode(`${before}${small ? written.toLowerCase() : written}`);
        expect(read).toEqual({ kind: "code", code: bareCode(code) });
      }),
    );
  });

  test.each([["BQV2-BQV3-BQV4", "b0u2 bou3 bqv4"]])("%s is read from %s", (code, written) => {
    expect(readCode(written)).toEqual({ kind: "code", code: bareCode(code) });
  });

  test.each([
    "chúng tôi phải làm gì?",
    "mai phải nộp gì",
    "Sở Tài chính làm gì theo CT07",
    "465/UBND-VX",
    "2",
    "xin chào",
    "",
    "mã số thuế của doanh nghiệp là gì",
    "may bay khong nguoi lai",
    "huong-dan-nghiep vu",
  ])("%j is no code", (text) => {
    expect(readCode(text)).toEqual({ kind: "none" });
  });

  test.each(["mã: abc123", "/start xyz1", "K7QM-29XT-HB4", "code 12345678"])("%j is a mistyped one", (text) => {
    expect(readCode(text)).toEqual({ kind: "malformed" });
  });
});
