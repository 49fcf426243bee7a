import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createOfflineEmbedder,
  embedCached,
  hybridSearch,
  indexTexts,
  saveDocumentVersion,
  settleWeights,
} from "../../retrieval/index.ts";
import { DENSE_WEIGHT } from "../../retrieval/search/legs/constants.ts";
import {
  denseScores,
  lexicalScores,
  prepareSet,
  weightedSum,
} from "../../scripts/train-embeddings/evaluate/ranking.ts";
import { openTestDatabase } from "../support/database.ts";
import { parsedDocument } from "../support/parsed-document.ts";

/** What makes a passage's score: length, repeated words, numbers, no diacritics, marks, several lines, nothing but marks. */
const PASSAGES = [
  "Sở Tài chính bố trí kinh phí thực hiện kế hoạch; thẩm định dự toán, quyết toán kinh phí hằng năm.",
  "So Tai chinh bo tri kinh phi thuc hien ke hoach theo quy dinh.",
  "**Sở Y tế** chủ trì khám bệnh, chữa bệnh\ncho người có thẻ bảo hiểm y tế\n\n1. Bệnh viện tỉnh;\n2. Trạm y tế xã.",
  "Kinh phí thực hiện do ngân sách nhà nước bảo đảm theo Quyết định số 12/2021/QĐ-UBND.",
  "Báo cáo kết quả thực hiện trước ngày 15/12/2025 về Văn phòng Ủy ban nhân dân tỉnh.",
  "Người lao động được nghỉ hằng năm 12 ngày làm việc. Người lao động chưa làm việc đủ 12 tháng được nghỉ theo tỷ lệ.",
  "Phạt tiền từ 2.000.000 đồng đến 3.000.000 đồng đối với hành vi gây tiếng ồn.",
  "Phạt tiền từ 4.000.000 đồng đến 5.000.000 đồng đối với hành vi đốt rác.",
  "Các xã tổ chức tiêm chủng.",
  "Các xã tổ chức tiêm chủng.",
  "xã",
  "***",
];
const QUESTIONS = [
  "Ai bố trí kinh phí?",
  "ai bo tri kinh phi",
  "Người dân đi bác sĩ thì được bảo hiểm trả những gì?",
  "Quyết định 12/2021/QĐ-UBND nói gì về tiền?",
  "Hạn gửi báo cáo là 15/12/2025 phải không?",
  "Nghỉ phép mấy ngày một năm nếu làm việc chưa đủ một năm?",
  "Làm ồn ban đêm bị phạt bao nhiêu tiền?",
  "Tiêm chủng ở xã",
  "Kinh phíi ở đâu ra",
  "Quasar magnetar",
];

const db = await openTestDatabase();
const embedder = createOfflineEmbedder();
const places = new Map<number, number>();
afterAll(() => db.close());

beforeAll(async () => {
  for (const [place, text] of PASSAGES.entries()) {
    const parsed = parsedDocument({ lines: [{ text }] });
    const embeddings = await embedCached(db, embedder, indexTexts(parsed));
    const name = { sourceName: `${place}`, contentHash: `${place}`, parserVersion: "1" };
    places.set((await saveDocumentVersion(db, { ...name, parsed, embeddings })).documentId, place);
  }
  await settleWeights(db);
});

describe("the evaluation in memory", () => {
  const corpus = PASSAGES.map((text, place) => ({ id: `${place}`, text }));
  const prepared = prepareSet("test", { corpus, queries: QUESTIONS.map((text) => ({ id: text, text, relevant: [] })) });
  const asTyped = (text: string) => text;

  test.each([0, DENSE_WEIGHT, 0.8])(
    "scores and orders as the database's search does, weight %d",
    async (denseWeight) => {
      const lexical = lexicalScores(prepared, asTyped);
      const dense = await denseScores(prepared, embedder, asTyped);
      for (const [at, question] of QUESTIONS.entries()) {
        const [values] = await embedder.embed([question], "question");
        const vector = { model: embedder.model, values: values! };
        const hits = await hybridSearch(db, { question, vector, denseWeight, limit: PASSAGES.length });
        const scores = weightedSum(lexical[at]!, dense[at]!, denseWeight);
        const isFound = (place: number) => lexical[at]![place]! > 0 || (denseWeight > 0 && dense[at]![place]! > 0);
        const expected = [...scores.keys()].filter(isFound).sort((a, b) => scores[b]! - scores[a]! || a - b);
        expect(
          hits.map(({ documentId }) => places.get(documentId)),
          question,
        ).toEqual(expected);
        for (const hit of hits) expect(hit.score).toBeCloseTo(scores[places.get(hit.documentId)!]!, 5);
      }
    },
  );
});
