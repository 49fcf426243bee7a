import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import { type Database, getDocument, getLiveVersion, storedReading } from "../../retrieval/index.ts";
import { listActions } from "../../server/admin/index.ts";
import { type Browser, openConsole, type TestConsole } from "../support/console.ts";
import { directive, type Stored, storeFile, storeText } from "../support/console-documents.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

let db: Database;
let at: TestConsole;
let admin: Browser;
let made = 0;
let name = "";
let number = "";

beforeAll(async () => {
  db = await openTestDatabase();
  at = openConsole(db);
  admin = await at.as("admin");
});
afterAll(() => db.close());
beforeEach(() => {
  made += 1;
  name = `van-ban-${made}.txt`;
  number = `${100 + made}/KH-UBND`;
});

const CLAUSES = {
  "Sở Xây dựng": "Chủ trì lập danh mục công trình cần sửa chữa, hoàn thành trước ngày 30/6/2024.",
  "Sở Tài chính": "Bố trí kinh phí sửa chữa công trình theo quy định.",
};

const pageOf = async (path: string, browser = admin) => (await browser.get(path)).text();

describe("what waits for approval", () => {
  it("is listed with its warnings, and a new document without any is ticked beforehand", async () => {
    const clean = await storeText(db, name, directive(number, CLAUSES), "manual");
    const personal = { ...CLAUSES, "Sở Y tế": "Phân công ông Nguyễn Văn A, số điện thoại 0912 345 678, làm đầu mối." };
    const warned = await storeText(db, `rieng-${name}`, directive(`${900 + made}/KH-UBND`, personal), "manual");
    const page = await pageOf("/quan-tri/cho-duyet");
    expect(page).toMatch(new RegExp(`value="${clean.versionId}"[^>]* checked`));
    expect(page).not.toMatch(new RegExp(`value="${warned.versionId}"[^>]* checked`));
    expect(page).toContain("1 điểm cần kiểm tra");
    expect(await pageOf("/quan-tri/cho-duyet", await at.as("reviewer"))).not.toContain('<button class="primary">Duyệt');
    await approveAll([clean, warned]);
    expect(await getLiveVersion(db, clean.documentId)).not.toBeNull();
    // Personal data is confirmed one by one.
    expect(await getLiveVersion(db, warned.documentId)).toBeNull();
    const refused = await admin.post(`/quan-tri/cho-duyet/${warned.versionId}/duyet`);
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("dữ liệu cá nhân");
    await admin.post(`/quan-tri/cho-duyet/${warned.versionId}/duyet`, { "da-xem": "co" });
    expect(await getLiveVersion(db, warned.documentId)).not.toBeNull();
  });

  const approveAll = (all: Stored[]) =>
    admin.send(
      "/quan-tri/cho-duyet",
      new URLSearchParams(all.map(({ versionId }): [string, string] => ["ban", String(versionId)])),
    );

  it("shows what changes: passages, duties that move, answers that quoted what changes", async () => {
    const first = await storeText(db, name, directive(number, CLAUSES));
    const pipeline = createPipeline({ db, embedder: createHashedEmbedder() });
    const answer = await pipeline.ask({ question: `Sở Xây dựng phải làm gì theo Kế hoạch ${number}?` });
    expect(answer.citations.map(({ documentId }) => documentId)).toContain(first.documentId);
    const { "Sở Xây dựng": words, ...rest } = CLAUSES;
    const changed = {
      "Sở Giao thông vận tải": words.replace("30/6/2024", "31/7/2024"),
      ...rest,
      "Sở Y tế": "Cử cán bộ tham gia đoàn kiểm tra.",
    };
    const second = await storeText(db, name, directive(number, changed), "manual");
    expect(second.documentId).toBe(first.documentId);
    const page = await pageOf(`/quan-tri/cho-duyet/${second.versionId}`);
    expect(page).toMatch(/<del>Sở Xây dựng[^<]*<\/del> <ins>Sở Giao thông vận tải/);
    expect(page).toMatch(/Nhiệm vụ mới \(\d\)/);
    expect(page).toMatch(/<ins>31\/7\/2024\. ?<\/ins>|<ins>31\/7\/2024/);
    expect(page).toMatch(/Câu trả lời đã đưa có trích đoạn thay đổi \(\d+\)/);
    expect(page).toContain(`Sở Xây dựng phải làm gì theo Kế hoạch ${number}?`);
    expect(page.replace(/&[a-z#0-9]+;/g, "")).not.toMatch(/undefined|\[object/);
  });

  it("goes live with one press, comes back with another, and each stands in the log", async () => {
    const first = await storeText(db, name, directive(number, CLAUSES));
    const second = await storeText(db, name, directive(number, { "Sở Y tế": "Kiểm tra việc thực hiện." }), "manual");
    const approved = await admin.post(`/quan-tri/cho-duyet/${second.versionId}/duyet`, { "ly-do": "bản chính thức" });
    expect(approved.headers.get("location")).toBe("/quan-tri/cho-duyet?xong=duyet");
    expect((await getLiveVersion(db, first.documentId))?.versionId).toBe(second.versionId);
    const document = await pageOf(`/quan-tri/van-ban/${first.documentId}`);
    expect(document).toContain("duyệt bản 2 (bản chính thức)");
    const back = await admin.post(`/quan-tri/van-ban/${first.documentId}/quay-lai`, { ban: String(first.versionId) });
    expect(back.status).toBe(303);
    expect((await getLiveVersion(db, first.documentId))?.versionId).toBe(first.versionId);
    const actions = (await listActions(db)).slice(0, 2).map(({ action, actor }) => `${actor} ${action}`);
    expect(actions).toEqual(["admin-1 document.rollback", "admin-1 version.approve"]);
    const gone = await admin.post(`/quan-tri/cho-duyet/${second.versionId}/duyet`);
    expect(gone.status).toBe(409);
  });

  it("can be rejected, and is then not searched", async () => {
    const { documentId, versionId } = await storeText(db, name, directive(number, CLAUSES), "manual");
    await admin.post(`/quan-tri/cho-duyet/${versionId}/tu-choi`, { "ly-do": "nhầm tệp" });
    expect(await getDocument(db, documentId)).toBeNull();
    expect((await storedReading(db, versionId))?.status).toBe("rejected");
    expect(await pageOf("/quan-tri/cho-duyet")).not.toContain(name);
  });
});

describe("the list of documents", () => {
  it("finds by words without diacritics and narrows by type, status and warnings, page by page", async () => {
    await storeText(db, name, directive(number, CLAUSES, "Về việc phòng chống sạt lở đê điều"));
    const found = await pageOf("/quan-tri/van-ban?tim=sat+lo+DE");
    expect(found).toContain("1 văn bản.");
    expect(found).toContain(`Kế hoạch ${number}`);
    expect(await pageOf("/quan-tri/van-ban?tim=s%E1%BA%A1t+%C4%91%C3%AA&loai=ke+hoach&trang-thai=live")).toContain(
      "1 văn bản.",
    );
    expect(await pageOf("/quan-tri/van-ban?tim=sat+lo&loai=cong+van")).toContain("Không có văn bản nào khớp.");
    expect(await pageOf("/quan-tri/van-ban?tim=sat+lo&trang-thai=pending")).toContain("Không có văn bản nào khớp.");
    expect(await pageOf("/quan-tri/van-ban?tim=%3Cb%3E")).toContain('value="&lt;b&gt;"');
    for (let index = 0; index < 26; index += 1) {
      await storeText(
        db,
        `nhieu-${index}.txt`,
        directive(`${300 + index}/KH-UBND`, { "Sở Y tế": `Việc thứ ${index}.` }),
      );
    }
    const second = await pageOf("/quan-tri/van-ban?tim=nhieu&trang=2");
    expect(second).toContain("Trang 2/2");
    expect(second.match(/href="\/quan-tri\/van-ban\/\d+"/g)).toHaveLength(1);
  });
});

describe("the page of a document", () => {
  it("ties each duty to its words, with a rule that needs no script", async () => {
    const { documentId } = await storeText(db, name, directive(number, CLAUSES));
    const page = await pageOf(`/quan-tri/van-ban/${documentId}`);
    const [, n] = /data-n="(\d+)"><a class="tied" href="#s-\d+"><strong>Sở Xây dựng<\/strong>/.exec(page) ?? [];
    expect(n).toBeDefined();
    expect(page).toContain(`id="s-${n}"`);
    const tied = [
      ...page.matchAll(new RegExp(`<span class="[^"]*" data-in="[^"]*\\b${n}\\b[^"]*">([^<]*)</span>`, "g")),
    ];
    expect(tied.map(([, words]) => words).join("")).toContain("lập danh mục công trình cần sửa chữa");
    const count = Number(/to-sang\.css\?n=(\d+)/.exec(page)?.[1]);
    const styles = await pageOf(`/quan-tri/to-sang.css?n=${count}`);
    expect(styles.split("\n").filter((line) => line.includes(`[data-n="${n}"]:is(:hover,:focus-within)`))).toHaveLength(
      1,
    );
    expect(count).toBeGreaterThanOrEqual(Number(n));
  });

  it("shows the words of the document whole, escaped, and an old version when asked", async () => {
    const evil = { "Sở Y tế": "Kiểm tra <script>alert(1)</script> & báo cáo." };
    const first = await storeText(db, name, directive(number, evil));
    const second = await storeText(db, name, directive(number, CLAUSES));
    const old = await pageOf(`/quan-tri/van-ban/${first.documentId}?ban=${first.versionId}`);
    expect(old).toContain("&lt;script&gt;alert(1)&lt;/script&gt; &amp; báo cáo.");
    expect(old).toContain("bản cũ");
    expect(old).not.toContain(">Sửa</a>");
    expect((await admin.get(`/quan-tri/van-ban/${first.documentId}?ban=999999`)).status).toBe(404);
    expect(await pageOf(`/quan-tri/van-ban/${second.documentId}`)).toContain(">Sửa</a>");
    expect(await pageOf(`/quan-tri/van-ban/${second.documentId}`, await at.as("reviewer"))).not.toContain(">Sửa</a>");
  });

  it("shows the pages of a PDF beside what was read, drawn in a process of its own", async () => {
    const bytes = readFileSync(new URL("../fixtures/formats/ke-hoach.pdf", import.meta.url));
    const { documentId, versionId } = await storeFile(db, "ke-hoach.pdf", new Uint8Array(bytes));
    const page = await pageOf(`/quan-tri/van-ban/${documentId}`);
    const address = `/quan-tri/van-ban/${documentId}/trang/1?ban=${versionId}`;
    expect(page).toContain(`<img src="${address}"`);
    const picture = await admin.get(address);
    expect(picture.headers.get("content-type")).toBe("image/png");
    const drawn = new Uint8Array(await picture.arrayBuffer());
    expect([...drawn.slice(1, 4)].map((code) => String.fromCharCode(code)).join("")).toBe("PNG");
    expect((await admin.get(`/quan-tri/van-ban/${documentId}/trang/99?ban=${versionId}`)).status).toBe(404);
    const { documentId: other } = await storeText(db, name, directive(number, CLAUSES));
    expect((await admin.get(`/quan-tri/van-ban/${other}/trang/1?ban=${versionId}`)).status).toBe(404);
    expect(await pageOf(`/quan-tri/van-ban/${other}`)).not.toContain('<img src="/quan-tri');
  });

  it("corrects a field, a duty's agency, role and deadline, a relation, and takes each back", async () => {
    const { documentId, versionId } = await storeText(db, name, directive(number, CLAUSES));
    const page = `/quan-tri/van-ban/${documentId}`;
    const fix = (fields: Record<string, string>) => admin.post(`${page}/sua`, fields);
    const ids = async () => {
      const [duty] = await db.query<{ id: number }>("select id from duties where version_id = $1 order by id limit 1", [
        versionId,
      ]);
      const [reference] = await db.query<{ id: number }>(
        "select id from document_references where version_id = $1 order by id limit 1",
        [versionId],
      );
      return { duty: String(duty?.id), reference: String(reference?.id) };
    };
    expect(await pageOf(`${page}?sua=truong:title`)).toContain('name="gia-tri" value="thử trang quản trị"');
    expect(
      (await fix({ viec: "truong", truong: "title", "gia-tri": "Trích yếu đúng", "ly-do": "đọc sai" })).status,
    ).toBe(303);
    expect((await fix({ viec: "nguoi-ky", "ho-ten": "Trần Thị Thử", "chuc-vu": "Chủ tịch" })).status).toBe(303);
    expect(await pageOf(`${page}?sua=nhiem-vu:${(await ids()).duty}`)).toContain('value="Sở Xây dựng"');
    expect((await fix({ viec: "co-quan", "nhiem-vu": (await ids()).duty, "co-quan": "Sở Công Thương" })).status).toBe(
      303,
    );
    expect((await fix({ viec: "vai-tro", "nhiem-vu": (await ids()).duty, "vai-tro": "coordinate" })).status).toBe(303);
    expect(
      (
        await fix({
          viec: "thoi-han",
          "nhiem-vu": (await ids()).duty,
          "han-chu": "trước ngày 30/6/2024",
          "han-ngay": "2024-06-30",
        })
      ).status,
    ).toBe(303);
    expect((await fix({ viec: "quan-he", "vien-dan": (await ids()).reference, "quan-he": "based-on" })).status).toBe(
      303,
    );
    const parsed = (await storedReading(db, versionId))?.parsed;
    expect(parsed?.header.title?.value).toBe("Trích yếu đúng");
    expect(parsed?.header.signer?.value).toEqual({ name: "Trần Thị Thử", capacity: "Chủ tịch", authority: null });
    expect(parsed?.duties[0]).toMatchObject({
      agency: { name: "Sở Công Thương" },
      role: "coordinate",
      deadline: { on: "2024-06-30" },
    });
    expect(parsed?.references[0]?.relation).toBe("based-on");
    const corrected = await pageOf(page);
    expect(corrected).toContain("Đính chính (6 đang áp dụng)");
    expect(corrected).toContain("admin-1");
    const corrections = await db.query<{ id: number }>("select id from corrections where document_id = $1", [
      documentId,
    ]);
    for (const { id } of corrections) expect((await admin.post(`/quan-tri/dinh-chinh/${id}/rut`)).status).toBe(303);
    expect((await storedReading(db, versionId))?.parsed.duties[0]).toMatchObject({
      agency: { name: "Sở Xây dựng" },
      role: "lead",
    });
  });

  it("takes a duty that the machine missed, in the text's own words only, and drops one that is none", async () => {
    const { documentId, versionId } = await storeText(db, name, directive(number, CLAUSES));
    const fix = (fields: Record<string, string>) => admin.post(`/quan-tri/van-ban/${documentId}/sua`, fields);
    const add = (chu: string) => fix({ viec: "them", chu, "co-quan": "Văn phòng UBND tỉnh", "vai-tro": "lead" });
    const wrong = await add("Câu này không có trong văn bản.");
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain("chép đúng từng chữ");
    expect((await add("các cơ quan nghiêm túc thực hiện")).status).toBe(303);
    const agencies = async () => (await storedReading(db, versionId))?.parsed.duties.map(({ agency }) => agency.name);
    expect(await agencies()).toContain("Văn phòng UBND tỉnh");
    const [row] = await db.query<{ id: number }>(
      "select id from duties where version_id = $1 and agency->>'name' = 'Sở Tài chính'",
      [versionId],
    );
    expect((await fix({ viec: "bo-nhiem-vu", "nhiem-vu": String(row?.id) })).status).toBe(303);
    expect(await agencies()).not.toContain("Sở Tài chính");
    expect((await fix({ viec: "nothing" })).status).toBe(422);
    expect((await fix({ viec: "truong", truong: "issuedOn", "gia-tri": "30/2/2024" })).status).toBe(422);
  });
});

describe("validity", () => {
  it("is proposed from the text, decided with one press, and stated by an admin", async () => {
    const old = await storeText(db, name, directive(number, CLAUSES));
    const words = `Kế hoạch này thay thế Kế hoạch số ${number} ngày 05/6/2024 của Ủy ban nhân dân tỉnh.`;
    await storeText(db, `moi-${name}`, directive(`${700 + made}/KH-UBND`, { "Sở Y tế": words }));
    const page = await pageOf("/quan-tri/hieu-luc");
    const [, id] =
      new RegExp(`Kế hoạch ${number}</strong></a>: Được thay thế bởi.*?/quan-tri/hieu-luc/(\\d+)/xac-nhan`, "s").exec(
        page,
      ) ?? [];
    expect(id).toBeDefined();
    const confirmed = await admin.post(`/quan-tri/hieu-luc/${id}/xac-nhan`, {
      ngay: "2024-07-01",
      ve: "//evil.example",
    });
    expect(confirmed.headers.get("location")).toBe("/quan-tri?xong=hieu-luc");
    expect(await pageOf(`/quan-tri/van-ban/${old.documentId}`)).toMatch(/từ 1\/7\/2024.*đã xác nhận/s);
    const stated = await admin.post(`/quan-tri/van-ban/${old.documentId}/hieu-luc`, {
      loai: "in-force-to",
      ngay: "2024-12-31",
    });
    expect(stated.status).toBe(303);
    expect(await pageOf(`/quan-tri/van-ban/${old.documentId}`)).toContain("Có hiệu lực đến hết 31/12/2024");
    const without = await admin.post(`/quan-tri/van-ban/${old.documentId}/hieu-luc`, { loai: "repealed-by" });
    expect(without.status).toBe(422);
  });
});

describe("what the store knows", () => {
  it("names directives that are cited and not held, the most cited first, and those that were asked for", async () => {
    const page = await pageOf("/quan-tri/con-thieu");
    expect(page).toMatch(/<strong>Chỉ thị 99\/CT-TTg<\/strong> <span class="label">\d+ văn bản nhắc/);
    const pipeline = createPipeline({ db, embedder: createHashedEmbedder() });
    await pipeline.ask({ question: "Công văn 4321/UBND-XD giao gì?" });
    expect(await pageOf("/quan-tri/con-thieu")).toMatch(/4321\/UBND-XD.*hỏi 1 lần/s);
  });

  it("lists agencies with the ways in which they are written", async () => {
    const page = await pageOf("/quan-tri/co-quan?tim=so+xay");
    expect(page).toContain("Sở Xây dựng");
    expect(page).not.toContain("Sở Tài chính");
  });
});

describe("a reindex", () => {
  it("is started, runs beside everything else and tells its progress", async () => {
    expect((await admin.post("/quan-tri/lap-chi-muc/dung")).status).toBe(409);
    expect((await admin.post("/quan-tri/lap-chi-muc/bat-dau")).status).toBe(303);
    await at.deps.reindexer.settled();
    const page = await pageOf("/quan-tri/lap-chi-muc");
    expect(page).toContain("đã xong");
    expect(page).toContain("admin-1 bắt đầu");
    expect(at.reported).toEqual([]);
  });
});
