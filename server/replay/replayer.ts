import { createPipeline, type Pipeline, type PreparedAnswer } from "../../bot/index.ts";
import type { Writer } from "../../prompts/index.ts";
import {
  AppError,
  answerPerson,
  createPastLibraries,
  currentGeneration,
  type Database,
  dayInVietnam,
  type Embedder,
  type FileDecoder,
  type GateRules,
  getAnswer,
  isAppError,
  PARSER_VERSION,
  type PastLibrary,
  type StoredAnswer,
} from "../../retrieval/index.ts";
import { compareAnswers } from "./compare.ts";
import type { Against, Replayed, ReplayReport } from "./types.ts";

export interface ReplayDependencies {
  /** Holds the log and what was searched; only read. */
  db: Database;
  /** The configured one first; the one of the generation is taken. */
  embedders: readonly Embedder[];
  /** Absent: no model is asked, and what a model wrote is compared by what it rests on. */
  writer?: Writer | undefined;
  /** This program's own version. */
  program?: string | undefined;
  /** For `readAgain`: how files are read, and what is let in. */
  decoder?: FileDecoder | undefined;
  gate?: GateRules | undefined;
  /** A fresh, migrated database for a copy; default one in memory. */
  scratch?: (() => Promise<Database>) | undefined;
}

export interface ReplayOptions {
  against: Against;
  /** Over today's documents as this program's parser reads them, instead of the index; then `against` is of no account. */
  readAgain?: boolean | undefined;
}

export interface Replayer {
  /** Throws `answer.missing`. */
  replay(id: string, options: ReplayOptions): Promise<ReplayReport>;
  /** Gives the copies in memory free. */
  close(): Promise<void>;
}

type Asked = StoredAnswer & { words: NonNullable<StoredAnswer["words"]> };

interface Read {
  prepared: PreparedAnswer;
  notes: Replayed["notes"];
  readFrom: Replayed["readFrom"];
}

/** Answers questions of the log again. Reads; stores nothing, in the log or elsewhere. */
export function createReplayer(deps: ReplayDependencies): Replayer {
  const { db, embedders, writer } = deps;
  const [embedder, formerEmbedder] = embedders;
  const live = createPipeline({ db, embedder, formerEmbedder, writer });
  const libraries = createPastLibraries(deps);
  // One pipeline a copy: it keeps what it has read of it.
  const pipelines = new WeakMap<PastLibrary, Pipeline>();
  const over = (library: PastLibrary): Pipeline => {
    const known =
      pipelines.get(library) ?? createPipeline({ db: library.db, aliasesFrom: db, embedder: library.embedder, writer });
    pipelines.set(library, known);
    return known;
  };
  const rebuilt = async (library: PastLibrary, asked: Asked, aliasesAt?: Date): Promise<Read> => ({
    prepared: await askAgain(over(library), deps, { asked, aliasesAt }),
    notes: library.notes,
    readFrom: "rebuilt",
  });
  const read = async (asked: Asked, { against, readAgain }: ReplayOptions): Promise<Read> => {
    if (readAgain) return rebuilt(await libraries.readAgain(), asked);
    const { generation } = asked;
    if (against === "now" || generation === (await currentGeneration(db))) {
      const aliasesAt = against === "then" ? asked.askedAt : undefined;
      const prepared = await askAgain(live, deps, { asked, aliasesAt });
      // The index may have gone on between the two reads.
      if (against === "now" || prepared.entry().generation === generation) {
        return { prepared, notes: [], readFrom: "live" };
      }
    }
    return rebuilt(await libraries.at(generation), asked, asked.askedAt);
  };
  const replay = async (id: string, options: ReplayOptions): Promise<ReplayReport> => {
    const stored = await getAnswer(db, id);
    if (!stored) throw missing(id);
    const { words } = stored;
    if (words === null) return { ...(await about(deps, stored, options, null)), result: { outcome: "erased" } };
    const asked = { ...stored, words };
    try {
      const { prepared, notes, readFrom } = await read(asked, options);
      const again = prepared.entry();
      const readAgain = options.readAgain ?? false;
      const compared = compareAnswers({ stored: asked, again, restsOn: prepared.restsOn, readAgain });
      const generation = again.generation;
      const result = { ...compared, notes, readFrom, generation };
      return { ...(await about(deps, stored, options, generation)), result };
    } catch (error) {
      if (!isAppError(error) || error.code.startsWith("database.")) throw error;
      return { ...(await about(deps, stored, options, null)), result: { outcome: "failed", code: error.code } };
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    // One after the other: the next generation's copy takes the place of the one that is being read.
    replay: (id, options) => {
      const mine = last.then(() => replay(id, options));
      last = mine.catch(() => {});
      return mine;
    },
    close: () => last.then(() => libraries.close()),
  };
}

/** The same question, history, unit and day. */
async function askAgain(
  pipeline: Pipeline,
  { db, writer }: ReplayDependencies,
  { asked, aliasesAt }: { asked: Asked; aliasesAt: Date | undefined },
): Promise<PreparedAnswer> {
  const { words, channel, id } = asked;
  const person = await answerPerson(db, id);
  const { question, history, model } = words;
  const rewritten = writer ? undefined : rewrittenOf(model);
  return pipeline.prepare(
    { question, history: history as NonNullable<Parameters<Pipeline["prepare"]>[0]["history"]> },
    {
      channel,
      unit: person?.unit ?? null,
      today: dayOf(asked),
      aliasesAt,
      ...(rewritten === undefined ? {} : { rewritten }),
    },
  );
}

function rewrittenOf(model: object | null): string | undefined {
  return model && "rewritten" in model && typeof model.rewritten === "string" ? model.rewritten : undefined;
}

/** Rows that are older than the column: the day in Vietnam on which it was asked. */
const dayOf = ({ askedOn, askedAt }: StoredAnswer): string => askedOn ?? dayInVietnam(askedAt);

async function about(
  { db, program }: ReplayDependencies,
  stored: StoredAnswer,
  { against, readAgain }: ReplayOptions,
  generation: number | null,
): Promise<Omit<ReplayReport, "result">> {
  const { id, askedAt, channel } = stored;
  const was = stored.versions as { parser?: string; program?: string | null };
  return {
    ...{ id, askedAt, channel, askedOn: dayOf(stored), askedOf: stored.generation },
    against: readAgain ? "read-again" : against,
    question: stored.words?.question ?? null,
    versions: {
      parser: { was: was.parser ?? null, is: PARSER_VERSION },
      embedding: { was: await modelOf(db, stored.generation), is: await modelOf(db, generation) },
      program: { was: was.program ?? null, is: program ?? null },
    },
  };
}

async function modelOf(db: Database, generation: number | null): Promise<string | null> {
  const [row] = await db.query<{ model: string | null }>(
    "select embedding_model as model from index_generations where id = $1",
    [generation],
  );
  return row?.model ?? null;
}

const missing = (id: string): AppError =>
  new AppError({
    code: "answer.missing",
    message: `The log has no answer ${id}.`,
    userMessage: "Không tìm thấy câu trả lời này trong nhật ký.",
  });
