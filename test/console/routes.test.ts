import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../retrieval/index.ts";
import { type Browser, ORIGIN, openConsole, type TestConsole } from "../support/console.ts";
import { openTestDatabase } from "../support/database.ts";

/** Every address of the console with who may use it. A route that is missing here fails the test below. */
const ACCESS: Readonly<Record<string, "anyone" | "reviewer" | "admin">> = {
  "GET /quan-tri": "reviewer",
  "GET /quan-tri/dang-nhap": "anyone",
  "POST /quan-tri/dang-nhap": "anyone",
  "POST /quan-tri/dang-xuat": "reviewer",
  "GET /quan-tri/tai-len": "admin",
  "POST /quan-tri/tai-len": "admin",
  "GET /quan-tri/cong-viec": "reviewer",
  "GET /quan-tri/cong-viec/:id": "reviewer",
  "GET /quan-tri/cong-viec/:id/dong": "reviewer",
  "POST /quan-tri/cong-viec/:id/chay-lai": "admin",
  "POST /quan-tri/cong-viec/:id/huy": "admin",
  "GET /quan-tri/ra-soat": "reviewer",
  "GET /quan-tri/ra-soat/dong-thuan": "reviewer",
  "POST /quan-tri/ra-soat/tiep-theo": "reviewer",
  "GET /quan-tri/ra-soat/:id": "reviewer",
  "POST /quan-tri/ra-soat/:id": "reviewer",
  "POST /quan-tri/ra-soat/:id/nhan": "reviewer",
  "POST /quan-tri/ra-soat/:id/tra": "reviewer",
  "GET /quan-tri/cho-duyet": "reviewer",
  "POST /quan-tri/cho-duyet": "admin",
  "GET /quan-tri/cho-duyet/:id": "reviewer",
  "POST /quan-tri/cho-duyet/:id/duyet": "admin",
  "POST /quan-tri/cho-duyet/:id/tu-choi": "admin",
  "GET /quan-tri/van-ban": "reviewer",
  "GET /quan-tri/van-ban/:id": "reviewer",
  "GET /quan-tri/van-ban/:id/trang/:page": "reviewer",
  "GET /quan-tri/to-sang.css": "reviewer",
  "POST /quan-tri/van-ban/:id/quay-lai": "admin",
  "POST /quan-tri/van-ban/:id/hieu-luc": "admin",
  "POST /quan-tri/van-ban/:id/sua": "admin",
  "POST /quan-tri/dinh-chinh/:id/rut": "admin",
  "GET /quan-tri/van-ban/:id/cau-tra-loi-bi-anh-huong": "reviewer",
  "POST /quan-tri/van-ban/:id/cau-tra-loi-bi-anh-huong": "reviewer",
  "GET /quan-tri/thong-bao-sua": "reviewer",
  "GET /quan-tri/thong-bao-sua/moi": "reviewer",
  "POST /quan-tri/thong-bao-sua/moi": "reviewer",
  "GET /quan-tri/thong-bao-sua/:id": "reviewer",
  "POST /quan-tri/thong-bao-sua/:id/xac-nhan": "reviewer",
  "POST /quan-tri/thong-bao-sua/:id/tu-choi": "reviewer",
  "POST /quan-tri/thong-bao-sua/:id/rut": "reviewer",
  "GET /quan-tri/cau-hoi-danh-gia": "reviewer",
  "POST /quan-tri/cau-hoi-danh-gia": "reviewer",
  "GET /quan-tri/cau-hoi-danh-gia.jsonl": "reviewer",
  "GET /quan-tri/cau-hoi-danh-gia/moi": "reviewer",
  "GET /quan-tri/cau-hoi-danh-gia/:id": "reviewer",
  "POST /quan-tri/cau-hoi-danh-gia/:id": "reviewer",
  "POST /quan-tri/cau-hoi-danh-gia/:id/xoa": "admin",
  "GET /quan-tri/hieu-luc": "reviewer",
  "POST /quan-tri/hieu-luc/:id/xac-nhan": "admin",
  "POST /quan-tri/hieu-luc/:id/bo-qua": "admin",
  "GET /quan-tri/ra-soat/:id/hoi-lai": "reviewer",
  "GET /quan-tri/con-thieu": "reviewer",
  "GET /quan-tri/co-quan": "reviewer",
  "POST /quan-tri/co-quan/cach-goi": "admin",
  "POST /quan-tri/co-quan/cach-goi/:id/rut": "admin",
  "GET /quan-tri/thong-ke": "reviewer",
  "GET /quan-tri/bao-cao-tuan": "reviewer",
  "GET /quan-tri/bao-cao-tuan/:week": "reviewer",
  "GET /quan-tri/bao-cao-tuan/:week/bang.csv": "reviewer",
  "GET /quan-tri/bao-cao-tuan/:week/bang.xlsx": "reviewer",
  "GET /quan-tri/nguoi-dung": "admin",
  "POST /quan-tri/nguoi-dung/moi": "admin",
  "POST /quan-tri/nguoi-dung/giay-moi/:id/thu-hoi": "admin",
  "POST /quan-tri/nguoi-dung/:id/xoa": "admin",
  "POST /quan-tri/nguoi-dung/:id/xoa-loi": "admin",
  "GET /quan-tri/kenh": "reviewer",
  "GET /quan-tri/lap-chi-muc": "reviewer",
  "POST /quan-tri/lap-chi-muc/bat-dau": "admin",
  "POST /quan-tri/lap-chi-muc/dung": "admin",
  "POST /quan-tri/lap-chi-muc/tiep-tuc": "admin",
  "POST /quan-tri/lap-chi-muc/bo": "admin",
  "GET /quan-tri/tai-khoan": "reviewer",
  "POST /quan-tri/tai-khoan/mat-khau": "reviewer",
  "POST /quan-tri/tai-khoan/dang-xuat-moi-noi": "reviewer",
  "POST /quan-tri/tai-khoan/them": "admin",
  "POST /quan-tri/tai-khoan/vai-tro": "admin",
  "POST /quan-tri/tai-khoan/khoa": "admin",
  "POST /quan-tri/tai-khoan/dat-lai": "admin",
  "GET /quan-tri/nhat-ky": "admin",
  "GET /quan-tri/xuat": "reviewer",
  "GET /quan-tri/xuat/tep": "reviewer",
};

