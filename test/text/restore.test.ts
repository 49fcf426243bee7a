import { existsSync, readFileSync } from "node:fs";
import { assert, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalise, fold, matchForm, syllables } from "../../retrieval/text/index.ts";
import { lacksDiacritics, restoreDiacritics } from "../../retrieval/text/restore.ts";

describe("restoreDiacritics", () => {
  test.each([
    ["so tai chinh phai lam gi", "sở tài chính phải làm gì"],
    ["con so noi vu?", "còn sở nội vụ?"],
    ["ai chu tri bao cao ket qua, thoi han khi nao?", "ai chủ trì báo cáo kết quả, thời hạn khi nào?"],
    ["UBND xa phai lam gi theo CV 12/UBND-NC", "UBND xã phải làm gì theo CV 12/UBND-NC"],
  ])("%s", (bare, accented) => {
    expect(restoreDiacritics(bare)).toBe(accented);
  });

  test("keeps the writer's capitals", () => {
    expect(restoreDiacritics("Bo Y te va SO NOI VU bao cao")).toBe("Bộ Y tế và SỞ NỘI VỤ báo cáo");
  });

  test.each([["Thanh tra Chính phủ báo cáo"], ["Who signed the directive, and when?"], ["12/2025"], ["UBND"], [""]])(
    "leaves as it is: %j",
    (text) => {
      expect(restoreDiacritics(text)).toBe(text);
    },
  );

  test("completes a text of which only the start was accented", () => {
    expect(restoreDiacritics("Sở Y tế lam gi trong viec phong chong dich")).toBe(
      "Sở Y tế làm gì trong việc phòng chống dịch",
    );
  });

  test("keeps the length and the letters under the marks", () => {
    assert(
      property(string({ unit: "grapheme" }), (text) => {
        // Folded twice: "Ӑ" and the like need it.
        const bare = fold(fold(canonicalise(text)));
        const restored = restoreDiacritics(bare);
        return restored.length === bare.length && fold(restored) === bare;
      }),
    );
  });
});

test("lacksDiacritics tells bare Vietnamese from accented and from English", () => {
  expect(lacksDiacritics("bnnmt phai lam gi theo cv 12")).toBe(true);
  expect(lacksDiacritics("Bộ phải làm gì theo cv 12")).toBe(false);
  expect(lacksDiacritics("What must the Department of Finance do under Directive 12?")).toBe(false);
});

const QUESTIONS = new URL("../../../shared/retrieval-bench/alqac-queries.jsonl", import.meta.url);

describe.skipIf(!existsSync(QUESTIONS))("on the shared questions (skipped where ../shared is absent)", () => {
  test("restores 98 of 100 syllables", () => {
    let right = 0;
    let all = 0;
    for (const line of readFileSync(QUESTIONS, "utf8").trim().split("\n")) {
      const text = canonicalise((JSON.parse(line) as { text: string }).text);
      const wanted = syllables(matchForm(text));
      const found = syllables(matchForm(restoreDiacritics(fold(text))));
      all += wanted.length;
      right += wanted.filter((syllable, at) => syllable.text === found[at]?.text).length;
    }
    expect(right / all).toBeGreaterThan(0.98);
  });
});
