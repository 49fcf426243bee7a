import { afterAll, describe, expect, it } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import {
  type Correct,
  correctDocument,
  currentGeneration,
  type DocumentReader,
  findDocumentsByNumber,
  findDuties,
  getDocument,
  getLiveVersion,
  ingestDocument,
  listCorrections,
  passagesOf,
  referencesOf,
  reindexAll,
  withdrawCorrection,
} from "../../retrieval/index.ts";
import { directive } from "../bot/answering.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";
import { NEWER_PARSER } from "./asking.ts";

const db = await openTestDatabase();
afterAll(() => db.close());
const embedder = createHashedEmbedder();
const deps = { db, embedder };

const CLAUSES = [
  "1. Sở Xây dựng chủ trì kiểm tra cầu treo trước ngày 30/4/2024.",
  "2. Đơn vị quản lý chủ trì bố trí người trực tại cầu treo, hoàn thành trong tháng 5/2024.",
];
let made = 200;

async function held(clauses: readonly string[] = CLAUSES) {
  made += 1;
  const sourceName = `cau-${made}.txt`;
  const { saved } = await send(sourceName, made, clauses);
  return { documentId: saved!.documentId, sourceName, number: made };
}

function send(sourceName: string, number: number, clauses: readonly string[]) {
  const text = directive({
    issuer: "Ủy ban nhân dân tỉnh Lạng Sơn",
    number: `${number}/UBND-KT`,
    title: "kiểm tra cầu treo",
    place: "Lạng Sơn",
    date: "03/4/2024",
    opening:
      "Thực hiện Chỉ thị số 07/CT-TTg ngày 21/3/2023 của Thủ tướng Chính phủ, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:",
    clauses,
  });
  return ingestDocument(deps, { bytes: new TextEncoder().encode(text), sourceName, collection: "t" });
}

const correct = (documentId: number, correction: Correct) =>
  correctDocument(deps, { documentId, correction, actor: "an", reason: "đọc nhầm" });
const duties = (documentId: number) => findDuties(db, { documentIds: [documentId] });
let parser = 0;
/** As a newer program reads everything again. */
function reindex(reader: Partial<DocumentReader> = {}) {
  parser += 1;
  return reindexAll(
    { ...deps, parser: { ...NEWER_PARSER, version: `n${parser}`, ...reader } },
    { reason: "t", actor: "an" },
  );
}

describe("a correction of metadata", () => {
  it("holds at once, is found by, begins a generation, is logged, and survives a reindex", async () => {
    const { documentId, number } = await held();
    const before = await currentGeneration(db);
    const { generation } = await correct(documentId, { what: "header", field: "number", value: "9045/UBND-KT" });
    expect(generation).toBeGreaterThan(before!);
    expect(await findDocumentsByNumber(db, { seq: "9045" })).toMatchObject([{ id: documentId }]);
    expect(await findDocumentsByNumber(db, { seq: String(number) })).toEqual([]);
    const answer = await createPipeline(deps).ask({ question: "Công văn 9045/UBND-KT giao Sở Xây dựng làm gì?" });
    expect(answer).toMatchObject({ status: "answered", citations: [{ documentNumber: "9045/UBND-KT" }] });
    await reindex();
    expect(await getDocument(db, documentId)).toMatchObject({ number: "9045/UBND-KT" });
    expect(await listCorrections(db, documentId)).toMatchObject([
      { field: "number", oldValue: `${number}/UBND-KT`, newValue: "9045/UBND-KT", actor: "an", standing: "applied" },
    ]);
  });

  it("holds for a later version too, and is taken back whole", async () => {
    const { documentId, sourceName, number } = await held();
    const first = await correct(documentId, { what: "header", field: "issuedOn", value: "2024-04-05" });
    const second = await correct(documentId, { what: "header", field: "issuer", value: "Sở Xây dựng tỉnh Lạng Sơn" });
    await send(sourceName, number, [...CLAUSES, "3. Sở Tài chính bố trí kinh phí."]);
    expect(await getDocument(db, documentId)).toMatchObject({
      issuedOn: "2024-04-05",
      issuer: "Sở Xây dựng tỉnh Lạng Sơn",
    });
    await withdrawCorrection(deps, { correctionId: first.id, actor: "bình" });
    expect(await getDocument(db, documentId)).toMatchObject({
      issuedOn: "2024-04-03",
      issuer: "Sở Xây dựng tỉnh Lạng Sơn",
    });
    await withdrawCorrection(deps, { correctionId: second.id, actor: "bình" });
    expect(await getDocument(db, documentId)).toMatchObject({ issuer: "UBND tỉnh Lạng Sơn" });
    await expect(withdrawCorrection(deps, { correctionId: first.id, actor: "an" })).rejects.toMatchObject({
      code: "correction.missing",
    });
    expect((await listCorrections(db, documentId)).map(({ standing }) => standing)).toEqual(["withdrawn", "withdrawn"]);
  });

  it("with a value that cannot be is refused", async () => {
    const { documentId } = await held();
    const bad: Correct[] = [
      { what: "header", field: "issuedOn", value: "31/02/2024" },
      { what: "header", field: "title", value: "  " },
      { what: "header", field: "signer", value: "Lê Văn Mẫu" },
    ];
    for (const correction of bad) {
      await expect(correct(documentId, correction)).rejects.toMatchObject({ code: "correction.bad_value" });
    }
    await expect(correct(999_999, bad[0]!)).rejects.toMatchObject({ code: "document.missing" });
    expect(await listCorrections(db, documentId)).toEqual([]);
  });
});

