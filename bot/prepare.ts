import {
  type Answer,
  type AskContext,
  compose,
  type Draft,
  type HistoryMessage,
  keepGrounded,
  keepVerbatim,
  type Question,
  render,
} from "../prompts/index.ts";
import {
  AppError,
  atTime,
  createLiveLibrary,
  type Database,
  type DocumentCard,
  type Embedder,
  insertAnswer,
  type Library,
  parseQuestion,
  type QuestionLexicon,
  type ResolvedQuestion,
  recordMissingDocument,
  repairNames,
  resolveHistory,
  resolveScope,
} from "../retrieval/index.ts";

export interface AskOptions {
  /** Where the question came from: "web", "cli", "http"… */
  channel?: string;
}

/** An answer that is not stored yet. It must not leave before `commit` is through. */
export interface PreparedAnswer {
  answer: Answer;
  /** Stores the answer with its citations and its line in the log. Called once. */
  commit(tx: Database): Promise<void>;
}

export type Prepare = (question: Question, options?: AskOptions) => Promise<PreparedAnswer>;

export interface AnsweringOptions {
  db: Database;
  embedder: Embedder | undefined;
  formerEmbedder: Embedder | undefined;
  now: () => Date;
  clock: () => number;
  newId: () => string;
}

const LONGEST_QUESTION = 2000;
const MOST_TURNS = 12;

/** Answers questions; all reading and composing is done outside any transaction. */
export function createAnswering(options: AnsweringOptions): Prepare {
  const { db, embedder, formerEmbedder, now, clock, newId } = options;
  const live = createLiveLibrary({ db, embedder, formerEmbedder });
  return async (question, { channel = "web" } = {}) => {
    checkQuestion(question);
    const started = clock();
    const { library, context, draft, parsedAt } = await live.read(async (view) => {
      const understood = await understand(question, view);
      const parsedAt = clock();
      const context = await contextFor(view.library, { question: understood, today: dayInVietnam(now()) });
      const draft = await answerDraft(view.library, context, question.question);
      return { library: view.library, context, draft, parsedAt };
    });
    const composedAt = clock();
    const answer: Answer = { id: newId(), ...render(draft), answeredBy: "extractive" };
    const timings = { understand: parsedAt - started, answer: composedAt - parsedAt };
    const generation = Number(await library.generation());
    return {
      answer,
      commit: (tx) => store(tx, { generation, context, question, answer, channel, timings }),
    };
  };
}

function checkQuestion({ question, history }: Question): void {
  if (question.trim() === "") {
    throw new AppError({ code: "question.empty", message: "The question is empty.", userMessage: "Xin nhập câu hỏi." });
  }
  if (isBinary(question)) {
    throw new AppError({
      code: "question.not_text",
      message: "The question is not text.",
      userMessage: "Câu hỏi phải là chữ. Xin gõ lại câu hỏi.",
    });
  }
  const longest = Math.max(question.length, ...(history ?? []).map((message) => message.content.length / 4));
  if (longest > LONGEST_QUESTION) {
    throw new AppError({
      code: "question.too_long",
      message: `The question is longer than ${LONGEST_QUESTION} characters.`,
      userMessage: "Câu hỏi quá dài (tối đa 2.000 ký tự). Xin rút gọn và hỏi lại.",
    });
  }
}

/** Control characters and replacement characters do not come from a keyboard. */
function isBinary(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return /[\u0000-\u0008\u000e-\u001f]|\ufffd{2}/.test(text) || !/[\p{L}\p{N}]/u.test(text);
}

/** The question with what it leaves to the turns before it. */
async function understand(
  { question, history = [] }: Question,
  { library, lexicon }: { library: Library; lexicon: QuestionLexicon },
): Promise<ResolvedQuestion> {
  const turns = history
    .filter((message: HistoryMessage) => message.role === "user" && message.content.trim() !== "")
    .slice(-MOST_TURNS)
    .map((message) => parseQuestion(message.content.slice(0, LONGEST_QUESTION), lexicon));
  return resolveHistory([...turns, parseQuestion(await repairNames(question, library), lexicon)]);
}

interface AskedOn {
  question: ResolvedQuestion;
  today: string;
}

async function contextFor(library: Library, { question, today }: AskedOn): Promise<AskContext> {
  const { cards, later, library: seen } = await atTime(library, question);
  const scope = resolveScope(question, cards);
  const previousCards = question.previous ? await citedBefore(library, { question: question.previous, today }) : [];
  return { question, library: seen, cards, scope, previousCards, held: await library.cards(), later, today };
}

/** A directive comes into force at midnight in Hà Nội, wherever the server stands. */
function dayInVietnam(now: Date): string {
  return new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
}

/** "Văn bản đó": the document that the answer to the turn before quotes first. */
async function citedBefore(library: Library, previous: AskedOn): Promise<readonly DocumentCard[]> {
  const context = await contextFor(library, previous);
  const draft = await compose(context);
  const [first] = draft.sections.flatMap((section) => section.quotes);
  return first ? [first.evidence.card] : [];
}

async function answerDraft(library: Library, context: AskContext, typed: string): Promise<Draft> {
  const draft = await compose(context);
  const verified = await keepVerbatim(library, draft);
  const asked = [
    typed,
    context.question.text,
    ...context.question.documents.map((mention) => mention.raw),
    ...context.question.places.map((place) => place.name),
    ...context.question.agencies.map((agency) => agency.name),
    ...(context.question.previous ? [context.question.previous.text] : []),
  ];
  const named = [
    ...context.scope.mentions.flatMap((mention) => mention.cards),
    ...(context.scope.byPlace ?? []),
    ...context.previousCards,
  ];
  return keepGrounded(verified, asked.join("\n"), named, context.held);
}

interface ToStore {
  generation: number;
  context: AskContext;
  question: Question;
  answer: Answer;
  channel: string;
  timings: Record<string, number>;
}

async function store(tx: Database, toStore: ToStore): Promise<void> {
  const { generation, context, question, answer, channel, timings } = toStore;
  const { question: understood, scope } = context;
  await insertAnswer(tx, {
    id: answer.id,
    channel,
    question: question.question,
    history: question.history ?? [],
    status: answer.status,
    answer,
    citations: answer.citations.filter((citation) => citation.passageId > 0),
    answeredBy: answer.answeredBy,
    prompt: null,
    searched: {
      text: understood.searchText,
      documents: understood.documents.map(({ raw, seq, year, type, codes }) => ({ raw, seq, year, type, codes })),
      agencies: understood.agencies.map(({ key }) => key),
      places: understood.places.map(({ name }) => name),
      intents: [...understood.intents],
      topic: understood.topic,
      inherited: understood.inherited,
    },
    found: {
      held: scope.mentions.flatMap((mention) => mention.cards.map((card) => card.versionId)),
      cited: answer.citations.map((citation) => citation.versionId),
    },
    generation: generation > 0 ? generation : null,
    timings,
  });
  for (const { mention, cards } of scope.mentions) {
    if (cards.length > 0) continue;
    await recordMissingDocument(tx, {
      seq: mention.seq,
      year: mention.year,
      symbol: mention.codes.join("-") || null,
      type: mention.type,
      label: mention.raw,
    });
  }
}
