import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Citation } from "../../../bot/index.ts";
import type { Incoming, Reply } from "../../../bot/message.ts";
import { refusalOf } from "../../support/platforms/zalo-bot/index.ts";
import { zaloBot } from "./support.ts";

const bot = zaloBot();
const to: Incoming = {
  channel: "zalo-bot",
  conversation: "c",
  sender: "c",
  setting: "private",
  content: { kind: "text", text: "?" },
};
const render = (reply: Reply) => bot.render(reply, to);

const citation: Citation = {
  marker: 1,
  source: "lao_cai_465.txt",
  documentNumber: "465/UBND-VX",
  title: null,
  issuer: "UBND tỉnh Lào Cai",
  issuedOn: "2023-02-09",
  sourceTier: "original",
  locator: "Mục 4",
  quote: "Sở Tài chính thẩm định kinh phí.",
  start: 0,
  end: 32,
  url: "/documents/1#p4",
  documentId: 1,
  versionId: 1,
  passageId: 4,
};

function answer(text: string, { citations = 0, choices = [] as string[] } = {}): Reply {
  return {
    kind: "answer",
    answer: {
      id: "a",
      status: "answered",
      answer: text,
      citations: Array.from({ length: citations }, (_, index) => ({ ...citation, marker: index + 1 })),
      ...(choices.length > 0 ? { choices } : {}),
      answeredBy: "extractive",
    },
  };
}

const typical = [
  "Tỉnh Lào Cai giao Sở Tài chính:",
  "• Sở Tài chính: “Thẩm định kinh phí *hằng năm* cho lao_cai_465.” [1]",
  "",
  "Nguồn",
  "[1] Mục 4 – 465/UBND-VX, UBND tỉnh Lào Cai, 9/2/2023",
].join("\n");

describe("an answer", () => {
  test("has its headings in bold, its bullets and sources as lists, and says how a source is opened", () => {
    expect(render(answer(typical, { citations: 1 }))).toEqual([
      {
        text: `${typical}\n\nTrả lời 1 để xem nguyên văn.`,
        markdown: [
          "**Tỉnh Lào Cai giao Sở Tài chính:**",
          "- Sở Tài chính: “Thẩm định kinh phí \\*hằng năm\\* cho lao\\_cai\\_465.” [1]",
          "",
          "**Nguồn**",
          "- [1] Mục 4 – 465/UBND-VX, UBND tỉnh Lào Cai, 9/2/2023",
          "",
          "Trả lời 1 để xem nguyên văn.",
        ].join("\n"),
      },
    ]);
  });

  test("names all its sources' numbers, or its choices'", () => {
    expect(render(answer("Có ba nguồn.", { citations: 3 }))[0]?.text).toMatch(/Trả lời 1–3 để xem nguyên văn\.$/);
    const choices = ["Sở Tài chính Lào Cai?", "Sở Tài chính Lạng Sơn?"];
    const [part] = render(answer(`Xin chọn:\n\n1. ${choices[0]}\n2. ${choices[1]}`, { citations: 1, choices }));
    expect(part?.text).toMatch(/Trả lời 1–2 để chọn\.$/);
    expect(part?.markdown).toContain("\n1. Sở Tài chính Lào Cai?\n2. Sở Tài chính Lạng Sơn?\n");
  });

  test("leaves the hint out where it would cost a second message", () => {
    const parts = render(answer("a ".repeat(990).trim(), { citations: 2 }));
    expect(parts).toHaveLength(1);
    expect(parts[0]?.text).not.toContain("Trả lời");
  });

  test("is one plain message when its escapes would make it two", () => {
    const parts = render(answer("*_".repeat(900)));
    expect(parts).toEqual([{ text: "*_".repeat(900), markdown: null }]);
  });

  test.each([
    ["a number that a list would change", "Theo văn bản:\n5. Sở Tài chính thẩm định."],
    ["a dash of the clause's own", "Giao các sở:\n- thẩm định;\n- báo cáo."],
    ["a link", "xem [đây](https://example.vn)"],
    ["code", "gõ `abc`"],
    ["a fence", "```\nabc\n```"],
    ["a backslash", "C:\\tep"],
    ["an address that an escape would break", "https://example.vn/van_ban"],
    ["a rule that makes a heading", "Kế hoạch\n---"],
    ["a definition", "[1]: nguồn"],
    ["an indented line", "Giao:\n    thụt vào"],
    ["a heading's sign", "# 1"],
    ["a tag", "<b>đậm</b>"],
  ])("with %s goes as plain text, its words untouched", (_, text) => {
    expect(render(answer(text))).toEqual([{ text, markdown: null }]);
  });

  test("is plain text where markdown is switched off", () => {
    const [part] = zaloBot({ markdown: false }).render(answer(typical, { citations: 1 }), to);
    expect(part?.markdown).toBeNull();
  });
});

