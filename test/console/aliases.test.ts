import { afterAll, beforeAll, expect, it } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import { listAliases } from "../../retrieval/index.ts";
import { listActions } from "../../server/admin/index.ts";
import { runRecords } from "../../server/cli/records.ts";
import { createReplayer } from "../../server/replay/index.ts";
import { answering } from "../bot/answering.ts";
import { openConsole } from "../support/console.ts";
import { openMemoryDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

const { db } = await answering();
afterAll(() => db.close());
const at = openConsole(db);
const embedder = createHashedEmbedder();
const pipeline = createPipeline({ db, embedder });
const PAGE = "/quan-tri/co-quan";
const TCKH = "Phòng Tài chính - Kế hoạch";
const QUESTION = "TCKH phải làm gì?";
let admin: Awaited<ReturnType<typeof at.as>>;
beforeAll(async () => {
  admin = await at.as("admin");
});

const add = (ten: string, agency = TCKH) => admin.post(`${PAGE}/cach-goi`, { ten, "co-quan": agency });
const page = async () => (await admin.get(PAGE)).text();
const cli = async (...words: string[]) => {
  const out: string[] = [];
  await runRecords("agencies", words, { db, stdout: { write: (text) => out.push(text) } });
  return out.join("");
};
const duties = (answer: { answer: string }) => answer.answer.includes(`giao ${TCKH}:`);

it("is understood in the next question, without a reindex, and a word again once it is withdrawn", async () => {
  expect(await page()).toContain(`<input type="hidden" name="co-quan" value="${TCKH}">`);
  const before = await pipeline.ask({ question: QUESTION });
  expect(duties(before)).toBe(false);
  const added = await add(" TCKH ");
  expect(added.headers.get("location")).toBe(`${PAGE}?xong=cach-goi`);
  const during = await pipeline.ask({ question: QUESTION });
  expect(duties(during)).toBe(true);
  expect(during.citations.length).toBeGreaterThan(0);
  const followed = await pipeline.ask({
    question: "theo văn bản nào?",
    history: [
      { role: "user", content: QUESTION },
      { role: "assistant", content: during.answer },
    ],
  });
  expect(followed.citations.map(({ source }) => source)).toContain(during.citations[0]?.source);
  const office = await pipeline.prepare({ question: "chúng tôi phải làm gì?" }, { unit: "TCKH Phan Rang" });
  expect(office.answer.answer).toContain(TCKH);
  // What was typed stands in the log.
  const [typed] = await db.query<{ question: string }>("select question from answer_words where answer_id = $1", [
    during.id,
  ]);
  expect(typed?.question).toBe(QUESTION);

  const shown = await page();
  expect(shown).toContain(`<strong>TCKH</strong> là ${TCKH}`);
  expect(shown).toContain("Cách gọi riêng (1)");
  const [alias] = await listAliases(db);
  expect((await admin.post(`${PAGE}/cach-goi/${alias?.id}/rut`)).headers.get("location")).toBe(
    `${PAGE}?xong=rut-cach-goi`,
  );
  expect(duties(await pipeline.ask({ question: QUESTION }))).toBe(false);
  expect((await admin.post(`${PAGE}/cach-goi/${alias?.id}/rut`)).status).toBe(404);
  const actions = (await listActions(db)).filter(({ action }) => action.startsWith("alias."));
  expect(actions.map(({ actor, action, target, detail }) => [actor, action, target, detail])).toEqual([
    ["admin-1", "alias.withdraw", "TCKH", { agency: TCKH }],
    ["admin-1", "alias.add", "TCKH", { agency: TCKH }],
  ]);

  // A replay understands what was understood then.
  const replayer = createReplayer({ db, embedders: [embedder], scratch: openMemoryDatabase });
  const then = [before.id, during.id].map((id) => replayer.replay(id, { against: "then" }));
  for (const { result } of await Promise.all(then)) expect(result.outcome).toBe("identical");
  expect((await replayer.replay(during.id, { against: "now" })).result.outcome).not.toBe("identical");
  await replayer.close();
});

it.each([
  ["STC", TCKH, 409, "“STC” là tên gọi của Sở Tài chính, không dùng được cho cơ quan khác."],
  ["P.TCKH", TCKH, 422, `Bot đã hiểu “P.TCKH” là ${TCKH}; không cần thêm.`],
  ["một", TCKH, 422, "Cách gọi một tiếng phải viết hoa từ hai chữ trở lên"],
  ["12/KH", TCKH, 422, "chỉ gồm chữ, số, dấu cách"],
  ["X", TCKH, 422, "Cách gọi phải có từ hai chữ cái"],
  ["Á".repeat(61), TCKH, 422, "Cách gọi dài quá 60 ký tự."],
  ["KTNN", "Sở Không Có Thật", 422, "Chưa có cơ quan nào tên “Sở Không Có Thật”"],
])("%s for %s is refused with a sentence", async (ten, agency, status, sentence) => {
  const refused = await add(ten, agency);
  expect(refused.status).toBe(status);
  expect((await refused.text()).replaceAll("&quot;", '"')).toContain(sentence);
});

it("belongs to one agency: another gets it when the first has let it go", async () => {
  await add("Một cửa");
  const taken = await add("mot cua", "Sở Nội vụ");
  expect(taken.status).toBe(409);
  expect(await taken.text()).toContain(`“Một cửa” đang là cách gọi của ${TCKH}; xin rút cách gọi đó trước`);
  const twice = await Promise.all([add("KHĐT xã"), add("KHĐT xã")]);
  expect(twice.map(({ status }) => status).sort()).toEqual([303, 422]);
  const held = (await listAliases(db)).find(({ writing }) => writing === "Một cửa");
  await admin.post(`${PAGE}/cach-goi/${held?.id}/rut`);
  expect((await add("Một cửa", "Sở Nội vụ")).status).toBe(303);
});

it("is added and withdrawn on the command line too", async () => {
  expect(await cli("alias", "Tổ QLNS", "--for", TCKH)).toBe(`Tổ QLNS = ${TCKH}. Questions are read so from now on.\n`);
  expect(await cli("aliases")).toContain(`Tổ QLNS = ${TCKH}\n`);
  expect(duties(await pipeline.ask({ question: "to qlns phai lam gi" }))).toBe(true);
  expect(await cli("withdraw", "Tổ QLNS")).toContain("withdrawn");
  await expect(cli("withdraw", "Tổ QLNS")).rejects.toMatchObject({ code: "usage" });
  await expect(cli("alias", "Tổ QLNS")).rejects.toMatchObject({ code: "usage" });
  await expect(cli("alias", "STC", "--for", TCKH)).rejects.toMatchObject({ message: "“STC” names Sở Tài chính." });
});
