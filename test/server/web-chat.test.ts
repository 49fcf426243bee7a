import type { Context } from "hono";
import { afterAll, describe, expect, it } from "vitest";
import { createIdentity, createInvitations, createPeople, createPipeline, type Pipeline } from "../../bot/index.ts";
import { createConversations } from "../../server/conversations.ts";
import type { RoutesDependencies } from "../../server/http/routes.ts";
import { createLibrary } from "../../server/library/from-store.ts";
import { createLog } from "../../server/ops/log.ts";
import { answering } from "../bot/answering.ts";
import { rowCounts, tablesHolding } from "../bot/talking.ts";
import { fakeRoutes } from "../support/fake-routes.ts";

const { db } = await answering();
afterAll(() => db.close());

const identity = createIdentity("a key for test/server/web-chat.test.ts");
const QUESTION = "Sở Nội vụ Lào Cai phải làm gì?";
const FOLLOW_UP = "thế còn Sở Tài chính?";

interface Options extends Partial<RoutesDependencies> {
  questionsPerMinute?: number;
  pipeline?: (real: Pipeline) => Pipeline;
}

/** The real pipeline behind the real routes. */
function site({
  webChat = "open",
  questionsPerMinute = 1000,
  pipeline: replace = (real) => real,
  ...rest
}: Options = {}) {
  const enrolment = webChat === "open" ? "open" : "required";
  const pipeline = replace(createPipeline({ db, identity, enrolment, questionsPerMinute }));
  const metrics = { handled: () => {} };
  const conversations = createConversations({ db, pipeline, metrics, log: createLog({ level: "silent" }) });
  return fakeRoutes({ webChat, conversations, library: createLibrary(db), ...rest }).app;
}

/** A browser that keeps its cookie. */
function browser(app: ReturnType<typeof site>, extra: Record<string, string> = {}) {
  let cookie = "";
  const request = async (path: string, init: RequestInit = {}) => {
    const headers = { Accept: "text/html", ...(cookie === "" ? {} : { Cookie: cookie }), ...extra, ...init.headers };
    const response = await app.request(path, { ...init, headers });
    const set = response.headers.get("set-cookie");
    if (set !== null) cookie = set.split(";")[0] as string;
    return { status: response.status, text: await response.text(), set, headers: response.headers };
  };
  return {
    get: (path: string) => request(path),
    post: (fields: Record<string, string>, path = "/") =>
      request(path, { method: "POST", body: new URLSearchParams(fields) }),
    ask: (question: string) =>
      request("/api/ask", {
        method: "POST",
        body: JSON.stringify({ question }),
        headers: { "Content-Type": "application/json", Accept: "application/json" },
      }),
    token: () => cookie.split("=")[1] ?? "",
  };
}

const answerIdIn = (page: string) => /name="answer" value="([^"]+)"/.exec(page)?.[1] ?? "";
const wordsOf = (page: string) => page.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

