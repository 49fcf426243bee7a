import { afterAll, describe, expect, test } from "vitest";
import {
  findDocumentsByNumber,
  findDuties,
  getDocument,
  getLiveVersion,
  getPassages,
  getVersion,
  knownAgencies,
  listDocuments,
  type ParsedDocument,
  passagesOf,
  referencesOf,
  referencesTo,
  retireDocument,
  saveDocumentVersion,
} from "../../retrieval/index.ts";
import { documentsByHash } from "../../retrieval/store/documents.ts";
import { openTestDatabase } from "../support/database.ts";
import { parsedDocument } from "../support/parsed-document.ts";

const db = await openTestDatabase();
afterAll(() => db.close());

const save = (sourceName: string, parsed: ParsedDocument, contentHash = sourceName) =>
  saveDocumentVersion(db, {
    sourceName,
    contentHash,
    parserVersion: "1",
    parsed,
    sidecar: { source_address: "https://example.vn/a" },
  });

const plan = parsedDocument({
  header: {
    number: "012/KH-UBND",
    type: "Kế hoạch",
    issuer: "UBND tỉnh Đồng Mẫu",
    place: "Đồng Mẫu",
    issuedOn: "2024-05",
  },
  lines: [
    { text: "Thực hiện Chỉ thị số 09/CT-TTg", kind: "preamble" },
    { text: "Sở Xây dựng chủ trì rà soát 🏠 nhà ở.", path: ["II. PHÂN CÔNG"] },
    "Các sở, ngành báo cáo hằng quý.",
  ],
  duties: [
    { line: 1, agencyKey: "so xay dung", deadline: { on: "2024-06-30", span: { start: 0, end: 5 } } },
    { line: 2, agencyKey: "cac so nganh", role: "coordinate", partners: ["Sở Xây dựng"] },
  ],
  references: [{ line: 0, number: "09/CT-TTg", type: "Chỉ thị", relation: "carries-out" }],
});

describe("a saved document", async () => {
  const { documentId, versionId } = await save("plan.txt", plan);

  test("is found by its number, with or without year, symbol and leading zero", async () => {
    const found = await findDocumentsByNumber(db, { seq: "12", year: "2024", symbol: "kh-ubnd", type: "kế hoạch" });
    expect(found).toEqual([await getDocument(db, documentId)]);
    expect(found[0]).toMatchObject({
      versionId,
      number: "012/KH-UBND",
      numberSeq: "12",
      issuerKey: "ubnd tinh dong mau",
      issuedOn: "2024-05",
      title: null,
      sourceAddress: "https://example.vn/a",
    });
    expect(await findDocumentsByNumber(db, { seq: "12", symbol: "qd-ubnd" })).toEqual([]);
    expect(await findDocumentsByNumber(db, { seq: "12", type: "Công văn" })).toEqual([]);
  });

  test("is listed by place, issuer, type and tier without regard to accents", async () => {
    const filters = [
      { place: "dong mau" },
      { issuer: "UBND Tỉnh Đồng Mẫu" },
      { type: "ke hoach" },
      { tier: "original" as const },
    ];
    for (const filter of filters) expect(await listDocuments(db, filter)).toHaveLength(1);
    expect(await listDocuments(db, { central: true })).toEqual([]);
    expect(await listDocuments(db, { documentIds: [] })).toEqual([]);
    expect(await documentsByHash(db, "plan.txt")).toMatchObject([{ id: documentId, parserVersion: "1" }]);
  });

  test("gives back every span as it was, past characters of two units too", async () => {
    const version = await getLiveVersion(db, documentId);
    const passages = await passagesOf(db, versionId);
    expect(passages.map(({ text }) => text)).toEqual(passages.map(({ start, end }) => version?.text.slice(start, end)));
    expect(passages[1]).toMatchObject({ documentId, kind: "clause", path: ["II. PHÂN CÔNG"], node: null });
    const ids = passages.map(({ id }) => id).reverse();
    expect((await getPassages(db, ids)).map(({ id }) => id)).toEqual(ids);
  });

  test("gives duties with their passage, by document and agency", async () => {
    const [duty] = await findDuties(db, { documentIds: [documentId], agencyKeys: ["so xay dung"] });
    expect(duty).toMatchObject({
      text: "Sở Xây dựng chủ trì rà soát 🏠 nhà ở.",
      role: "lead",
      deadline: { on: "2024-06-30" },
      reportsTo: null,
      passage: { ordinal: 1, locator: "Mục 2" },
    });
    expect(await findDuties(db)).toHaveLength(2);
    expect(await findDuties(db, { agencyKeys: [] })).toEqual([]);
    expect(await knownAgencies(db)).toMatchObject([{ key: "cac so nganh", documents: 1 }, { key: "so xay dung" }]);
  });

  test("gives references in both directions", async () => {
    expect(await referencesTo(db, { seq: "9", symbol: "ct-ttg" })).toMatchObject([
      { documentId, relation: "carries-out", number: "09/CT-TTg", passageId: expect.any(Number) },
    ]);
    expect(await referencesOf(db, versionId)).toHaveLength(1);
  });
});

describe("a new version", () => {
  test("takes the place of the old one, which stays for the answers that cite it", async () => {
    const first = await save(
      "letter.txt",
      parsedDocument({ lines: ["Bản đầu"], duties: [{ line: 0, agencyKey: "so y te" }] }),
    );
    const second = await save("letter.txt", parsedDocument({ lines: ["Bản sau"] }), "other");
    expect(second).toMatchObject({ documentId: first.documentId, generation: first.generation + 1 });
    expect((await getLiveVersion(db, first.documentId))?.text).toBe("Bản sau");
    expect(await getVersion(db, first.versionId)).toMatchObject({ text: "Bản đầu", live: false });
    expect(await findDuties(db, { agencyKeys: ["so y te"] })).toEqual([]);
    await retireDocument(db, first.documentId);
    expect(await getDocument(db, first.documentId)).toBeNull();
  });

  test("the text of a version cannot be changed", async () => {
    const { versionId } = await save("fixed.txt", parsedDocument({ lines: ["Không đổi"] }));
    await expect(db.query("update document_versions set text = 'x' where id = $1", [versionId])).rejects.toThrow(
      /append-only/,
    );
    await expect(db.query("update passages set span_end = 1 where version_id = $1", [versionId])).rejects.toThrow(
      /append-only/,
    );
  });

  test("a span outside the text is refused and nothing is stored", async () => {
    const good = parsedDocument({ lines: ["Một dòng"] });
    const bad = { ...good, passages: [{ ...good.passages[0]!, span: { start: 0, end: 99 } }] };
    await expect(save("bad.txt", bad)).rejects.toMatchObject({ code: "document.invalid" });
    await expect(save("bad.txt", { ...good, text: "Một\u0000dòng" })).rejects.toMatchObject({
      code: "document.invalid",
    });
    expect((await listDocuments(db)).map(({ sourceName }) => sourceName)).not.toContain("bad.txt");
  });
});
