import { describe, expect, it } from "vitest";
import { AppError } from "../../retrieval/index.ts";
import { fakeAnswer, quoteSpan } from "../support/fake-library.ts";
import { fakeRoutes } from "../support/fake-routes.ts";

const get = async (path: string, overrides = {}) => {
  const response = await fakeRoutes(overrides).app.request(path, { headers: { Accept: "text/html" } });
  return { response, text: await response.text() };
};
const form = { "Content-Type": "application/x-www-form-urlencoded" };

describe("every page", () => {
  it.each(["/", "/?q=a", "/documents", "/documents/7", "/nowhere"])(
    "%s is Vietnamese and runs nothing inline",
    async (path) => {
      const { response, text } = await get(path);
      const policy = response.headers.get("content-security-policy");
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain("unsafe");
      // Only a question begins a conversation.
      expect(response.headers.get("set-cookie") === null).toBe(!path.includes("?q="));
      expect(text).toContain('<html lang="vi">');
      expect(text).not.toMatch(/<style|<script(?! src="\/assets\/)|\son\w+=|\sstyle=|javascript:/);
    },
  );
});

describe("the chat page", () => {
  it("renders an answer without a script: escaped, with each marker leading to the highlighted clause", async () => {
    const { text } = await get("/?q=S%E1%BB%9F%20X%C3%A2y%20d%E1%BB%B1ng");
    expect(text).toContain("giao &lt;Sở Xây dựng&gt;:");
    const href = `/documents/7?v=70&amp;from=${quoteSpan.start}&amp;to=${quoteSpan.end}#p2`;
    expect(text).toContain(`href="${href}" aria-label="Trích dẫn 1: 12/KH-UBND, Mục I.1"`);
    expect(text).toContain('<p class="status answered">Có trích dẫn</p>');
    expect(text.replace(/value="[^"]*"/g, "")).not.toContain("Gửi 1 để xem");
  });

  it("asks what the form says, and nothing of what else a browser puts into it", async () => {
    const { post, asked } = fakeRoutes();
    const history = JSON.stringify([{ role: "user", content: "Sở Tài chính làm gì?" }]);
    const text = await (await post("/", new URLSearchParams({ q: "còn Sở Nội vụ?", history }), form)).text();
    expect(asked).toEqual([{ question: "còn Sở Nội vụ?" }]);
    expect(text).not.toContain('name="history"');
  });

  it("has two buttons for the thumbs under an answer", async () => {
    const { post } = fakeRoutes();
    const page = await (await post("/", new URLSearchParams({ q: "a" }), form)).text();
    expect(page).toContain('<input type="hidden" name="answer" value="a-1">');
    expect(page.match(/<button name="verdict" value="(up|down)"/g)).toHaveLength(2);
    const judged = await (await post("/", new URLSearchParams({ answer: "a-1", verdict: "down" }), form)).text();
    expect(judged).toMatch(/<div class="answer words said"><p>action taken<\/p>/);
  });

  it.each([
    { answer: "a\u0000", verdict: "up" },
    { answer: "a-1", verdict: "sideways" },
    { answer: "a".repeat(65), verdict: "up" },
    {},
  ])("takes a form with %j for an empty question", async (fields: Record<string, string>) => {
    const { post, asked } = fakeRoutes();
    await post("/", new URLSearchParams(fields), form);
    expect(asked).toEqual([{ question: "" }]);
  });

  it("sends the script only the new turn", async () => {
    const { post } = fakeRoutes();
    const text = await (await post("/", new URLSearchParams({ q: "a" }), { ...form, "X-Fragment": "turn" })).text();
    expect(text).toMatch(/^<section class="turn">/);
  });

  it("keeps the words of a refused question and says why", async () => {
    const refuse = async () => {
      throw new AppError({ code: "question.too_long", message: "Too long." });
    };
    const { response, text } = await get("/?q=d%C3%A0i", { ask: refuse });
    expect(response.status).toBe(422);
    expect(text).toContain('role="alert">Câu hỏi dài quá');
    expect(text).toMatch(/<textarea[^>]*>dài<\/textarea>/);
  });

  it("offers the choices of a question that fits several documents as buttons", async () => {
    const ask = async () => fakeAnswer({ status: "clarify", citations: [], choices: ["Ở Lào Cai?", "Ở Lạng Sơn?"] });
    const { text } = await get("/?q=a", { ask });
    expect(text).toContain('<button name="q" value="Ở Lào Cai?">');
    expect(text).toContain("Cần nói rõ thêm");
  });
});

describe("the document page", () => {
  it("highlights the quoted span inside its whole clause, across a line wrap and bold marks", async () => {
    const { text } = await get(`/documents/7?from=${quoteSpan.start}&to=${quoteSpan.end}#p2`);
    expect(text).toMatch(
      /<p class="clause depth-1" id="p2">Chủ trì, phối hợp với Sở Tài chính <mark>lập danh mục cần sửa &amp; báo cáo trước ngày 30\/6\/2024<\/mark>\.<\/p>/,
    );
  });

  it("ignores a span that does not fit", async () => {
    for (const query of ["from=5&to=2", "from=1&to=99999999", "from=x&to=2"]) {
      expect((await get(`/documents/7?${query}`)).text).not.toContain("<mark>");
    }
  });

  it("shows facts, warnings, outline, duties and related documents", async () => {
    const { text } = await get("/documents/7");
    expect(text).toContain("<dd>12/KH-UBND</dd>");
    expect(text).toContain("<dd>5/6/2024</dd>");
    expect(text).toContain("Nguyễn Văn Mẫu, TM. ỦY BAN NHÂN DÂN – CHỦ TỊCH");
    expect(text).toContain("Ngày ban hành cần kiểm tra.");
    expect(text).toContain('<a href="#o1">1. Sở Xây dựng</a>');
    expect(text).toContain("Thời hạn: trước ngày 30/6/2024");
    expect(text).toMatch(/Chỉ thị số 99\/CT-TTg ngày 01\/4\/2024 <span class="label missing">chưa có trong kho/);
    expect(text).toContain('<a href="/documents/8">Công văn /UBND-TH</a>');
    expect(text).toContain("&lt;b&gt;trang&lt;/b&gt;");
  });

  it("sets tables as tables, folds the site's own parts away and shows no markdown marks", async () => {
    const { text } = await get("/documents/7");
    const content = text.slice(text.indexOf('id="toan-van"'));
    expect(content).toContain("<td>ỦY BAN NHÂN DÂN\nTỈNH MẪU SƠN</td>");
    expect(content).toMatch(/<td><span id="p3"><\/span>Khảo sát<\/td><td>10\/6<\/td>/);
    expect(content).toMatch(/<details class="furniture">.*Trang chủ Tin tức Đăng nhập/s);
    expect(content.replace(/<[^>]+>/g, "")).not.toMatch(/\*\*|---|\|/);
  });

  it("shows an old version when asked, and says that it is one", async () => {
    const { text } = await get("/documents/7?v=69");
    expect(text).toContain("Đang xem bản cũ (bản 1)");
    expect(text).toContain('<a href="/documents/7?v=70">Bản 2 (đang dùng)</a>');
  });

  it.each(["/documents/9", "/documents/7?v=1", "/documents/abc"])("has no %s", async (path) => {
    expect((await get(path)).response.status).toBe(404);
  });
});

describe("the list of documents", () => {
  it("labels samples, blank numbers and warnings", async () => {
    const { text } = await get("/documents");
    expect(text).toContain("Công văn /UBND-TH (chưa ghi số)");
    expect(text).toContain('<span class="label sample">bản tóm lược để dùng thử</span>');
    expect(text).toContain("1 điểm cần kiểm tra");
  });

  it("narrows by words that are typed with or without diacritics", async () => {
    const { text } = await get("/documents?tim=mau+12/kh");
    expect(text).toContain("1 văn bản khớp");
    expect(text).not.toContain("/UBND-TH");
    expect((await get("/documents?tim=%3Cx%3E")).text).toContain("Không có văn bản nào khớp với “&lt;x&gt;”");
  });
});
