import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createIdentity, createLeases } from "../../bot/index.ts";
import type { Database } from "../../retrieval/index.ts";
import { runReport } from "../../server/cli/report.ts";
import { createWeeklyReport, dueWeek, type Schedule, type WeeklyReport } from "../../server/review/report/index.ts";
import { emptyLog, vietnam, writeLog } from "../support/answer-log.ts";
import { openTestDatabase } from "../support/database.ts";
import { scriptedChannel } from "../support/scripted-channel.ts";

const identity = createIdentity("a key that only this test uses, 32+");
const MONDAY_AT_EIGHT: Schedule = { day: "mon", time: "08:00" };

let db: Database;
let now: Date;

beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(async () => {
  now = vietnam("2026-11-23", "09:00");
  await emptyLog(db);
  for (const table of ["outgoing_messages", "conversations", "people", "invitations", "leases"]) {
    await db.query(`delete from ${table}`);
  }
});
afterAll(() => db.close());

function openReport(owner = "one", schedule: Schedule | null = MONDAY_AT_EIGHT): WeeklyReport {
  return createWeeklyReport({
    ...{ db, identity, schedule, channels: [scriptedChannel("telegram")], publicUrl: "https://bot.example" },
    statistics: { smallestGroup: 5, idleMinutes: 30, now: () => now },
    leases: createLeases({ db, owner }),
    queued: () => {},
    report: (error) => {
      throw error;
    },
  });
}

/** Somebody enrolled who has written in these chats. */
async function enrol(sender: string, role: string, chats: string[]): Promise<void> {
  await db.query("insert into invitations (code_hash, role, created_by, expires_at) values ($1, $2, 'test', now())", [
    sender,
    role,
  ]);
  await db.query(
    `insert into people (person_key, channel, role, invitation_id)
     select $1, 'telegram', $2, id from invitations where code_hash = $3`,
    [identity.pseudonym("person", "telegram", sender), role, sender],
  );
  for (const chat of chats) {
    await db.query(
      "insert into conversations (conversation_key, channel, address) values ($1, 'telegram', $2) on conflict do nothing",
      [identity.pseudonym("conversation", "telegram", chat), chat],
    );
  }
}

interface Queued {
  address: string;
  purpose: string;
  text: string;
}

const queued = () =>
  db.query<Queued>(`select address, purpose, content ->> 'text' as text from outgoing_messages order by sequence`);

