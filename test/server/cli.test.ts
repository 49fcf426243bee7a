import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AppError, type IngestedFile } from "../../retrieval/index.ts";
import { readConfig } from "../../server/config.ts";
import { leaveAddress } from "../../server/process/address-file.ts";
import { fakeAnswer } from "../support/fake-library.ts";
import { fakeIndex, fakeRuntime, runCli } from "../support/fake-runtime.ts";

const parsed = (out: string) =>
  out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const locked = async () => {
  throw new AppError({ code: "database.locked", message: "The data folder is in use by process 12. Stop it." });
};

/** A server that uses the data folder, as far as a command can see. */
function served() {
  const config = readConfig({ DATA_DIR: mkdtempSync(join(tmpdir(), "td-")) });
  return { config, remove: leaveAddress(config.dataDir, { address: "http://127.0.0.1:4321", token: "t" }) };
}

describe("ask", () => {
  it("prints an answer that reads well in a terminal, sources with whole quotes", async () => {
    const { code, out, err } = await runCli(["ask", "Sở", "Xây dựng làm gì?"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(
      "• (chủ trì) “lập danh mục cần sửa & báo cáo” [1]\n\nNguồn\n[1] 12/KH-UBND · UBND tỉnh Mẫu Sơn",
    );
    expect(out).toContain("    “lập danh mục cần sửa & báo cáo trước ngày 30/6/2024”");
    expect(out).not.toContain("Gửi 1 để xem");
  });

  it("prints the contract and nothing else with --json", async () => {
    const { out } = await runCli(["ask", "--json", "a"]);
    expect(JSON.parse(out)).toEqual(fakeAnswer({ id: "answer to a" }));
  });

  it("answers each line of --jsonl in order; a bad line is told in its place", async () => {
    const input = [
      '\uFEFF{"id": 1, "question": "a"}',
      "",
      "{broken",
      '{"id": "x"}',
      '{"id": "e", "question": " "}',
      '{"id": "z", "question": "b", "history": [{"role": "user", "content": "c"}]}',
    ].join("\r\n");
    const { code, out, err } = await runCli(["ask", "--jsonl"], { input });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(
      parsed(out).map(({ id, line, status, error }) => [
        id,
        line,
        status,
        (error as { code: string } | undefined)?.code,
      ]),
    ).toEqual([
      [1, undefined, "answered", undefined],
      [null, 3, undefined, "line.invalid"],
      ["x", 4, undefined, "line.invalid"],
      ["e", 5, undefined, "question.empty"],
      ["z", undefined, "answered", undefined],
    ]);
  });

  it("writes each answer before it reads on", async () => {
    const events: string[] = [];
    async function* input() {
      yield '{"id": 1, "question": "a"}\n';
      await new Promise((resolve) => setTimeout(resolve, 20));
      events.push("second line sent");
      yield '{"id": 2, "question": "b"}\n';
    }
    const { Readable } = await import("node:stream");
    await runCli(["ask", "--jsonl"], { stdin: Readable.from(input()), stdout: { write: () => events.push("answer") } });
    expect(events).toEqual(["answer", "second line sent", "answer"]);
  });

  it.each([
    [["ask"], 2, "No question given."],
    [["ask", "--jsonl", "a"], 2, "--jsonl reads"],
    [["ask", "--wrong", "a"], 2, "--wrong"],
    [["ask", "--chat", "--json", "a"], 2, "Give --chat or --json."],
    [["ask", "--width", "wide", "a"], 2, "--width must be a number"],
    [["ask", ""], 1, "The question is empty."],
    [["dance"], 2, "no command dance"],
    [[], 2, "No command given."],
  ])("%j ends with code %i and one clear message", async (argv, code, message) => {
    const ran = await runCli(argv);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(message);
    expect(ran.err).not.toMatch(/^\s+at /m);
    expect(ran.out).toBe("");
  });

  it("says so when nothing is indexed", async () => {
    const { err } = await runCli(["ask", "a"], { open: async () => fakeRuntime({ count: async () => 0 }) });
    expect(err).toContain("No documents are indexed yet");
  });

  it("lets the server that holds the data folder answer scripts, as this machine's owner", async () => {
    const { config, remove } = served();
    const asked: unknown[] = [];
    const fetch = async (url: unknown, init?: RequestInit) => {
      asked.push([url, init?.body, new Headers(init?.headers).get("authorization")]);
      return Response.json(fakeAnswer());
    };
    const surroundings = { config: () => config, open: locked, fetch: fetch as typeof globalThis.fetch };
    expect(JSON.parse((await runCli(["ask", "--json", "a"], surroundings)).out)).toEqual(fakeAnswer());
    expect(asked).toEqual([["http://127.0.0.1:4321/api/ask", '{"question":"a"}', "Bearer t"]]);
    const refusing = async () => Response.json({ code: "question.empty" }, { status: 422 });
    const refused = { ...surroundings, fetch: refusing as typeof globalThis.fetch };
    expect(await runCli(["ask", "--json", " "], refused)).toMatchObject({ code: 1, err: "The question is empty.\n" });
    for (const form of [["--json", "a"], ["a"]]) {
      expect((await runCli(["ask", ...form], { config: () => config, open: locked })).err).toContain(
        "http://127.0.0.1:4321 does not",
      );
    }
    remove();
    expect(await runCli(["ask", "a"], surroundings)).toMatchObject({
      code: 1,
      err: "The data folder is in use by process 12. Stop it.\n",
    });
  });

  it("lets that server carry out what is kept: questions for a person, commands, each line of a chat", async () => {
    const { config } = served();
    const given: string[][] = [];
    const fetch = async (url: unknown, init?: RequestInit) => {
      expect(url).toBe("http://127.0.0.1:4321/control");
      const { argv } = JSON.parse(String(init?.body)) as { argv: string[] };
      given.push(argv);
      return new Response(`{"out":"said to ${argv.at(-1)}\\n"}\n{"code":0}\n`);
    };
    const surroundings = { config: () => config, open: locked, fetch: fetch as typeof globalThis.fetch };
    expect((await runCli(["ask", "a", "b"], surroundings)).out).toBe("said to a b\n");
    expect((await runCli(["ask", "--width", "60", "/nguon 2"], surroundings)).out).toBe("said to /nguon 2\n");
    const chat = await runCli(["ask", "--chat"], { ...surroundings, input: "một\n\n--json\n" });
    expect(chat).toEqual({ code: 0, out: "said to một\n\nsaid to --json\n\n", err: "" });
    expect(given).toEqual([
      ["ask", "--width", "100", "--", "a b"],
      ["ask", "--width", "60", "--", "/nguon 2"],
      ["ask", "--chat", "--width", "100", "--", "một"],
      ["ask", "--chat", "--width", "100", "--", "--json"],
    ]);
  });

  it("keeps a question for the commands of whoever asked, and says commands and a chat into their conversation", async () => {
    const kept: unknown[] = [];
    const said: unknown[] = [];
    const real = fakeRuntime();
    const open = async () => ({
      ...real,
      ask: async (...[question, channel, options]: Parameters<typeof real.ask>) => {
        kept.push(options?.keptFor);
        return real.ask(question, channel);
      },
      conversations: {
        ...real.conversations,
        say: async (incoming: Parameters<typeof real.conversations.say>[0]) => {
          said.push(incoming);
          if (incoming.content.kind === "text" && incoming.content.text === "hỏng") throw new Error("a fault");
          const text = "Một câu đủ dài để phải xuống dòng ở chỗ hẹp.";
          return { replies: [{ kind: "notice" as const, text }], status: "notice" as const, answerId: null };
        },
      },
    });
    await runCli(["ask", "a"], { open });
    await runCli(["ask", "--json", "a"], { open });
    const speaker = { channel: "cli", conversation: "somebody", sender: "somebody" };
    expect(kept).toEqual([speaker, undefined]);
    const command = await runCli(["ask", "--width", "30", "nguồn", "2"], { open });
    expect(command.out).toBe("Một câu đủ dài để phải xuống\ndòng ở chỗ hẹp.\n");
    const chat = await runCli(["ask", "--chat"], { open, input: "hỏng\r\na\r\n" });
    expect({ code: chat.code, err: chat.err }).toEqual({ code: 1, err: "Unexpected fault: a fault\n" });
    expect(said).toEqual(
      ["nguồn 2", "hỏng", "a"].map((text) => ({ ...speaker, setting: "private", content: { kind: "text", text } })),
    );
  });
});

describe("index", () => {
  const files: IngestedFile[] = [
    { path: "a.txt", outcome: "new", reason: null, warnings: [] },
    {
      path: "b.txt",
      outcome: "unchanged",
      reason: null,
      warnings: [{ code: "sidecar.contradiction", message: "Số khác nhau." }],
    },
    { path: "c.bin", outcome: "failed", reason: "not text", warnings: [] },
  ];
  const indexing = (result: IngestedFile[]) => ({ open: async () => fakeRuntime({ index: fakeIndex(result) }) });

  it("tells what became of every file: progress on standard error, the summary on standard output", async () => {
    const { code, out, err } = await runCli(["index", "folder"], indexing(files));
    expect(code).toBe(1);
    expect(out).toBe(
      "1 new, 0 updated, 1 unchanged, 1 failed\nfailed: c.bin: not text\nwarning: b.txt: sidecar.contradiction: Số khác nhau.\n",
    );
    expect(err).toBe("1/3 new a.txt\n2/3 unchanged b.txt\n3/3 failed c.bin\n");
  });

  it("ends with 0 when nothing failed", async () => {
    expect((await runCli(["index", "folder"], indexing(files.slice(0, 2)))).code).toBe(0);
  });

  it("draws a bar in a terminal", async () => {
    const { PassThrough } = await import("node:stream");
    const terminal = Object.assign(new PassThrough(), {
      isTTY: true,
      columns: 80,
      cursorTo() {},
      clearLine() {},
      moveCursor() {},
    });
    expect((await runCli(["index", "x"], { stderr: terminal })).code).toBe(0);
  });

  it.each([
    [["index"], 2, "No file or folder given."],
    [["index", "--force"], 2, "no option --force"],
  ])("%j is wrong use", async (argv, code, message) => {
    const ran = await runCli(argv);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(message);
  });

  it("is refused while another process has the folder", async () => {
    const { code, err } = await runCli(["index", "a"], { open: locked });
    expect(code).toBe(1);
    expect(err).toBe(
      "The data folder is in use by process 12. Stop it (a running server too) and index again, or use PostgreSQL through DATABASE_URL, which many processes can share.\n",
    );
  });
});
