import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCallbackData } from "../../../bot/channels/telegram/callback-data.ts";
import type { MessagePart, TelegramPart } from "../../../bot/channels/telegram/part.ts";
import type { Answer, Citation, Incoming, Reply } from "../../../bot/index.ts";
import { fakeAnswer } from "../../support/fake-library.ts";
import { parseTelegramHtml } from "../../support/platforms/telegram/index.ts";
import { vietnameseText } from "../../text/vietnamese.ts";
import { ANSWER, incoming, telegram } from "./support.ts";

const channel = telegram();
const render = (reply: Reply, to: Incoming = incoming()) => channel.render(reply, to) as TelegramPart[];
const messages = (parts: readonly TelegramPart[]) => parts.filter((part) => part.kind === "message");

const [citation] = fakeAnswer().citations as [Citation];
const cited = (marker: number, extra: Partial<Citation> = {}): Citation => ({ ...citation, marker, ...extra });
const answer = (extra: Partial<Answer> = {}): Reply => ({
  kind: "answer",
  answer: fakeAnswer({ id: ANSWER, ...extra }),
});
const clause = (text: string, heading = "Mục 5 · Chỉ thị 07/CT-TTg"): Reply => ({
  kind: "clause",
  answerId: ANSWER,
  citation,
  heading,
  text,
});
const pressed = (extra: Partial<Incoming> = {}) =>
  incoming({
    content: { kind: "action", action: { kind: "feedback", answerId: ANSWER, verdict: "up" } },
    reference: JSON.stringify({ messageId: 30, press: "2151000000000000001" }),
    ...extra,
  });

/** Any UTF-16 unit, halves of pairs too, and much of what HTML minds. */
const unit = fc.oneof(
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  fc.constantFrom("<", ">", "&", '"', "“", "”", "\n", " ", "😀", "</b>", "&lt;", "Nguồn\n", "• "),
);
const anyText = fc.oneof(
  vietnameseText,
  fc.string({ unit, maxLength: 300 }),
  fc
    .tuple(fc.string({ unit, minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 400 }))
    .map(([a, n]) => a.repeat(n)),
);
const anyReply: fc.Arbitrary<Reply> = fc.oneof(
  fc
    .tuple(
      anyText,
      fc.constantFrom("answered" as const, "not_found" as const, "clarify" as const),
      fc.nat(12),
      fc.array(anyText, { maxLength: 6 }),
    )
    .map(([text, status, sources, choices]) =>
      answer({
        answer: text,
        status,
        citations: Array.from({ length: sources }, (_, index) => cited(index + 1, { locator: text.slice(0, 99) })),
        choices,
      }),
    ),
  fc.tuple(anyText, anyText).map(([text, heading]) => clause(text, heading)),
  anyText.map((text) => ({ kind: "notice", text }) as const),
  anyText.map((text) => ({ kind: "done", text }) as const),
);

const withoutBlanks = (text: string) => text.replace(/\s/g, "");
const wholeText = (reply: Reply) =>
  reply.kind === "answer" ? reply.answer.answer : reply.kind === "clause" ? reply.heading + reply.text : reply.text;

