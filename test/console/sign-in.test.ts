import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../retrieval/index.ts";
import { createPasswords, listActions } from "../../server/admin/index.ts";
import { openConsole, PASSWORD, type TestConsole } from "../support/console.ts";
import { openTestDatabase } from "../support/database.ts";

let db: Database;
let at: TestConsole;
let made = 0;
let name = "";

beforeAll(async () => {
  db = await openTestDatabase();
  at = openConsole(db);
});
afterAll(() => db.close());
beforeEach(async () => {
  made += 1;
  name = `lan.${made}`;
  await at.account(name, "admin");
});

const OTHER_PASSWORD = "một câu khác hẳn 34";
const refusal = "Tên hoặc mật khẩu không đúng, hoặc tài khoản đã bị khóa.";
const address = (value: string) => ({ "X-Test-Address": value });

async function signInFrom(from: string, as: string, password: string) {
  return at.browser().post("/quan-tri/dang-nhap", { ten: as, "mat-khau": password }, address(from));
}

describe("signing in", () => {
  it("gives a cookie that scripts and other sites do not get, and only its hash is stored", async () => {
    const browser = at.browser();
    const response = await browser.signIn(name);
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/quan-tri");
    const cookie = response.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^trich-dan-quan-tri=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const token = (browser.cookie() ?? "").split("=")[1] ?? "";
    const stored = await db.query<{ row: string }>("select to_jsonb(s)::text as row from admin_sessions s");
    expect(stored.filter(({ row }) => row.includes(token))).toEqual([]);
    expect((await browser.get("/quan-tri")).status).toBe(200);
  });

  it("binds the cookie to the host where people come over https", async () => {
    const secure = openConsole(db, { publicUrl: "https://bot.example" });
    const response = await secure.browser().signIn(name);
    expect(response.headers.get("set-cookie")).toMatch(
      /^__Host-trich-dan-quan-tri=[^;]+; Path=\/;.*Secure; SameSite=Strict$/,
    );
  });

  it("takes the name in any case and the password in either Unicode form", async () => {
    const response = await at.browser().signIn(` ${name.toUpperCase()} `, PASSWORD.normalize("NFD"));
    expect(response.status).toBe(303);
  });

  it("goes back to the page that was asked for, and never to another site", async () => {
    const asked = await at.browser().get("/quan-tri/van-ban?tim=a");
    expect(asked.status).toBe(303);
    expect(asked.headers.get("location")).toBe("/quan-tri/dang-nhap?tiep=%2Fquan-tri%2Fvan-ban%3Ftim%3Da");
    const to = async (tiep: string) =>
      (await at.browser().post("/quan-tri/dang-nhap", { ten: name, "mat-khau": PASSWORD, tiep })).headers.get(
        "location",
      );
    expect(await to("/quan-tri/van-ban?tim=a")).toBe("/quan-tri/van-ban?tim=a");
    for (const elsewhere of [
      "//evil.example",
      "https://evil.example",
      "/quan-tri\\@evil.example",
      "/",
      "javascript:1",
    ]) {
      expect(await to(elsewhere)).toBe("/quan-tri");
    }
  });

  it("says the same of a wrong password, an unknown name and a disabled account", async () => {
    await at.account(`khoa.${made}`, "reviewer");
    await at.deps.accounts.setDisabled({ name: `khoa.${made}`, disabled: true, actor: "test" });
    const wrong = await at.browser().signIn(name, "không phải câu này");
    const unknown = await at.browser().signIn(`nobody.${made}`);
    const disabled = await at.browser().signIn(`khoa.${made}`);
    const texts = await Promise.all([wrong, unknown, disabled].map((response) => response.text()));
    for (const response of [wrong, unknown, disabled]) {
      expect(response.status).toBe(422);
      expect(response.headers.get("set-cookie")).toBeNull();
    }
    const withoutName = texts.map((text) => text.replace(/value="[^"]*"/g, ""));
    expect(withoutName[0]).toContain(refusal);
    expect(new Set(withoutName).size).toBe(1);
  });

  it("hashes for an unknown name too", async () => {
    const hashed: (string | null)[] = [];
    const passwords = createPasswords({ memory: 64, passes: 1 });
    const { createSignIn } = await import("../../server/admin/index.ts");
    const spying = {
      ...passwords,
      verify: (word: string, hash: string | null) => {
        hashed.push(hash);
        return passwords.verify(word, hash);
      },
    };
    const signIn = createSignIn({ db, passwords: spying });
    await expect(signIn.enter({ name: `no.${made}`, password: "x", address: null })).rejects.toMatchObject({
      code: "sign_in.refused",
    });
    expect(hashed).toEqual([null]);
  });
});

describe("the limits", () => {
  it("stop a pair of name and address after eight tries, even with the right password, and nobody else", async () => {
    for (let tries = 0; tries < 8; tries += 1) {
      expect((await signInFrom("10.1.1.1", name, "sai rồi nhé bạn")).status).toBe(422);
    }
    const stopped = await signInFrom("10.1.1.1", name, PASSWORD);
    expect(stopped.status).toBe(429);
    expect(await stopped.text()).toContain("đợi 15 phút");
    expect((await signInFrom("10.1.1.2", name, PASSWORD)).status).toBe(303);
  });

  it("stop an address that tries many names, and answer the same for names that do not exist", async () => {
    const outcomes: number[] = [];
    for (let tries = 0; tries < 42; tries += 1) {
      outcomes.push((await signInFrom("10.2.2.2", `guess.${tries}`, "sai rồi nhé bạn")).status);
    }
    expect(outcomes.slice(0, 40).every((status) => status === 422)).toBe(true);
    expect(outcomes.slice(40)).toEqual([429, 429]);
  });

  it("begin anew when the window is over", async () => {
    for (let tries = 0; tries < 9; tries += 1) await signInFrom("10.3.3.3", name, "sai rồi nhé bạn");
    await db.query(
      "update rate_limits set window_start = now() - interval '16 minutes' where limit_key like 'sign-in:%'",
    );
    expect((await signInFrom("10.3.3.3", name, PASSWORD)).status).toBe(303);
  });
});

describe("a session", () => {
  it.each([
    ["was left for an hour", "last_seen_at = now() - interval '61 minutes'"],
    ["is half a day old", "created_at = now() - interval '12 hours 1 minute'"],
    ["was ended", "ended_at = now()"],
  ])("is of no use when it %s", async (_, change) => {
    const browser = at.browser();
    await browser.signIn(name);
    expect((await browser.get("/quan-tri")).status).toBe(200);
    await db.query(
      `update admin_sessions set ${change}
      where account_id = (select id from admin_accounts where name = $1)`,
      [name],
    );
    expect((await browser.get("/quan-tri")).status).toBe(303);
    expect((await browser.get("/quan-tri", { Accept: "application/json" })).status).toBe(401);
  });

  it("goes on while it is used", async () => {
    const browser = at.browser();
    await browser.signIn(name);
    for (let visit = 0; visit < 2; visit += 1) {
      await db.query("update admin_sessions set last_seen_at = last_seen_at - interval '50 minutes'");
      expect((await browser.get("/quan-tri")).status).toBe(200);
    }
  });

  it("ends with the account, and by signing out", async () => {
    const [first, second] = [at.browser(), at.browser()];
    await first.signIn(name);
    await second.signIn(name);
    expect((await first.post("/quan-tri/dang-xuat")).headers.get("location")).toBe("/quan-tri/dang-nhap");
    expect((await first.get("/quan-tri")).status).toBe(303);
    expect((await second.get("/quan-tri")).status).toBe(200);
    await at.deps.accounts.setDisabled({ name, disabled: true, actor: "test" }).catch(() => {});
    await at.as("admin");
    await at.deps.accounts.setDisabled({ name, disabled: true, actor: "test" });
    expect((await second.get("/quan-tri")).status).toBe(303);
  });

  it("signing out everywhere ends all of them", async () => {
    const [first, second] = [at.browser(), at.browser()];
    await first.signIn(name);
    await second.signIn(name);
    await first.post("/quan-tri/tai-khoan/dang-xuat-moi-noi");
    expect((await second.get("/quan-tri")).status).toBe(303);
  });

  it("changing the password needs the present one, ends the others and gives this one a new token", async () => {
    const [first, second] = [at.browser(), at.browser()];
    await first.signIn(name);
    await second.signIn(name);
    const before = first.cookie();
    const change = (current: string, next: string, again = next) =>
      first.post("/quan-tri/tai-khoan/mat-khau", { "mat-khau": current, "mat-khau-moi": next, "nhap-lai": again });
    expect((await change("sai rồi nhé bạn", OTHER_PASSWORD)).status).toBe(422);
    expect(await (await change(PASSWORD, OTHER_PASSWORD, "khác")).text()).toContain("không giống nhau");
    expect(await (await change(PASSWORD, "ngắn")).text()).toContain("ít nhất 12 ký tự");
    expect((await change(PASSWORD, OTHER_PASSWORD)).status).toBe(303);
    expect(first.cookie()).not.toBe(before);
    expect((await first.get("/quan-tri")).status).toBe(200);
    expect((await second.get("/quan-tri")).status).toBe(303);
    expect((await at.browser().signIn(name, OTHER_PASSWORD)).status).toBe(303);
  });
});

describe("the accounts of others", () => {
  it("are made, changed, locked and given a password by an admin, whose own needs the present one", async () => {
    const admin = at.browser();
    await admin.signIn(name);
    const other = `minh.${made}`;
    const change = (path: string, fields: Record<string, string>) =>
      admin.post(`/quan-tri/tai-khoan/${path}`, { ten: other, ...fields });
    expect((await change("them", { "vai-tro": "reviewer", "mat-khau": "ngắn" })).status).toBe(422);
    expect((await change("them", { "vai-tro": "reviewer", "mat-khau": PASSWORD })).status).toBe(303);
    const theirs = at.browser();
    await theirs.signIn(other);
    expect((await theirs.get("/quan-tri/nhat-ky")).status).toBe(403);
    expect((await change("vai-tro", { "vai-tro": "admin" })).status).toBe(303);
    expect((await theirs.get("/quan-tri/nhat-ky")).status).toBe(200);
    expect((await change("dat-lai", { "mat-khau": OTHER_PASSWORD })).status).toBe(303);
    expect((await theirs.get("/quan-tri")).status).toBe(303);
    expect((await theirs.signIn(other, OTHER_PASSWORD)).status).toBe(303);
    expect((await change("khoa", { khoa: "co" })).status).toBe(303);
    expect((await theirs.get("/quan-tri")).status).toBe(303);
    const own = await admin.post("/quan-tri/tai-khoan/dat-lai", { ten: name, "mat-khau": OTHER_PASSWORD });
    expect(own.status).toBe(409);
    expect((await at.browser().signIn(name)).status).toBe(303);
  });
});

describe("a change", () => {
  it("is refused from another origin, without one, and from none", async () => {
    const browser = await at.as("admin");
    for (const origin of ["https://evil.example", "null"]) {
      expect((await browser.post("/quan-tri/dang-xuat", {}, { Origin: origin })).status).toBe(403);
    }
    const bare = await at.app.request("/quan-tri/dang-xuat", {
      method: "POST",
      headers: { Cookie: browser.cookie() ?? "" },
    });
    expect(bare.status).toBe(403);
    expect((await browser.get("/quan-tri")).status).toBe(200);
  });

  it("leaves a line in the log that nobody can change", async () => {
    await at.browser().signIn(name);
    const [last] = await listActions(db);
    expect(last).toMatchObject({ actor: name, action: "sign-in" });
    await expect(db.query("update admin_actions set actor = 'x'")).rejects.toThrow(/append-only/);
    await expect(db.query("delete from admin_actions")).rejects.toThrow(/append-only/);
  });

  it("never leaves the console without an admin", async () => {
    await db.query("update admin_accounts set role = 'reviewer' where name <> $1", [name]);
    const last = { code: "account.last_admin" };
    await expect(at.deps.accounts.setRole({ name, role: "reviewer", actor: "test" })).rejects.toMatchObject(last);
    await expect(at.deps.accounts.setDisabled({ name, disabled: true, actor: "test" })).rejects.toMatchObject(last);
    expect((await at.browser().signIn(name)).status).toBe(303);
  });
});

describe("passwords", () => {
  it("are argon2id with the cost in the hash; another cost is renewed at the next sign-in", async () => {
    const real = createPasswords();
    const hash = await real.choose(PASSWORD);
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(await real.verify(PASSWORD, hash)).toBe(true);
    expect(await real.verify(`${PASSWORD}.`, hash)).toBe(false);
    expect(await real.choose(PASSWORD)).not.toBe(hash);
    await at.deps.accounts.setPassword({ name, passwordHash: hash, actor: "test" });
    expect((await at.browser().signIn(name)).status).toBe(303);
    const [row] = await db.query<{ hash: string }>("select password_hash as hash from admin_accounts where name = $1", [
      name,
    ]);
    expect(row?.hash).toContain("m=64,t=1");
    expect((await at.browser().signIn(name)).status).toBe(303);
  });

  it("come through the form's page with everything a browser needs to keep a person safe", async () => {
    const response = await at.browser().get("/quan-tri/dang-nhap");
    const text = await response.text();
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(text).toContain('autocomplete="current-password"');
    expect(text).not.toMatch(/<style|<script(?! src="\/assets\/)|\son\w+=|\sstyle=/);
  });
});
