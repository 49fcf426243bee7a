import {
  type Answer,
  type AskContext,
  compose,
  type Draft,
  type HistoryMessage,
  keepGrounded,
  keepVerbatim,
  materialOf,
  type Question,
  render,
  reorganisedNames,
  type Writer,
} from "../prompts/index.ts";
import {
  type Alias,
  type AnswerPerson,
  AppError,
  type AskedBy,
  atTime,
  type Database,
  type DocumentCard,
  dayInVietnam,
  type Library,
  type LiveLibrary,
  type NewAnswer,
  type QuestionLexicon,
  questionParts,
  type ResolvedQuestion,
  readAsker,
  repairNames,
  resolveAsked,
  resolveScope,
  showDate,
  type TakenAs,
  writeOut,
} from "../retrieval/index.ts";
import { rememberSearches } from "./candidates.ts";
import { type LogOptions, logAnswer, logEntry } from "./log-answer.ts";
import { asRewritten, type ReadDraft, writeDraft } from "./write-draft.ts";

export interface AskOptions {
  /** Given each verified sentence of a model as it comes; the answer that is stored in the end holds them all. */
  onSentence?: ((text: string) => void) | undefined;
  /** Where the question came from: "web", "cli", "http"… */
  channel?: string;
  /** The asker's office, "Sở Tài chính tỉnh Lạng Sơn": who is meant by "chúng tôi". */
  unit?: string | null;
  /** Who gets it and where, as keyed hashes; absent where nobody is known. */
  asker?: Omit<AnswerPerson, "unit"> | undefined;
  /** Instead of the clock's day, ISO: a replay answers as of the day of the question. */
  today?: string | undefined;
  /** How a model put the follow-up when it was first asked; a replay without one asks that. */
  rewritten?: string | undefined;
  /** What agencies are called is taken as of this time: a replay's; absent: as of now. */
  aliasesAt?: Date | undefined;
}

/** A passage that the rules' own answer rests on, whether or not there was room to quote it. */
export interface RestsOn {
  versionId: number;
  passageId: number;
  start: number;
  end: number;
}

/** An answer that is not stored yet. It must not leave before `commit` is through. */
export interface PreparedAnswer {
  answer: Answer;
  /** Stores the answer with its citations and its line in the log. Called once. */
  commit(tx: Database): Promise<void>;
  /** What `commit` writes into the log: a replay compares it and stores nothing. */
  entry(): NewAnswer;
  restsOn: readonly RestsOn[];
}

export type Prepare = (question: Question, options?: AskOptions) => Promise<PreparedAnswer>;

export interface AnsweringOptions {
  live: LiveLibrary;
  /** What the office calls agencies; absent: nothing of its own. */
  aliases?: ((at: Date | undefined) => Promise<readonly Alias[]>) | undefined;
  /** Absent: every answer is the extractive one. */
  writer?: Writer | undefined;
  clock: () => number;
  newId: () => string;
  /** Which day it is decides what is in force. */
  now: () => Date;
  log?: LogOptions | undefined;
}

const LONGEST_QUESTION = 2000;
const MOST_TURNS = 12;

/** Answers questions; all reading and composing is done outside any transaction. */
export function createAnswering({ live, aliases, writer, clock, newId, now, log = {} }: AnsweringOptions): Prepare {
  return async (question, { channel = "web", unit = null, asker, onSentence, today, rewritten, aliasesAt } = {}) => {
    checkQuestion(question);
    const started = clock();
    const day = () => today ?? dayInVietnam(now());
    const called = (await aliases?.(aliasesAt)) ?? [];
    const office = unit === null ? null : writeOut(unit, called);
    const read = (asked: Question) =>
      readDraft(live, { question: inFull(asked, called), unit: office, clock, day, writer });
    const plain = async () =>
      rewritten === undefined ? read(question) : asRewritten(await read({ question: rewritten }), rewritten);
    const { parsedAt, composedAt, model, record, ...written } = writer
      ? await writeDraft(writer, { question: inFull(question, called), read, onSentence })
      : { ...(await plain()), model: null, record: null };
    const writtenAt = clock();
    const answer: Answer = { id: newId(), ...render(written.draft), answeredBy: model ?? "extractive" };
    const timings = {
      understand: parsedAt - started,
      answer: composedAt - parsedAt,
      ...(record === null ? {} : { model: writtenAt - composedAt }),
    };
    const person = { personKey: null, conversationKey: null, ...asker, unit };
    const toLog = { ...written, question, answer, channel, timings, prompt: record, person };
    return {
      answer,
      commit: (tx) => logAnswer(tx, toLog, log),
      entry: () => logEntry(toLog, log),
      restsOn: restsOn(written.draft),
    };
  };
}