describe("any reply", () => {
  test("becomes messages that Telegram takes, with nothing lost", () => {
    fc.assert(
      fc.property(anyReply, fc.constantFrom(incoming(), pressed(), pressed({ setting: "group" })), (reply, to) => {
        const parts = render(reply, to);
        for (const part of messages(parts)) {
          const read = parseTelegramHtml(part.html);
          expect(read.text).toBe(part.text);
          expect(read.text.length).toBeLessThanOrEqual(4_096);
          expect(read.text.trim()).not.toBe("");
          expect(part.html.isWellFormed()).toBe(true);
        }
        const said = parts.map((part) => part.text).join("");
        expect(withoutBlanks(said)).toBe(withoutBlanks(wholeText(reply).toWellFormed()));
        expect(JSON.parse(JSON.stringify(parts))).toEqual(parts);
      }),
      { numRuns: 300 },
    );
  });

  test("has buttons with labels, and data that is read back, under its last message only", () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        const parts = messages(render(reply));
        for (const part of parts.slice(0, -1)) expect(part.keyboard).toBeUndefined();
        for (const button of parts.at(-1)?.keyboard?.flat() ?? []) {
          expect(Buffer.byteLength(button.callback_data)).toBeLessThanOrEqual(64);
          expect(parseCallbackData(button.callback_data)).toMatchObject({ answerId: ANSWER });
          expect(button.text).toMatch(/\S/);
          expect([...button.text].length).toBeLessThanOrEqual(40);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("an answer", () => {
  const text = [
    "Chỉ thị 07/CT-TTg không giao việc cho Sở <Tài chính> & các phòng.",
    "",
    "Trong Chỉ thị 07/CT-TTg chỉ giao:",
    "• Bộ Tài chính: “bố trí kinh phí” [1]",
    "",
    "Nguồn",
    "[1] Mục 5 – Chỉ thị 07/CT-TTg",
  ].join("\n");
  const sources = [
    cited(1, { locator: "Mục 5", documentNumber: "07/CT-TTg" }),
    cited(2, { locator: "Mục 4", documentNumber: null, issuer: "UBND thành phố Phan Rang - Tháp Chàm" }),
  ];

  test("shows the verdict bold, quotes in italics, markers as they are", () => {
    const [part] = messages(render(answer({ answer: text })));
    expect(part?.html.split("\n")).toEqual([
      "<b>Chỉ thị 07/CT-TTg không giao việc cho Sở &lt;Tài chính&gt; &amp; các phòng.</b>",
      "",
      "Trong Chỉ thị 07/CT-TTg chỉ giao:",
      "• Bộ Tài chính: “<i>bố trí kinh phí</i>” [1]",
      "",
      "<b>Nguồn</b>",
      "[1] Mục 5 – Chỉ thị 07/CT-TTg",
    ]);
    expect(part?.text).toBe(text);
  });

  test("has a button a source, one a row, then the verdicts", () => {
    const [part] = messages(render(answer({ answer: text, citations: sources })));
    expect(labels(part)).toEqual([
      ["[1] Mục 5 · 07/CT-TTg"],
      ["[2] Mục 4 · UBND thành phố Phan Rang -…"],
      ["👍", "👎"],
    ]);
    expect(part?.keyboard?.flat().map((button) => parseCallbackData(button.callback_data))).toEqual([
      { kind: "source", answerId: ANSWER, marker: 1 },
      { kind: "source", answerId: ANSWER, marker: 2 },
      { kind: "feedback", answerId: ANSWER, verdict: "up" },
      { kind: "feedback", answerId: ANSWER, verdict: "down" },
    ]);
  });

  test("puts many sources in two columns", () => {
    const many = Array.from({ length: 7 }, (_, index) => cited(index + 1, { locator: `Mục ${index + 1}` }));
    const rows = labels(messages(render(answer({ citations: many })))[0]);
    expect(rows.map((row) => row.length)).toEqual([2, 2, 2, 1, 2]);
    expect(rows[0]).toEqual(["[1] Mục 1 · 12/KH-U…", "[2] Mục 2 · 12/KH-U…"]);
  });

  test("that asks back has a button a choice instead", () => {
    const choices = ["Quyết định 80/2025/QĐ-UBND của UBND tỉnh Hà Tĩnh nói gì?", "Còn Bắc Ninh?"];
    const [part] = messages(render(answer({ status: "clarify", choices, citations: sources })));
    expect(labels(part)).toEqual([["1. Quyết định 80/2025/QĐ-UBND của UBND…"], ["2. Còn Bắc Ninh?"]]);
    expect(parseCallbackData(part?.keyboard?.[1]?.[0]?.callback_data ?? "")).toEqual({
      kind: "choice",
      answerId: ANSWER,
      index: 1,
    });
  });

  test("that found nothing can still be judged", () => {
    expect(labels(messages(render(answer({ status: "not_found", citations: [] })))[0])).toEqual([["👍", "👎"]]);
  });

  test("whose id would not fit goes without buttons", () => {
    expect(messages(render(answer({ id: "x".repeat(60) })))[0]?.keyboard).toBeUndefined();
  });
});

test("a long clause has its heading bold in the first message and ends between sentences", () => {
  const sentences = Array.from(
    { length: 200 },
    (_, index) => `${index + 1}. Rà soát, báo cáo kết quả trước ngày 30/6.`,
  );
  const parts = messages(render(clause(sentences.join("\n"))));
  expect(parts.length).toBeGreaterThan(1);
  expect(parts[0]?.html).toMatch(/^<b>Mục 5 · Chỉ thị 07\/CT-TTg<\/b>\n\n1\. Rà soát/);
  for (const part of parts) expect(part.text).toMatch(/30\/6\.$/);
  expect(parts[1]?.html).not.toContain("<b>");
});

describe("where it goes", () => {
  const long: Reply = { kind: "notice", text: "Xin chào. ".repeat(900) };

  test("in a group the first message shows what it answers", () => {
    const parts = messages(render(long, incoming({ setting: "group" })));
    expect(parts.map((part) => part.replyTo)).toEqual([11, ...parts.slice(1).map(() => undefined)]);
    expect(parts.length).toBeGreaterThan(1);
  });

  test("in private nothing is replied to", () => {
    expect(messages(render(long)).map((part) => part.replyTo)).not.toContain(11);
  });

  test("a topic stays the topic", () => {
    const parts = messages(render(long, incoming({ setting: "group", topic: "5" })));
    expect(new Set(parts.map((part) => part.threadId))).toEqual(new Set([5]));
  });
});

describe("after a button", () => {
  test("the effect is a toast", () => {
    expect(render({ kind: "done", text: "Đã ghi nhận, cảm ơn." }, pressed())).toEqual([
      { kind: "press", text: "Đã ghi nhận, cảm ơn.", press: "2151000000000000001" },
    ]);
  });

  test("an effect too long for a toast is a message, and the spinner stops", () => {
    const parts = render({ kind: "done", text: "Đã ghi nhận. ".repeat(30) }, pressed());
    expect(parts.map((part) => part.kind)).toEqual(["press", "message"]);
    expect(parts[0]?.text).toBe("");
  });

  test("a clause comes after the spinner has stopped", () => {
    expect(render(clause("Nguyên văn."), pressed()).map((part) => part.kind)).toEqual(["press", "message"]);
  });

  test("an effect without a button is a sentence", () => {
    expect(render({ kind: "done", text: "Đã ghi nhận." })).toMatchObject([{ kind: "message", text: "Đã ghi nhận." }]);
  });
});

test("nothing to say is no message", () => {
  expect(render({ kind: "notice", text: " \n" })).toEqual([]);
});

function labels(part: MessagePart | undefined): string[][] {
  return (part?.keyboard ?? []).map((row) => row.map((button) => button.text));
}
