import { readFileSync } from "node:fs";
import { createPipeline } from "../../bot/index.ts";
import { createWriter, render, type Writer } from "../../prompts/index.ts";
import { createOfflineEmbedder, ingestFiles, plainText, systemClock } from "../../retrieval/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { LIES, lyingAnswer } from "../support/model-server/lies.ts";
import { promptData, type ScriptedClaim } from "../support/model-server/prompt-data.ts";

type Work = Parameters<Writer["write"]>[0];

/** What the pipeline would put to a model for each question, over these documents. */
export async function worksFor(documents: string, questions: string): Promise<Work[]> {
  const db = await openTestDatabase();
  const works: Work[] = [];
  const embedder = createOfflineEmbedder();
  await ingestFiles({ db, embedder }, [documents]);
  const record = { templates: [], model: "none", tokens: 0, kept: 0, dropped: [] };
  const writer: Writer = {
    write: async (work) => {
      works.push(work);
      return { draft: work.draft, model: null, record };
    },
    rewrite: async () => null,
  };
  const pipeline = createPipeline({ db, embedder, writer });
  for (const line of readFileSync(questions, "utf8").split("\n").filter(Boolean)) {
    const { question, history } = JSON.parse(line) as { question: string; history?: [] };
    await pipeline.prepare(history ? { question, history } : { question });
  }
  await db.close();
  return works.filter(({ draft }) => draft.status === "answered");
}

export interface Rates {
  answers: number;
  lies: number;
  /** False claims that a reader would see, with their kind. */
  reached: string[];
  truths: number;
  survived: number;
  /** True claims that were dropped, with the reason. */
  lost: string[];
}

/** Each question meets each third way of lying and each way each third question: all of it takes a minute. */
const EVERY = 3;

/** Ways of lying over questions. */
export async function lieOver(works: readonly Work[]): Promise<Rates> {
  const rates: Rates = { answers: 0, lies: 0, reached: [], truths: 0, survived: 0, lost: [] };
  const ways = Object.entries(LIES);
  for (const [index, work] of works.entries())
    for (const [way, [name, lie]] of ways.entries())
      if ((index + way) % EVERY === 0) await lieOnce(work, name, lie, rates);
  return rates;
}

async function lieOnce(work: Work, name: string, lie: (typeof LIES)[string], rates: Rates): Promise<void> {
  let said: { truths: ScriptedClaim[]; lies: ScriptedClaim[] } = { truths: [], lies: [] };
  const writer = createWriter({
    model: {
      name: "liar",
      complete: async ({ messages }) => {
        said = lyingAnswer(lie, promptData({ messages: [...messages] }), messages[0]?.content ?? "");
        return { text: JSON.stringify({ claims: mixed(said.truths, said.lies) }), tokens: 1 };
      },
    },
    clock: systemClock(),
    limitMs: 60_000,
  });
  const { draft, record } = await writer.write(work);
  if (said.lies.length === 0) return;
  const shown = words(render(draft).answer);
  const sentences = (draft.sentences ?? []).map(({ text }) => words(text));
  rates.answers += 1;
  rates.lies += said.lies.length;
  rates.truths += said.truths.length;
  for (const { text, passage } of said.lies) {
    const isSaid =
      sentences.includes(words(text)) && !said.truths.some((truth) => truth.text === text && truth.passage === passage);
    if (isSaid && !isWrongPlaceOnly(name)) rates.reached.push(`${name}: ${text}`);
    if (isWrongPlaceOnly(name) && !record.dropped.some((one) => one.text === text && one.passage === passage))
      rates.reached.push(`${name}: ${text}`);
    if (!said.truths.some((truth) => words(truth.text).includes(words(text))) && shown.includes(words(text)) && !isSaid)
      rates.reached.push(`${name}, shown: ${text}`);
  }
  for (const { text } of said.truths) {
    if (sentences.includes(words(text))) rates.survived += 1;
    else rates.lost.push(`${record.dropped.find((one) => one.text === text)?.reason}: ${text}`);
  }
}

/** The words are true, what they are said to rest on is not. */
const isWrongPlaceOnly = (name: string) => /passage|quote/.test(name) && name !== "another passage's doer";

const mixed = <T>(one: readonly T[], other: readonly T[]) => [...other.slice(0, 2), ...one, ...other.slice(2)];
const words = (text: string) =>
  plainText(text)
    .replace(/[“”"]|\[\d+\]/gu, "")
    .replace(/[\s.]+/gu, " ")
    .trim();