/** With the agencies' names in place of the office's own words for them. The log keeps what was typed. */
function inFull({ question, history }: Question, called: readonly Alias[]): Question {
  const turns = history?.map(({ role, content }) => ({
    role,
    content: role === "user" ? writeOut(content, called) : content,
  }));
  return { question: writeOut(question, called), ...(turns === undefined ? {} : { history: turns }) };
}

const restsOn = ({ sections }: Draft): RestsOn[] =>
  sections.flatMap(({ quotes }) =>
    quotes.map(({ evidence: { card, passageId, span } }) => ({ versionId: card.versionId, passageId, ...span })),
  );

interface ToRead extends Pick<AnsweringOptions, "clock" | "writer"> {
  question: Question;
  unit: string | null;
  /** Which day is taken for today. */
  day(): string;
}

/** The extractive answer, with all that a model would need: read from one generation of the index. */
function readDraft(live: LiveLibrary, { question, unit, clock, day, writer }: ToRead): Promise<ReadDraft> {
  return live.read(async ({ library: held, lexicon }) => {
    const { library, candidates } = rememberSearches(held);
    const understood = await understand(question, { library, lexicon, unit });
    const parsedAt = clock();
    const asked = { question: understood.question, today: day() };
    const context = await withParts(await contextFor(library, asked), { library, lexicon, today: asked.today });
    const draft = sayTaken(await answerDraft(library, context, question.question), understood.taken);
    const composedAt = clock();
    const offered = writer ? await materialOf(library, draft) : [];
    const generation = Number(await library.generation());
    return { context, draft, generation, candidates: candidates(), offered, parsedAt, composedAt };
  });
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

interface Understanding {
  library: Library;
  lexicon: QuestionLexicon;
  unit: string | null;
}

/** The question with what it leaves to the turns before it and to the asker's registration. */
async function understand(
  { question, history = [] }: Question,
  { library, lexicon, unit }: Understanding,
): Promise<AskedBy> {
  const turns = history
    .filter((message: HistoryMessage) => message.role === "user" && message.content.trim() !== "")
    .slice(-MOST_TURNS)
    .map((message) => message.content.slice(0, LONGEST_QUESTION));
  const asker = unit === null ? null : readAsker(unit, lexicon);
  return resolveAsked([...turns, await repairNames(question, library)], lexicon, asker);
}

/** The answer's first line. Put in after the grounding check: it rests on the registration, not on a document. */
function sayTaken(draft: Draft, taken: TakenAs | null): Draft {
  if (!taken) return draft;
  const { words, means, meaning } = taken;
  const why = means === "unit" ? "đơn vị anh/chị đã đăng ký" : "theo đơn vị anh/chị đã đăng ký";
  const said = words
    ? `Hiểu “${words}” là ${meaning}, ${why}.`
    : `Câu hỏi không nêu cơ quan nên trả lời cho ${meaning}, ${why}.`;
  return { ...draft, lead: [said, "", ...draft.lead] };
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

/** Each of the things that one message asks is understood and looked for by itself. */
async function withParts(
  context: AskContext,
  { library, lexicon, today }: Pick<Understanding, "library" | "lexicon"> & { today: string },
): Promise<AskContext> {
  const asked = questionParts(context.question, lexicon);
  if (!asked) return context;
  const parts = [];
  for (const { name, agency, readings } of asked.parts) {
    const contexts = [];
    for (const question of readings) contexts.push(await contextFor(library, { question, today }));
    parts.push({ name, contexts, ...(agency === undefined ? {} : { agency }) });
  }
  return { ...context, parts: { kind: asked.kind, parts } };
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
    ...reorganisedNames(context.question),
    ...(context.question.previous ? [context.question.previous.text] : []),
    // "thang 2 nam 2022" is a date that the person gave, in a form that no date finder knows.
    ...(context.question.asOf === null ? [] : [showDate(context.question.asOf)]),
  ];
  const named = [
    ...context.scope.mentions.flatMap((mention) => mention.cards),
    ...(context.scope.byPlace ?? []),
    ...context.previousCards,
  ];
  return keepGrounded(verified, asked.join("\n"), named, context.held);
}
