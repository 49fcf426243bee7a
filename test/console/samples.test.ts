import { afterAll, expect, it } from "vitest";
import { createSigner } from "../../server/audit/index.ts";
import { createExports } from "../../server/review/export/index.ts";
import { answering } from "../bot/answering.ts";
import { openConsole } from "../support/console.ts";
import { directive, storeText } from "../support/console-documents.ts";
import { readCsv } from "../support/read-csv.ts";

const { db, ask } = await answering();
afterAll(() => db.close());
const admin = await openConsole(db).as("admin");
const LABEL = "bản tóm lược để dùng thử";
const pageOf = async (path: string) => (await admin.get(`/quan-tri${path}`)).text();

it("a sample is called one in the list, and is no original for its filter", async () => {
  const held = await storeText(db, "that.txt", directive("12/KH-UBND", { "Sở Y tế": "Báo cáo trước ngày 1/2/2024." }));
  const list = await pageOf("/van-ban");
  expect(list.match(new RegExp(`<span class="label sample">${LABEL}</span>`, "g"))).toHaveLength(5);
  expect(list.match(/<span class="label original">Nguyên văn<\/span>/g)).toHaveLength(1);
  const originals = await pageOf("/van-ban?ban=original");
  expect(originals).toContain("1 văn bản.");
  expect(originals).toContain(`/van-ban/${held.documentId}"`);
  const samples = await pageOf("/van-ban?ban=sample");
  expect(samples).toContain('<option value="sample" selected>Bản tóm lược để dùng thử</option>');
  expect(samples).toContain("5 văn bản.");
});

it("on its own page", async () => {
  const [sample] = await db.query<{ id: number }>(
    "select id from documents where source_name like 'ban-tom-luoc-%' limit 1",
  );
  const page = await pageOf(`/van-ban/${sample?.id}`);
  expect(page).toContain(`<span class="label sample">${LABEL}</span>`);
  expect(page).toContain("Nội dung bản tóm lược</h2>");
  expect(page).not.toContain("Nguyên văn");
});

it("beside its quote at the review desk, and in the export", async () => {
  const { id } = await ask("Sở Nội vụ Lào Cai phải làm gì?");
  expect(await pageOf(`/ra-soat/${id}`)).toContain('<p class="source-note">Bản tóm lược để dùng thử.</p>');
  const exporting = createExports({ db, signer: createSigner("a key of the test"), program: "0", report: () => {} });
  const read = async (format: "csv" | "jsonl") => {
    const opened = await exporting.open({ format, filter: {}, columns: null, words: true, by: "an" });
    const pieces: Uint8Array[] = [];
    for await (const piece of opened.bytes) pieces.push(piece);
    return Buffer.concat(pieces).toString("utf8");
  };
  const [head, row] = readCsv((await read("csv")).slice(1));
  expect(row?.[head?.indexOf("Loại nguồn") ?? -1]?.split("\n")[0]).toBe(`[1] ${LABEL}`);
  const record = JSON.parse((await read("jsonl")).split("\n")[0] ?? "") as { citations: { kind: string }[] };
  expect(record.citations[0]?.kind).toBe(LABEL);
});
