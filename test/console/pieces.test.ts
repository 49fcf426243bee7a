import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { highlightStyles, type Mark, segmentsOf } from "../../server/console/pages/marks.ts";
import { sizeInWords, spanInWords, timeInWords } from "../../server/console/pages/time.ts";
import { wordChanges } from "../../server/console/pages/word-changes.ts";
import { createAddressOf } from "../../server/http/client-address.ts";
import { pairSidecars } from "../../server/jobs/index.ts";
import { detail } from "../support/fake-library.ts";

describe("word changes", () => {
  const shown = (before: string, after: string) =>
    wordChanges(before, after)
      .map(({ kind, text }) => (kind === "same" ? text : kind === "added" ? `{+${text}+}` : `{-${text}-}`))
      .join("");

  it("show what was taken out and put in, word by word", () => {
    expect(shown("hoàn thành trước 30/6", "hoàn thành trước 31/7")).toBe("hoàn thành trước {-30/6-}{+31/7+}");
    expect(shown("a b c", "a c d")).toBe("a {-b -}c {+d+}");
    expect(shown("", "mới")).toBe("{+mới+}");
    expect(shown("như  cũ", "như cũ")).toBe("như cũ");
  });

  it("make the new text again from what stayed and what came", () => {
    const after = "Chủ trì, phối hợp với Sở Y tế\nlập danh mục.";
    const pieces = wordChanges("Chủ trì lập danh mục và báo cáo.", after);
    expect(
      pieces
        .filter(({ kind }) => kind !== "removed")
        .map(({ text }) => text)
        .join(""),
    ).toBe(after);
  });

  it("do not compare a book word by word", () => {
    const long = "chữ ".repeat(2000);
    expect(wordChanges(long, `${long}hết`).map(({ kind }) => kind)).toEqual(["removed", "added"]);
  });
});

describe("segments", () => {
  const parsed = { ...detail, header: {}, references: [] } as unknown as Parameters<typeof segmentsOf>[0];
  const mark = (n: number, start: number, end: number): Mark => ({ n, kind: "duty", span: { start, end } });

  it("hold the whole text once, cut at every edge, each with the marks that cover it", () => {
    const marks = [mark(1, 100, 200), mark(2, 150, 250), mark(3, 150, 160)];
    const segments = segmentsOf(parsed, marks);
    expect(segments.map(({ start, end }) => parsed.text.slice(start, end)).join("")).toBe(parsed.text);
    const at = (offset: number) => segments.find(({ start, end }) => start <= offset && offset < end);
    expect(at(155)?.marks.map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(at(170)?.marks.map(({ n }) => n)).toEqual([1, 2]);
    expect(at(225)?.marks.map(({ n }) => n)).toEqual([2]);
    expect(at(150)?.begins.map(({ n }) => n)).toEqual([2, 3]);
  });

  it("have as many rules as marks, and never more than one page holds", () => {
    expect(highlightStyles(3).trim().split("\n")).toHaveLength(3);
    expect(highlightStyles(0).trim()).toBe("");
    expect(highlightStyles(1_000_000).trim().split("\n")).toHaveLength(600);
  });
});

describe("words for times and sizes", () => {
  it("are those of Hà Nội", () => {
    expect(timeInWords(new Date("2026-11-26T21:05:00Z"))).toBe("04:05 27/11/2026");
    expect([12, 90, 7200, 200_000].map(spanInWords)).toEqual(["12 giây", "2 phút", "2 giờ", "2 ngày"]);
    expect([12, 2048, 3_565_158].map(sizeInWords)).toEqual(["12 byte", "2 KB", "3,4 MB"]);
  });
});

describe("sidecars", () => {
  const file = (name: string) => ({ name, bytes: new TextEncoder().encode(name) });

  it("go with the file of their name, whatever its ending", () => {
    const { pairs, lonely } = pairSidecars([file("a.docx"), file("a.json"), file("b.txt"), file("c.json")]);
    expect(pairs.map(({ name, sidecar }) => [name, sidecar])).toEqual([
      ["a.docx", "a.json"],
      ["b.txt", null],
    ]);
    expect(lonely).toEqual(["c"]);
  });
});

describe("where a request comes from", () => {
  const seen = async (peer: string | null, trusted: string[], forwarded?: string) => {
    const app = new Hono();
    const addressOf = createAddressOf(trusted);
    app.get("/", (context) => context.json(addressOf(context)));
    const env =
      peer === null ? {} : { incoming: { socket: { remoteAddress: peer, remoteFamily: "IPv4", remotePort: 1 } } };
    const headers = forwarded === undefined ? {} : { "X-Forwarded-For": forwarded };
    return (await app.request("/", { headers }, env)).json();
  };

  it("is the socket's other end; a proxy's word counts only from a trusted proxy, and only its own entry", async () => {
    const here = ["127.0.0.0/8", "::1"];
    expect(await seen("10.0.0.7", [])).toBe("10.0.0.7");
    expect(await seen("10.0.0.7", here, "1.2.3.4")).toBe("10.0.0.7");
    expect(await seen("127.0.0.1", [], "1.2.3.4")).toBe("127.0.0.1");
    expect(await seen("127.0.0.1", here, "6.6.6.6, 1.2.3.4")).toBe("1.2.3.4");
    expect(await seen("::1", here, "1.2.3.4")).toBe("1.2.3.4");
    expect(await seen("::ffff:127.0.0.1", here, "1.2.3.4")).toBe("1.2.3.4");
    expect(await seen("172.18.0.1", ["172.16.0.0/12"], "1.2.3.4")).toBe("1.2.3.4");
    expect(await seen("172.32.0.1", ["172.16.0.0/12"], "1.2.3.4")).toBe("172.32.0.1");
    expect(await seen("10.0.0.7", ["10.0.0.7"], "1.2.3.4")).toBe("1.2.3.4");
    expect(await seen("127.0.0.1", here)).toBe("127.0.0.1");
    expect(await seen(null, here)).toBeNull();
  });
});
