import { describe, expect, test } from "vitest";
import { coverage, type HeldTerms, topicWords } from "../../retrieval/index.ts";
import { terms } from "../../retrieval/text/index.ts";

/** Documents that use each of these terms, and no other. */
function library(used: readonly string[]) {
  const idf = (list: readonly string[]) =>
    Promise.resolve(new Map(list.map((term) => [term, used.includes(term) ? 4 : 10] as const)));
  return (topic: string, asked = topic) => topicWords(topic, asked, idf);
}

const clause = (text: string, heading = ""): HeldTerms => ({
  own: new Set(terms(text, { folded: false })),
  context: new Set(terms(heading, { folded: false })),
});

describe("what a question's words are", () => {
  const words = library(["lương", "tối", "thiểu", "vùng", "tối_thiểu", "trẻ", "em", "con"]);

  test("syllables that the clause has in other words do not count", async () => {
    const wanted = await words("lương tối thiểu vùng");
    const scattered = clause("Cấp lương khô, thực phẩm tối thiểu cho các vùng ngập sâu.");
    expect(coverage(wanted, scattered)).toBeLessThan(0.3);
    expect(coverage(wanted, clause("Mức lương tối thiểu vùng năm nay."))).toBe(1);
  });

  test("a syllable outside any expression is a word by itself, a figure is none", async () => {
    const { terms: found } = await words("phạt 2025 kết hôn", "bị phạt năm 2025 khi kết hôn");
    expect(found.map(({ term }) => term).sort()).toEqual(["kết_hôn", "phạt"]);
  });

  test("what only the topic joins is no expression", async () => {
    const { terms: found } = await words("trẻ con", "trẻ em, con của công nhân");
    expect(found.map(({ term }) => term)).toEqual(["trẻ", "con"]);
  });

  test("heading and title say a word almost as well as the clause", async () => {
    const wanted = await words("tối thiểu");
    expect(coverage(wanted, clause("Mức này do tỉnh quy định.", "Mức tối thiểu"))).toBeCloseTo(0.85);
  });

  test("without diacritics no expression is known, each syllable stands for itself", async () => {
    const { terms: found, folded } = await words("luong toi thieu");
    expect(folded).toBe(true);
    expect(found.every(({ term }) => !term.includes("_"))).toBe(true);
  });
});