const people = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`);
const asked = (count: number, day: string) =>
  people(count).map((person) => ({ at: vietnam(day), person, agencies: ["so tai chinh"], unit: "Sở A" }));

describe("when a report is due", () => {
  it.each([
    ["before the time", "2026-11-23", "07:59", MONDAY_AT_EIGHT, "2026-11-09"],
    ["at the time", "2026-11-23", "08:00", MONDAY_AT_EIGHT, "2026-11-16"],
    ["on Sunday night, still the week before", "2026-11-29", "23:59", MONDAY_AT_EIGHT, "2026-11-16"],
    ["on another day", "2026-11-27", "17:00", { day: "fri", time: "16:30" } as Schedule, "2026-11-16"],
    ["before the week is over for good", "2026-11-23", "00:10", { day: "mon", time: "00:00" } as Schedule, null],
    ["once it is", "2026-11-23", "00:30", { day: "mon", time: "00:00" } as Schedule, "2026-11-16"],
  ])("%s", (_, day, time, schedule, week) => {
    expect(dueWeek(vietnam(day, time), schedule, 30)).toBe(week);
  });
});

describe("the report in the chat", () => {
  it("goes to the admins' own chats, not to groups, officials or who was removed", async () => {
    await enrol("100", "admin", ["100", "-500"]);
    await enrol("200", "official", ["200"]);
    await enrol("300", "admin", ["300"]);
    await db.query("update people set removed_at = now() where person_key = $1", [
      identity.pseudonym("person", "telegram", "300"),
    ]);
    await writeLog(db, asked(6, "2026-11-18"));
    expect(await openReport().turn()).toBe(true);
    const [message, ...more] = await queued();
    expect(more).toEqual([]);
    expect(message).toMatchObject({ address: "100", purpose: "report" });
    expect(message?.text.split("\n")).toEqual([
      "Báo cáo tuần 16/11–22/11/2026",
      "6 lượt hỏi của 6 người.",
      "Trả lời được < 5 người; không tìm thấy < 5 người; phải hỏi lần nữa < 5 người; 👍 👎 < 5 người.",
      "Hỏi nhiều: Tài chính (6).",
      "Thời gian trả lời: một nửa dưới 0,1 giây, 95 % dưới 0,1 giây.",
      "Xem đầy đủ: https://bot.example/quan-tri/bao-cao-tuan/2026-W47",
    ]);
  });

  it("goes once, whichever process looks, and the week after that again", async () => {
    await enrol("100", "admin", ["100"]);
    const [one, other] = [openReport("one"), openReport("other")];
    await Promise.all([one.turn(), other.turn(), one.turn(), other.turn()]);
    expect(await one.turn()).toBe(false);
    expect(await queued()).toHaveLength(1);
    now = vietnam("2026-11-30", "08:00");
    expect(await other.turn()).toBe(true);
    expect(await queued()).toHaveLength(2);
  });

  it("is sent by who comes second when the lease was lost with a process, but never twice", async () => {
    await enrol("100", "admin", ["100"]);
    const reports = [openReport("one"), openReport("other"), openReport("third")];
    // Past the lease: all at once.
    const sent = await Promise.all(reports.map((report) => report.send("2026-11-16")));
    expect(sent.filter((chats) => chats === 1)).toHaveLength(1);
    expect(await queued()).toHaveLength(1);
  });

  it("of the latest missed week alone comes after a time of downtime", async () => {
    await enrol("100", "admin", ["100"]);
    expect(await openReport().turn()).toBe(true);
    now = vietnam("2026-12-31", "03:00");
    expect(await openReport().turn()).toBe(true);
    expect(await openReport().turn()).toBe(false);
    expect((await queued()).map(({ text }) => text.split("\n")[0])).toEqual([
      "Báo cáo tuần 16/11–22/11/2026",
      "Báo cáo tuần 21/12–27/12/2026",
    ]);
  });

  it("waits for an admin, and does not go without a schedule", async () => {
    expect(await openReport().turn()).toBe(false);
    await enrol("100", "admin", ["100"]);
    expect(await openReport("one", null).turn()).toBe(false);
    expect(await openReport().turn()).toBe(true);
  });

  it("compares with the week before, names what rises and says nothing of few persons", async () => {
    // Six others each week name nothing; without them the rest of the topic would be about too few.
    const others = (day: string) => asked(6, day).map((one) => ({ ...one, agencies: [] }));
    await writeLog(db, [...asked(20, "2026-11-11"), ...others("2026-11-11")], "before");
    const one = { ...asked(1, "2026-11-18")[0], at: vietnam("2026-11-18"), agencies: [], places: ["Hà Giang"] };
    await writeLog(db, [...asked(49, "2026-11-18"), ...others("2026-11-18"), one], "now");
    const text = await openReport().text("2026-11-16");
    expect(text).toContain("56 lượt hỏi của 49 người, tăng 115 % so với tuần trước.");
    expect(text).toContain("Tăng: Tài chính (49).");
    expect(text).not.toContain("Hà Giang");
    expect(await openReport().text("2020-01-06")).toContain("chưa đủ 5 người hỏi");
  });
});

describe("admin report", () => {
  async function run(...args: string[]): Promise<string> {
    let out = "";
    const stdout = {
      write: (text: string) => {
        out += text;
      },
    };
    await runReport(args, { report: openReport(), stdout });
    return out;
  }

  it("prints, and sends to the chats once", async () => {
    expect(await run()).toMatch(/^Báo cáo tuần 16\/11–22\/11\/2026\n/);
    expect(await run("--week", "2026-W46")).toMatch(/^Báo cáo tuần 9\/11–15\/11\/2026\n/);
    expect(await run("--send")).toContain("No admin has a private chat with the bot");
    await enrol("100", "admin", ["100"]);
    expect(await run("--send")).toContain("Queued for 1 chat.");
    expect(await run("--send")).toContain("The report of 2026-W47 was sent before; nothing was sent.");
    expect(await queued()).toHaveLength(1);
  });

  it("refuses what names no week that is over", async () => {
    await expect(run("--week", "last")).rejects.toThrow("--week must look like 2026-W47");
    await expect(run("--week", "2026-W48")).rejects.toThrow("2026-W48 is not over; the latest is 2026-W47");
  });
});