describe("the conversation of a browser", () => {
  it("begins with the first question, under a secret that scripts and other sites do not get", async () => {
    const visitor = browser(site());
    for (const path of ["/", "/documents", "/assets/style.css"]) expect((await visitor.get(path)).set).toBeNull();
    const { set } = await visitor.post({ q: QUESTION });
    expect(set).toMatch(/^trich-dan=[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Strict$/);
    const again = await visitor.post({ q: FOLLOW_UP });
    expect(again.set).toBe(set);
    expect(await tablesHolding(db, visitor.token())).toEqual([]);
  });

  it("has a cookie that no other host can plant where people come over https", async () => {
    const app = site({ publicUrl: "https://bot.example" });
    const visitor = browser(app, { Host: "bot.example" });
    expect((await visitor.post({ q: QUESTION })).set).toMatch(
      /^__Host-trich-dan=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    const planted = await app.request("/", {
      headers: { Host: "bot.example", Cookie: `trich-dan=${visitor.token()}`, Accept: "text/html" },
    });
    expect(await planted.text()).not.toContain(QUESTION);
  });

  it("takes no cookie that was not made here", async () => {
    const visitor = browser(site(), { Cookie: "trich-dan=mine" });
    expect((await visitor.post({ q: QUESTION })).set).toMatch(/^trich-dan=[\w-]{43};/);
  });

  it("is not replaced by a link on another site, whose request comes without the cookie", async () => {
    const { set, text } = await browser(site(), { "Sec-Fetch-Site": "cross-site" }).get("/?q=Ai+k%C3%BD+CT07");
    expect(set).toBeNull();
    expect(text).toContain("Có trích dẫn");
  });

  it("lets a follow-up lean on what the database holds, and shows it", async () => {
    const visitor = browser(site());
    await visitor.post({ q: QUESTION });
    const next = await visitor.post({ q: FOLLOW_UP });
    expect(wordsOf(next.text)).toContain("Sở Tài chính tỉnh Lào Cai");
    expect(next.text).toMatch(/<summary>Các câu trước<\/summary><p class="question">Sở Nội vụ Lào Cai phải làm gì\?/);
    // The page opened anew, by another process: the last answer stands on it, the one before is folded away.
    const opened = await browser(site(), { Cookie: `trich-dan=${visitor.token()}` }).get("/");
    expect(opened.text).toContain(`</span> ${FOLLOW_UP}</h2>`);
    expect(opened.text).toContain("Các câu trước");
    expect((await browser(site()).get("/")).text).not.toContain(FOLLOW_UP);
  });

  it("is stored before the answer leaves", async () => {
    const before = await rowCounts(db);
    await browser(site()).post({ q: QUESTION });
    const after = await rowCounts(db);
    for (const table of ["answers", "answer_people", "conversation_turns"]) {
      expect((after[table] ?? 0) - (before[table] ?? 0)).toBe(1);
    }
  });

  it("handles two messages that come at once one after the other", async () => {
    let underWay = 0;
    let most = 0;
    const counting = (real: Pipeline): Pipeline => ({
      ...real,
      handle: async (incoming) => {
        underWay += 1;
        most = Math.max(most, underWay);
        const handled = await real.handle(incoming);
        const commit = async (tx: Parameters<typeof handled.commit>[0]) => {
          await handled.commit(tx);
          underWay -= 1;
        };
        return { ...handled, commit };
      },
    });
    const visitor = browser(site({ pipeline: counting }));
    await visitor.post({ q: "/huongdan" });
    const pages = await Promise.all([visitor.post({ q: QUESTION }), visitor.post({ q: FOLLOW_UP })]);
    expect(pages.map(({ status }) => status)).toEqual([200, 200]);
    expect(wordsOf(pages[1].text)).toContain("Sở Tài chính tỉnh Lào Cai");
    expect(most).toBe(1);
  });

  it("handles a message again when another one took the last use of the limit meanwhile", async () => {
    let refused = 0;
    const unlucky = (real: Pipeline): Pipeline => ({
      ...real,
      handle: async (incoming) => {
        const handled = await real.handle(incoming);
        if (refused > 0) return handled;
        refused += 1;
        // As if another process had counted first.
        await db.transaction(handled.commit);
        return handled;
      },
    });
    const visitor = browser(site({ pipeline: unlucky, questionsPerMinute: 1 }));
    const { status, text } = await visitor.post({ q: QUESTION });
    expect(status).toBe(422);
    expect(text).toContain("gửi hơi nhanh");
  });
});

describe("commands on the page", () => {
  it("open the whole clause, list what is held, and say what is stored", async () => {
    const visitor = browser(site());
    await visitor.post({ q: QUESTION });
    for (const q of ["/nguon 1", "nguồn 1", "1"]) {
      const { text } = await visitor.post({ q });
      expect(text).toMatch(/<h3 class="clause-heading">\[1\] Mục 3 – Công văn 465\/UBND-VX/);
      expect(text).toMatch(/<blockquote class="clause-text">3\. Sở Nội vụ/);
      expect(text).toMatch(/<a href="\/documents\/\d+\?v=\d+&amp;from=\d+&amp;to=\d+#p\d+">Xem trong văn bản/);
      // The answer that the clause belongs to still stands above it.
      expect(text).toContain(`</span> ${QUESTION}</h2>`);
    }
    const list = await visitor.post({ q: "văn bản" });
    expect(wordsOf(list.text)).toContain("Đang giữ 5 văn bản, mới nhất trước:");
    expect(list.text).toMatch(/<ul>(<li>[^<]+<\/li>){5}<\/ul>/);
    expect(wordsOf((await visitor.post({ q: "/huongdan" })).text)).toContain("/nguon 2 – toàn văn nguồn số 2");
    expect(wordsOf((await visitor.post({ q: "/toi" })).text)).toContain("1 câu hỏi gần đây");
  });

  it("begin anew and forget", async () => {
    const visitor = browser(site());
    await visitor.post({ q: QUESTION });
    const anew = await visitor.post({ q: "/moi" });
    expect(anew.text).toContain("Thử hỏi:");
    expect(wordsOf(anew.text)).toContain("Đã bắt đầu cuộc trò chuyện mới");
    expect(wordsOf((await visitor.post({ q: "1" })).text)).toContain("Chưa có câu trả lời nào");
    await visitor.post({ q: QUESTION });
    expect(wordsOf((await visitor.post({ q: "/quen" })).text)).toContain("Đã xóa cuộc trò chuyện");
    const key = identity.pseudonym("person", "web", visitor.token());
    expect(await tablesHolding(db, key)).toEqual([]);
  });

  it("take a thumb for the answer under which it stands, from whoever got the answer", async () => {
    const visitor = browser(site());
    const first = await visitor.post({ q: QUESTION });
    const answer = answerIdIn(first.text);
    await visitor.post({ q: "Ai ký Chỉ thị 07?" });
    const judged = await visitor.post({ answer, verdict: "down" });
    expect(judged.text).toMatch(/👎<\/h2>\s*<div class="answer words said"><p>Đã ghi nhận;/);
    expect(judged.text).toContain("Có trích dẫn");
    expect(wordsOf((await browser(site()).post({ answer, verdict: "up" })).text)).toContain("của người khác");
    const rows = await db.query("select verdict from feedback where answer_id = $1", [answer]);
    expect(rows).toEqual([{ verdict: "down" }]);
  });

  it("keep the words of a question that cannot be asked, with the reason", async () => {
    const visitor = browser(site());
    const { status, text } = await visitor.post({ q: "?!" });
    expect(status).toBe(422);
    expect(text).toContain('role="alert">Câu hỏi phải là chữ. Xin gõ lại câu hỏi.</p>');
    expect(text).toMatch(/<textarea[^>]*>\?!<\/textarea>/);
  });

  it("are limited in a minute: told once, then refused as too many", async () => {
    const visitor = browser(site({ questionsPerMinute: 2 }));
    const statuses = [];
    for (let turn = 0; turn < 4; turn += 1) statuses.push((await visitor.post({ q: QUESTION })).status);
    expect(statuses).toEqual([200, 200, 422, 429]);
  });
});

describe("pages for enrolled persons", () => {
  const app = site({ webChat: "enrolled" });
  const invitations = createInvitations({ db, identity });
  const people = createPeople({ db });
  const invite = () =>
    invitations.create({
      role: "official",
      unit: "Sở Tài chính tỉnh Lạng Sơn",
      expiresInMs: 60_000,
      createdBy: "test",
    });
  const pages = ["/", "/?q=Ai+k%C3%BD", "/documents", "/documents/1", "/nowhere"];

  it("are shown to nobody else: one courteous page with a field for the code, and nothing is searched or stored", async () => {
    const stranger = browser(app);
    const before = await rowCounts(db);
    for (const path of pages) {
      const { status, text, set } = await stranger.get(path);
      expect([path, status, set]).toEqual([path, 401, null]);
      expect(wordsOf(text)).toContain("Bot chỉ trả lời cán bộ đã đăng ký; xin liên hệ quản trị viên để nhận mã mời");
      expect(text).toContain('<form class="ask code" method="post" action="/enter">');
      expect(text).not.toMatch(/Kho văn bản|465\/UBND|Chỉ thị 07/);
    }
    expect((await stranger.post({ q: QUESTION })).status).toBe(401);
    const refused = await stranger.ask(QUESTION);
    expect(refused.headers.get("content-type")).toContain("application/problem+json");
    expect(JSON.parse(refused.text)).toMatchObject({ status: 401, code: "visitor.not_enrolled" });
    expect(await rowCounts(db)).toEqual(before);
  });

  it("leave open what is for everybody", async () => {
    const stranger = browser(app);
    for (const path of ["/healthz", "/assets/style.css", "/zalo/callback"]) {
      expect((await stranger.get(path)).status).toBe(200);
    }
  });

  it("open with a code, which makes the cookie that person, until an admin removes them", async () => {
    const official = browser(app);
    const wrong = await official.post({ code: "không phải mã" }, "/enter");
    expect(wrong.status).toBe(401);
    expect(wordsOf(wrong.text)).toContain("Mã mời không đúng");
    const { code } = await invite();
    const entered = await official.post({ code: ` ${code.toLowerCase()} ` }, "/enter");
    expect(entered.status).toBe(200);
    expect(wordsOf(entered.text)).toContain("Đã đăng ký: cán bộ, Sở Tài chính tỉnh Lạng Sơn.");
    expect((await official.get("/enter")).headers.get("location")).toBe("/");
    for (const path of ["/", "/documents", "/documents/1"]) expect((await official.get(path)).status).toBe(200);
    expect((await official.ask(QUESTION)).status).toBe(200);
    expect(wordsOf((await official.post({ q: "chúng tôi phải làm gì?" })).text)).toContain(
      "là Sở Tài chính tỉnh Lạng Sơn, đơn vị anh/chị đã đăng ký",
    );
    expect(wordsOf((await browser(app).post({ code }, "/enter")).text)).toContain("Mã mời này đã được dùng");
    expect(await tablesHolding(db, official.token())).toEqual([]);
    expect(await tablesHolding(db, code)).toEqual([]);

    const key = identity.pseudonym("person", "web", official.token());
    await people.remove((await people.list()).find((person) => person.key === key)?.id ?? 0);
    for (const path of pages) expect((await official.get(path)).status).toBe(401);
    expect((await official.ask(QUESTION)).status).toBe(401);
  });

  it("count wrong codes", async () => {
    const guesser = browser(app);
    const tries = [];
    for (let turn = 0; turn < 7; turn += 1) tries.push(await guesser.post({ code: "K7QM-29XT-HB4R" }, "/enter"));
    expect(tries.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401, 429]);
    expect(tries[6]?.headers.get("retry-after")).toBe("3600");
    expect(wordsOf(tries[6]?.text ?? "")).toContain("đã thử quá nhiều mã không đúng");
    expect((await guesser.post({ code: (await invite()).code }, "/enter")).status).toBe(200);
  });

  it("cannot be closed by a stranger who throws the cookie away each time", async () => {
    const addressOf = (context: Context) => context.req.header("x-test-address") ?? null;
    const door = site({ webChat: "enrolled", addressOf });
    const from = (address: string) => browser(door, { "X-Test-Address": address });
    const guesses = [];
    for (let turn = 0; turn < 240; turn += 1) {
      guesses.push((await from("203.0.113.9").post({ code: "K7QM-29XT-HB4R" }, "/enter")).status);
    }
    expect(guesses.filter((status) => status === 429)).toHaveLength(209);
    for (const address of ["203.0.113.9", "198.51.100.1"]) {
      expect((await from(address).post({ code: (await invite()).code }, "/enter")).status).toBe(200);
    }
    expect((await from("198.51.100.1").post({ code: "K7QM-29XT-HB4R" }, "/enter")).status).toBe(401);
  });

  it("take no code from another site's page", async () => {
    const { code } = await invite();
    const attacked = await browser(app, { Origin: "https://evil.example" }).post({ code }, "/enter");
    expect([attacked.status, attacked.set]).toEqual([403, null]);
  });

  it("answer this machine's owner, whose commands come with the token of the data folder", async () => {
    const control = { token: "a token of the data folder", run: async () => 0 };
    const asks = (authorization: string) =>
      browser(site({ webChat: "enrolled", control }), { Authorization: authorization }).ask(QUESTION);
    expect((await asks(`Bearer ${control.token}`)).status).toBe(200);
    expect((await asks("Bearer another")).status).toBe(401);
  });
});

describe("pages that are off", () => {
  it("do not exist, for enrolled persons neither; health does", async () => {
    const visitor = browser(site({ webChat: "off" }));
    for (const path of ["/", "/documents", "/documents/1", "/nowhere"]) {
      const { status, text } = await visitor.get(path);
      expect([path, status, JSON.parse(text).code]).toEqual([path, 404, "page.not_found"]);
    }
    expect((await visitor.post({ q: QUESTION })).status).toBe(404);
    expect((await visitor.post({ code: "x" }, "/enter")).status).toBe(404);
    expect((await visitor.ask(QUESTION)).status).toBe(404);
    expect((await visitor.get("/healthz")).status).toBe(200);
  });
});

it("shows an admin what to do with the address that Zalo's consent page leads to, and tells it to nobody", async () => {
  const { text, headers } = await browser(site({ webChat: "off" })).get("/zalo/callback?code=geheim&oa_id=1");
  expect(text).toContain("Sao chép địa chỉ của trang này");
  expect(text).not.toContain("geheim");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("cache-control")).toBe("no-store");
});

it("counts every request, a refused one too", async () => {
  const counted: unknown[] = [];
  const metrics = { http: (...[route, method, status]: unknown[]) => void counted.push([route, method, status]) };
  const stranger = browser(site({ webChat: "enrolled", metrics }));
  await stranger.get("/documents/1");
  await stranger.get("/healthz");
  expect(counted).toEqual([
    ["/documents/:id{[0-9]{1,15}}", "GET", 401],
    ["/healthz", "GET", 200],
  ]);
});
