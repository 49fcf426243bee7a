import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../retrieval/index.ts";
import { createAccountManagement, findCredentials, listAccounts, listActions } from "../../server/admin/index.ts";
import { runAccounts, withPasswordHash } from "../../server/cli/accounts.ts";
import { runRecords } from "../../server/cli/records.ts";
import { directive, storeText } from "../support/console-documents.ts";
import { openTestDatabase } from "../support/database.ts";
import { runCli } from "../support/fake-runtime.ts";

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const terminal = (input: string) => ({ stdin: Readable.from([input]), stderr: { write: () => {} } });

async function account(args: string[], input = "một câu dễ nhớ 12\n"): Promise<string> {
  const out: string[] = [];
  const deps = {
    accounts: createAccountManagement(db),
    list: () => listAccounts(db),
    stdout: { write: (text: string) => void out.push(text) },
  };
  expect(await runAccounts(await withPasswordHash(args, terminal(input)), deps)).toBe(0);
  return out.join("");
}

describe("admin account", () => {
  it("makes an account with a password from standard input, which is handed on as a hash only", async () => {
    const handedOn = await withPasswordHash(["add", "lan", "--role", "admin"], terminal("một câu dễ nhớ 12\n"));
    expect(handedOn.join(" ")).not.toContain("dễ nhớ");
    expect(handedOn.at(-1)).toMatch(/^--password-hash=\$argon2id\$/);
    expect(await account(["add", "lan", "--role", "admin"])).toContain("Account lan was made, role admin.");
    expect(await account(["list"])).toBe("lan  admin  works  0 open sessions\n");
    expect((await listActions(db))[0]).toMatchObject({ actor: "cli", action: "account.add", target: "lan" });
  });

  it("refuses a short password, a second account of the name, a strange role and a strange name", async () => {
    await expect(account(["add", "minh", "--role", "admin"], "ngắn\n")).rejects.toMatchObject({
      code: "password.too_short",
    });
    await expect(account(["add", "LAN", "--role", "admin"])).rejects.toMatchObject({ code: "account.exists" });
    await expect(account(["add", "minh", "--role", "king"])).rejects.toMatchObject({ code: "usage" });
    await expect(account(["add", "a b", "--role", "admin"])).rejects.toMatchObject({ code: "account.bad_name" });
    await expect(account(["add", "--role", "admin"])).rejects.toMatchObject({ code: "usage" });
    await expect(account(["set-password", "nobody"])).rejects.toMatchObject({ code: "account.not_found" });
  });

  it("sets a password, a role, and disables an account", async () => {
    await account(["add", "hoa", "--role", "reviewer"]);
    const before = await findCredentials(db, "hoa");
    await account(["set-password", "hoa"], "một câu khác hẳn 34\n");
    expect((await findCredentials(db, "hoa"))?.passwordHash).not.toBe(before?.passwordHash);
    await account(["role", "hoa", "--role", "admin"]);
    await account(["disable", "hoa"]);
    expect(await findCredentials(db, "hoa")).toMatchObject({ role: "admin" });
    expect(await account(["list"])).toContain("hoa  admin  disabled");
    await account(["enable", "hoa"]);
    expect(await account(["list"])).toContain("hoa  admin  works");
  });

  it("is a wrong use of the command line without a subcommand", async () => {
    const { code, err } = await runCli(["admin", "account", "frobnicate", "x"]);
    expect(code).toBe(2);
    expect(err).toContain("There is no command admin account frobnicate");
  });
});

describe("admin missing, agencies, jobs and log", () => {
  const lines = async (command: Parameters<typeof runRecords>[0], ...words: string[]) => {
    const out: string[] = [];
    await runRecords(command, words, { db, stdout: { write: (text) => void out.push(text) } });
    return out.join("");
  };

  it("say what the console's pages say", async () => {
    await storeText(db, "a.txt", directive("1/KH-UBND", { "Sở Xây dựng": "Chủ trì lập danh mục." }));
    expect(await lines("missing")).toContain("cited by 1 documents, 1 times: Chỉ thị 99/CT-TTg");
    expect(await lines("agencies", "xay")).toContain("Sở Xây dựng  (1 duties, 1 documents)");
    expect(await lines("agencies", "ngoai giao")).toBe("Nothing.\n");
    expect(await lines("jobs")).toBe("Nothing.\n");
    expect(await lines("log")).toContain("cli  account.add  lan");
    await expect(lines("jobs", "retry", "1")).rejects.toMatchObject({ code: "usage" });
  });
});
