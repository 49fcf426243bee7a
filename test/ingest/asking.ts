import { setImmediate } from "node:timers/promises";
import { type Answer, createPipeline } from "../../bot/index.ts";
import { type Database, type DocumentReader, type Embedder, getAnswer } from "../../retrieval/index.ts";
import { readDocument, readText } from "../../retrieval/ingest/read-document.ts";
import { directive } from "../bot/answering.ts";

const SUBJECTS = ["cầu treo", "hồ chứa", "trường học", "chợ trung tâm", "đường liên xã", "trạm y tế"];

/** Directives that task the same agencies, so that one answer quotes several of them. */
export function directives(count: number, edition = "lần thứ nhất"): Record<string, string> {
  const entries = Array.from({ length: count }, (_, index) => {
    const subject = SUBJECTS[index % SUBJECTS.length]!;
    const text = directive({
      issuer: "Ủy ban nhân dân tỉnh Lạng Sơn",
      number: `${index + 11}/UBND-KT`,
      title: `kiểm tra ${subject} ${edition}`,
      place: "Lạng Sơn",
      date: "03/4/2024",
      opening: "Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:",
      clauses: [
        `1. Sở Xây dựng chủ trì kiểm tra ${subject} ${edition}, báo cáo kết quả trước ngày 30/4/2024.`,
        `2. Sở Tài chính bố trí kinh phí sửa chữa ${subject} ${edition}.`,
      ],
    });
    return [`van-ban-${index + 11}.txt`, text] as const;
  });
  return Object.fromEntries(entries);
}

const QUESTIONS = [
  "Sở Xây dựng được giao nhiệm vụ gì?",
  "Văn bản nào giao nhiệm vụ cho Sở Tài chính?",
  "Công văn 12/UBND-KT giao Sở Tài chính làm gì?",
  "Sở Xây dựng phải báo cáo kết quả kiểm tra cầu treo trước ngày nào?",
];

/** Asks one question after the other until `work` has ended; at least every question once afterwards. */
export async function askWhile(db: Database, embedder: Embedder, work: Promise<unknown>): Promise<Answer[]> {
  const pipeline = createPipeline({ db, embedder });
  let ended = false;
  const end = work.finally(() => {
    ended = true;
  });
  end.catch(() => {});
  const answers: Answer[] = [];
  for (let turn = 0; !ended; turn += 1) {
    answers.push(await pipeline.ask({ question: QUESTIONS[turn % QUESTIONS.length]! }));
    // The embedded database never leaves the microtasks: a server's questions come in by the event loop, as here.
    await setImmediate();
  }
  await end;
  for (const question of QUESTIONS) answers.push(await pipeline.ask({ question }));
  return answers;
}

/** What is wrong with answers that were given while versions switched; nothing is good. */
export async function faultsOf(db: Database, answers: readonly Answer[]): Promise<string[]> {
  const faults: string[] = [];
  for (const answer of answers) {
    if (answer.status !== "answered" || answer.citations.length === 0) faults.push(`empty: ${answer.answer}`);
    const generation = (await getAnswer(db, answer.id))!.generation!;
    const live = await liveAt(db, generation);
    const strange = answer.citations.filter(({ documentId, versionId }) => live.get(documentId) !== versionId);
    if (strange.length > 0) faults.push(`generation ${generation} with ${strange.map(({ versionId }) => versionId)}`);
  }
  return faults;
}

/** Which version of each document was live in a generation, from the log of generations alone. */
async function liveAt(db: Database, generation: number): Promise<Map<number, number>> {
  const rows = await db.query<{ documentId: number; versionId: number }>(
    `select document_id as "documentId", version_id as "versionId" from index_generations
      where id <= $1 and version_id is not null
     union all
     select d.document_id, d.shadow_version_id
       from reindex_documents d join reindex_runs r on r.id = d.run_id
      where r.generation <= $1 and d.outcome = 'prepared'`,
    [generation],
  );
  // Versions are made in the order in which they go live in these tests.
  const live = new Map<number, number>();
  for (const { documentId, versionId } of rows) live.set(documentId, Math.max(versionId, live.get(documentId) ?? 0));
  return live;
}

/** The program's parser under another name, as a newer program has it. */
export const NEWER_PARSER: DocumentReader = { version: "test-newer", fromBytes: readDocument, fromText: readText };
