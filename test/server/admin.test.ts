import { afterAll, describe, expect, it } from "vitest";
import { type Channel, createIdentity, createInvitations, createPeople } from "../../bot/index.ts";
import { runAdmin } from "../../server/cli/admin.ts";
import { openTestDatabase } from "../support/database.ts";
import { fakeRuntime } from "../support/fake-runtime.ts";
import { scriptedChannel } from "../support/scripted-channel.ts";

const db = await openTestDatabase();
afterAll(() => db.close());
const identity = createIdentity("a key for tests that is long enough");

async function admin(args: string[], channels: Channel[] = []): Promise<string> {
  const out: string[] = [];
  const enrolment = { invitations: createInvitations({ db, identity }), people: createPeople({ db }) };
  const runtime = fakeRuntime({ enrolment, channels });
  expect(await runAdmin(args, runtime, { write: (text) => out.push(text) })).toBe(0);
  return out.join("");
}

const UNIT = "Sở Tài chính tỉnh Lạng Sơn";

describe("admin invite", () => {
  it("shows the code once, with a link where the platform has one, and stores it as a hash only", async () => {
    const telegram = {
      ...scriptedChannel(),
      inviteLink: async (payload: string) => `https://t.me/thu?start=${payload}`,
    };
    const silent = {
      ...scriptedChannel("zalo-bot"),
      inviteLink: async () => {
        throw new Error("no answer");
      },
    };
    const out = await admin(["invite", "--role", "official", "--unit", UNIT, "--expires", "7d"], [telegram, silent]);
    const code = /as a message: ([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})\n/.exec(out)?.[1] ?? "";
    expect(out).toContain(`Telegram link: https://t.me/thu?start=${code.replaceAll("-", "")}\n`);
    expect(out).toContain(`role official, ${UNIT}.`);
    const rows = await db.query<object>("select * from invitations");
    expect(rows).toMatchObject([{ role: "official", unit: UNIT, created_by: "cli" }]);
    expect(JSON.stringify(rows)).not.toContain(code.replaceAll("-", ""));
  });

  it.each([
    [["invite", "--role", "chief"], "--role must be one of official, reviewer, admin"],
    [["invite", "--expires", "soon"], "--expires must look like 7d, 12h or 30m"],
    [["invite", "--unti", "x"], "Unknown option '--unti'"],
    [["revoke", "x"], "Give one id"],
    [["explode"], "There is no command admin explode"],
    [[], "No admin command given"],
  ])("%j is wrong use", async (args, sentence) => {
    await expect(admin(args)).rejects.toMatchObject({ code: "usage", message: expect.stringContaining(sentence) });
  });

  it("refuses an end beyond a year, and what cannot be without SECRET_KEY", async () => {
    await expect(admin(["invite", "--expires", "400d"])).rejects.toMatchObject({ code: "invitation.bad_expiry" });
    await expect(runAdmin(["people"], fakeRuntime(), { write: () => {} })).rejects.toMatchObject({
      code: "admin.no_secret_key",
    });
  });
});

it("lists invitations with their state, and a revoked one is open no more", async () => {
  await db.query("delete from invitations");
  await admin(["invite", "--expires", "30m"]);
  const [row] = await db.query<{ id: number }>("select id from invitations");
  expect(await admin(["invitations"])).toMatch(/^\d+ {2}official {2}- {2}open until .* by cli\n$/);
  await admin(["revoke", String(row?.id)]);
  expect(await admin(["invitations"])).toMatch(/revoked /);
  await expect(admin(["revoke", String(row?.id)])).rejects.toMatchObject({ code: "invitation.not_open" });
  expect(await admin(["people"])).toBe("Nobody is enrolled.\n");
  await expect(admin(["remove", "77"])).rejects.toMatchObject({ code: "person.not_enrolled" });
});