describe("other replies", () => {
  test("a notice and a button's effect are sentences without markdown", () => {
    const text = "Xin gửi mã mời, ví dụ *AB_CD*.";
    expect(render({ kind: "notice", text })).toEqual([{ text, markdown: null }]);
    expect(render({ kind: "done", text })).toEqual([{ text, markdown: null }]);
  });

  test("a clause has its heading in bold and is split between its paragraphs", () => {
    const paragraph = "Sở Tài chính thẩm định kinh phí hằng năm. ".repeat(24).trim();
    const parts = render({
      kind: "clause",
      answerId: "a",
      citation,
      heading: "[1] Mục 4 – 465/UBND-VX",
      text: [paragraph, paragraph, paragraph].join("\n\n"),
    });
    expect(parts.map(({ text }) => text)).toEqual([`[1] Mục 4 – 465/UBND-VX\n\n${paragraph}`, paragraph, paragraph]);
    expect(parts[0]?.markdown).toMatch(/^\*\*\[1\] Mục 4 – 465\/UBND-VX\*\*\n/);
  });

  test("nothing to say is no message", () => {
    expect(render({ kind: "notice", text: " \n " })).toEqual([]);
  });
});

describe("whatever is said", () => {
  const signs = fc.constantFrom(
    "*",
    "_",
    "`",
    "\\",
    "[1](x)",
    "[2] ",
    "#",
    "• ",
    "- ",
    "1. ",
    "\n",
    "\n\n",
    ":\n• ",
    " ",
  );
  const words = fc.constantFrom("Sở Tài chính", "Nguồn\n", "điều khoản.", "👍🏽", "e\u0301", "\ud83d", "465/UBND-VX");
  const text = fc
    .array(fc.oneof(signs, words, fc.string({ unit: "grapheme" })), { maxLength: 700 })
    .map((pieces) => pieces.join(""));
  const reply = fc.oneof(
    text.map((said): Reply => ({ kind: "notice", text: said })),
    text.map((said) => answer(said)),
    fc.tuple(text, text).map(
      ([heading, said]): Reply => ({
        kind: "clause",
        answerId: "a",
        citation,
        heading: heading.slice(0, 300),
        text: said,
      }),
    ),
  );
  const squeezed = (said: string) => said.toWellFormed().replace(/\s+/gu, "");
  const source = (said: Reply) =>
    said.kind === "answer" ? said.answer.answer : said.kind === "clause" ? said.heading + said.text : said.text;

  test("every message is accepted, in markdown and plain", () => {
    fc.assert(
      fc.property(reply, (said) => {
        for (const part of render(said)) {
          expect(refusalOf({ text: part.text })).toBeNull();
          expect(Array.from(part.text).length).toBeLessThanOrEqual(2_000);
          if (typeof part.markdown !== "string") continue;
          expect(refusalOf({ text: part.markdown, parse_mode: "markdown" })).toBeNull();
        }
      }),
      { numRuns: 300 },
    );
  });

  test("no word is lost, added or moved, in markdown and plain", () => {
    fc.assert(
      fc.property(reply, (said) => {
        const parts = render(said);
        expect(squeezed(parts.map(({ text: plain }) => plain).join(""))).toBe(squeezed(source(said)));
        for (const { text: plain, markdown } of parts) {
          if (typeof markdown !== "string") continue;
          const read = markdown.replace(/\*\*(?=\S)|(?<=\S)\*\*/g, "").replace(/^- /gm, "");
          const unbulleted = plain.replace(/^•\s+/gmu, "");
          expect(squeezed(read.replace(/\\([*_])/g, "$1"))).toBe(squeezed(unbulleted));
        }
      }),
      { numRuns: 300 },
    );
  });
});
