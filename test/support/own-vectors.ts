import { packWordVectors } from "../../retrieval/embed/word-vectors.ts";
import { createRandom } from "../../scripts/train-embeddings/random.ts";

const FORMS = "sở tài chính nội vụ phải làm gì kinh phí báo cáo chủ trì thực hiện kế hoạch".split(" ");
const DIMENSIONS = 8;

/** A small file of word vectors such as an office might have trained; another seed is another model. */
export function ownVectors(seed: number): Uint8Array {
  const random = createRandom(seed);
  return packWordVectors({
    forms: FORMS,
    pairs: { rows: new Uint32Array(FORMS.length + 1), seconds: new Uint16Array(0) },
    scales: new Float32Array(FORMS.length).fill(1 / 127),
    values: Int8Array.from({ length: FORMS.length * DIMENSIONS }, () => random.whole(255) - 127),
    manifest: { trainer: "test", seed },
  });
}