describe("a correction of a duty", () => {
  it("gives it another agency, role and deadline, under which it is found, also after a reindex", async () => {
    const { documentId } = await held();
    const version = await getLiveVersion(db, documentId);
    const passage = (await passagesOf(db, version!.versionId)).find(({ text }) => text.includes("Đơn vị quản lý"));
    await correct(documentId, {
      what: "duty-add",
      passageId: passage!.id,
      words: "Đơn vị quản lý chủ trì bố trí người trực tại cầu treo",
      agency: "Sở Giao thông vận tải",
      role: "lead",
      deadline: { on: "2024-05", words: "trong tháng 5/2024" },
    });
    const ours = async () => (await duties(documentId)).filter(({ agency }) => agency.key === "so giao thong van tai");
    expect(await ours()).toMatchObject([{ role: "lead", deadline: { on: "2024-05" } }]);
    const [duty] = await ours();
    await correct(documentId, { what: "duty-role", dutyId: duty!.id, role: "coordinate" });
    const [again] = await ours();
    await correct(documentId, { what: "duty-deadline", dutyId: again!.id, deadline: null });
    const [last] = await ours();
    await correct(documentId, { what: "duty-agency", dutyId: last!.id, agency: "Sở Nội vụ" });
    expect(await ours()).toEqual([]);
    await reindex();
    const moved = (await duties(documentId)).filter(({ agency }) => agency.key === "so noi vu");
    expect(moved).toMatchObject([{ role: "coordinate", deadline: null }]);
    const answer = await createPipeline(deps).ask({
      question: `Sở Nội vụ phối hợp làm gì theo công văn ${made}/UBND-KT?`,
    });
    expect(answer.citations.map(({ quote }) => quote).join()).toContain("bố trí người trực");
  });

  it("takes it away, and a row that is not of the live version is refused", async () => {
    const { documentId } = await held();
    const [duty] = (await duties(documentId)).filter(({ agency }) => agency.key === "so xay dung");
    await correct(documentId, { what: "duty-remove", dutyId: duty!.id });
    expect((await duties(documentId)).map(({ agency }) => agency.key)).not.toContain("so xay dung");
    await expect(correct(documentId, { what: "duty-remove", dutyId: duty!.id })).rejects.toMatchObject({
      code: "correction.target_missing",
    });
    const { id } = (await listCorrections(db, documentId))[0]!;
    await withdrawCorrection(deps, { correctionId: id, actor: "an" });
    expect((await duties(documentId)).map(({ agency }) => agency.key)).toContain("so xay dung");
  });

  it("whose words a new version no longer has is reported, and holds again when they come back", async () => {
    const { documentId, sourceName, number } = await held();
    const [duty] = (await duties(documentId)).filter(({ agency }) => agency.key === "so xay dung");
    await correct(documentId, { what: "duty-role", dutyId: duty!.id, role: "coordinate" });
    const { warnings } = await send(sourceName, number, CLAUSES.slice(1));
    expect(warnings.map(({ code }) => code)).toContain("correction.target_gone");
    expect((await getLiveVersion(db, documentId))!.warnings.map(({ code }) => code)).toContain(
      "correction.target_gone",
    );
    expect(await listCorrections(db, documentId)).toMatchObject([{ standing: "lost" }]);
    await send(sourceName, number, CLAUSES);
    expect(await listCorrections(db, documentId)).toMatchObject([{ standing: "applied" }]);
    expect((await duties(documentId)).find(({ agency }) => agency.key === "so xay dung")).toMatchObject({
      role: "coordinate",
    });
  });
});

describe("a correction of a relation", () => {
  it("holds at once and after a reindex", async () => {
    const { documentId } = await held();
    const cited = async () => {
      const version = await getLiveVersion(db, documentId);
      return (await referencesOf(db, version!.versionId)).filter(({ number }) => number === "07/CT-TTg");
    };
    const [reference] = await cited();
    expect(reference!.relation).not.toBe("based-on");
    await correct(documentId, { what: "relation", referenceId: reference!.id, relation: "based-on" });
    expect(await cited()).toMatchObject([{ relation: "based-on" }]);
    await reindex();
    expect(await cited()).toMatchObject([{ relation: "based-on" }]);
  });
});

describe("the log of corrections", () => {
  it("cannot be rewritten", async () => {
    const { documentId } = await held();
    await correct(documentId, { what: "header", field: "title", value: "sửa cầu treo" });
    await expect(db.query(`update corrections set new_value = '"x"'`)).rejects.toThrow(/append-only/);
    await expect(db.query("delete from corrections")).rejects.toThrow(/append-only/);
  });
});
