import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Answer, Citation, Incoming, Reply } from "../../../bot/index.ts";
import { fakeAnswer } from "../../support/fake-library.ts";
import { channelAt } from "./fixtures.ts";

const to: Incoming = {
  channel: "zalo-oa",
  conversation: "1",
  sender: "1",
  setting: "private",
  content: { kind: "text", text: "a" },
};
const render = (reply: Reply, freeMessages: number | null = null) =>
  channelAt({ freeMessages })
    .render(reply, to)
    .map(({ text }) => text);
const cited = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ...fakeAnswer().citations[0], marker: index + 1 }) as Citation);
const answer = (over: Partial<Answer>): Reply => ({ kind: "answer", answer: { ...fakeAnswer(), ...over } });
const clause = (text: string): Reply => ({
  kind: "clause",
  answerId: "a",
  citation: cited(1)[0] as Citation,
  heading: "Mục 4, Công văn 465/UBND-VX",
  text,
});

describe("an answer", () => {
  test("ends with what a number opens", () => {
    const shown = (over: Partial<Answer>) => render(answer({ answer: "Lời đáp. [1]", ...over }));
    expect(shown({ citations: cited(4) })).toEqual(["Lời đáp. [1]\n\nTrả lời 1–4 để xem nguyên văn."]);
    expect(shown({ citations: cited(1) })).toEqual(["Lời đáp. [1]\n\nTrả lời 1 để xem nguyên văn."]);
    expect(shown({ citations: [] })).toEqual(["Lời đáp. [1]"]);
    expect(shown({ citations: [], choices: ["a", "b", "c"] })).toEqual(["Lời đáp. [1]\n\nTrả lời 1–3 để chọn."]);
    const said = "Lời đáp. [1]\n\nGửi 1–2 để xem nguyên văn.";
    expect(shown({ answer: said, citations: cited(2) })).toEqual([said]);
  });

  test("that fills its message goes without the last line, in one message", () => {
    const full = `${"Lời ".repeat(490).trim()} [1]`;
    expect(full.length).toBeGreaterThan(1_950);
    expect(render(answer({ answer: full, citations: cited(2) }))).toEqual([full]);
  });
});

describe("a clause", () => {
  test("is whole, under its heading, in as many messages as it takes", () => {
    const text = Array.from({ length: 60 }, (_, index) => `${index + 1}. ${"Điều khoản dài ".repeat(9).trim()}.`);
    const parts = render(clause(text.join("\n")));
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.join("\n")).toBe(`Mục 4, Công văn 465/UBND-VX\n\n${text.join("\n")}`);
  });

  test("takes no more messages than are free, and says that it goes on", () => {
    const parts = render(clause("Một câu dài.\n".repeat(2_000)), 3);
    expect(parts.length).toBe(3);
    expect(parts[2]).toMatch(/xin mở văn bản gốc để đọc tiếp\.$/);
    expect(render(clause("Ngắn."), 3)).toEqual(["Mục 4, Công văn 465/UBND-VX\n\nNgắn."]);
  });
});

describe("any text", () => {
  const texts = fc.array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 400 }),
      fc.constantFrom("Ủy ban nhân dân tỉnh. ", "\n\n", "\n", " ", "😀", "\u0000", "**đậm**", "<b>", "\ud800"),
      fc.nat({ max: 3_000 }).map((length) => "ă".repeat(length)),
    ),
    { maxLength: 40 },
  );

  test("comes in non-empty parts under the limit, whole characters, nothing but white space lost", () => {
    const bare = (text: string) => text.toWellFormed().replace(/[\s\p{Cc}]/gu, "");
    fc.assert(
      fc.property(texts, (pieces) => {
        const text = pieces.join("");
        const parts = render({ kind: "notice", text });
        for (const part of parts) {
          expect(part.length).toBeLessThan(2_000);
          expect(part.trim()).not.toBe("");
          expect(part.isWellFormed()).toBe(true);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
          expect(part).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
        }
        expect(bare(parts.join(""))).toBe(bare(text));
      }),
    );
  });

  test("stays within the free messages, whatever it holds", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 8 }), (pieces, most) => {
        const parts = render(clause(pieces.join("")), most);
        expect(parts.length).toBeLessThanOrEqual(most);
        expect(Math.max(...parts.map((part) => part.length))).toBeLessThan(2_000);
      }),
    );
  });
});