let db: Database;
let at: TestConsole;

beforeAll(async () => {
  db = await openTestDatabase();
  at = openConsole(db);
});
afterAll(() => db.close());

const registered = (app: TestConsole["app"]) =>
  new Set(app.routes.filter(({ path }) => path.startsWith("/quan-tri")).map(({ method, path }) => `${method} ${path}`));

/** Ids that do not exist: a handler that is reached says so with a 4xx of its own. */
const addressOf = (path: string) => path.replace(":id", "999999").replace(":page", "1").replace(":week", "2020-W10");

async function send(browser: Browser, route: string): Promise<Response> {
  const [method = "", path = ""] = route.split(" ");
  return method === "GET" ? browser.get(addressOf(path)) : browser.post(addressOf(path));
}

const isTurnedAway = ({ status, headers }: Response) =>
  status === 303 && (headers.get("location") ?? "").startsWith("/quan-tri/dang-nhap");

describe("every address of the console", () => {
  it("stands in the table above, and nothing else does", () => {
    expect([...registered(at.app)].sort()).toEqual(Object.keys(ACCESS).sort());
  });

  it.each(Object.entries(ACCESS))("%s is for: %s", async (route, access) => {
    const anonymous = await send(at.browser(), route);
    expect(isTurnedAway(anonymous)).toBe(access !== "anyone");
    const reviewer = await send(await at.as("reviewer"), route);
    expect(reviewer.status === 403).toBe(access === "admin");
    const admin = await send(await at.as("admin"), route);
    expect(admin.status).not.toBe(403);
    expect(admin.status).not.toBe(500);
    expect(at.reported).toEqual([]);
  });

  it("opens to no official: neither the web chat's cookie nor its token in the console's own is a session", async () => {
    const visit = await at.app.request("/", {
      method: "POST",
      body: new URLSearchParams({ q: "x" }),
      headers: { Origin: ORIGIN },
    });
    const cookie = visit.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect(cookie).toMatch(/^trich-dan=[\w-]{43}$/);
    const Cookie = `${cookie}; trich-dan-quan-tri=${cookie.split("=")[1]}`;
    const opened: string[] = [];
    for (const [route, access] of Object.entries(ACCESS)) {
      if (access === "anyone") continue;
      const [method = "", path = ""] = route.split(" ");
      const headers = { Cookie, Origin: ORIGIN, Accept: "text/html" };
      const response = await at.app.request(addressOf(path), { method, headers });
      if (!isTurnedAway(response)) opened.push(route);
    }
    expect(opened).toEqual([]);
  });

  it.each(Object.keys(ACCESS).filter((route) => route.startsWith("POST ")))(
    "%s takes nothing from another site or from no page at all",
    async (route) => {
      const path = addressOf(route.split(" ")[1] ?? "");
      const admin = await at.as("admin");
      expect((await admin.post(path, {}, { Origin: "https://evil.example" })).status).toBe(403);
      const headers = { Cookie: admin.cookie() ?? "" };
      expect((await at.app.request(path, { method: "POST", headers })).status).toBe(403);
      // The session is still there: nothing was done.
      expect((await admin.get("/quan-tri")).status).toBe(200);
    },
  );

  it.each(
    Object.entries(ACCESS).filter(
      ([route]) => route.startsWith("GET ") && !/:id|\.(?:css|csv|xlsx|jsonl)$|\/tep$/.test(route),
    ),
  )("%s runs nothing inline, is Vietnamese and stays in no cache", async (route) => {
    const response = await send(await at.as("admin"), route);
    const text = await response.text();
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(text).toContain('<html lang="vi">');
    expect(text).not.toMatch(/<style|<script(?! src="\/assets\/)|\son\w+=|\sstyle=|javascript:/);
    // One heading of the first level, and no text that a template did not fill in.
    expect(text.match(/<h1[\s>]/g)).toHaveLength(1);
    expect(text).not.toMatch(/undefined|\[object|NaN/);
  });

  it("answers no other host", async () => {
    const response = await at.app.request("/quan-tri/dang-nhap", { headers: { Host: "evil.example" } });
    expect(response.status).toBe(421);
    const named = openConsole(db, { publicUrl: "https://bot.example" });
    const there = { headers: { Host: "bot.example", Origin: ORIGIN } };
    expect((await named.app.request("/quan-tri/dang-nhap", there)).status).toBe(200);
  });
});
