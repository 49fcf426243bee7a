import type { Answer, Question, Writer } from "../prompts/index.ts";
import { AppError, createLiveLibrary, type Database, type Embedder, listAliases } from "../retrieval/index.ts";
import { keysOf } from "./asking.ts";
import { waitingCorrections } from "./corrections.ts";
import type { Handled } from "./handled.ts";
import { createHandling, type Enrolment, type HandleOptions } from "./handling.ts";
import { createIdentity, type Identity } from "./identity.ts";
import type { LogOptions } from "./log-answer.ts";
import type { ChannelName, Incoming, Reply, Speaker } from "./message.ts";
import { type AskOptions, createAnswering, type PreparedAnswer } from "./prepare.ts";
import { type CountedFor, countQuestion } from "./question-limit.ts";
import { MOST_TURNS, sessionTurns } from "./session.ts";
import { findPerson } from "./store/people.ts";
import { insertTurn } from "./store/turns.ts";

export interface PipelineOptions {
  db: Database;
  /** Holds what the office calls agencies, where `db` is a copy without it; default `db`. */
  aliasesFrom?: Database | undefined;
  /** Absent: passages are found by their words alone. */
  embedder?: Embedder | undefined;
  /** Absent: every answer is extractive. */
  writer?: Writer | undefined;
  /** The model before `embedder`, while a reindex to it is under way. */
  formerEmbedder?: Embedder | undefined;
  /** Which day it is decides what is in force; default the system's clock. */
  now?: () => Date;
  /** Milliseconds; default `performance.now`. */
  clock?: () => number;
  /** A new answer's id; default a random UUID. */
  newId?: () => string;
  /** Keyed hashes of persons and conversations; needed by `handle` wherever something must be found again later. */
  identity?: Identity;
  /** Who is answered, for all channels or for each; default "required". */
  enrolment?: Enrolment | ((channel: ChannelName) => Enrolment);
  /** A follow-up leans on turns no older than this; default 30. */
  idleMinutes?: number;
  /** Most messages of one person in a minute; default 20. */
  questionsPerMinute?: number;
  /** What the log says of the program, and how much of it is looked at. */
  log?: LogOptions | undefined;
}

export interface StatelessOptions extends AskOptions {
  /** Whose conversation keeps the answer, so that "/nguon 2" finds it. The question leans on nothing of it. */
  keptFor?: Speaker | undefined;
  /** Whose limit of a minute the question counts against; absent: nobody's. */
  countedFor?: CountedFor | undefined;
}

/** A question of a session with its answer. */
export interface Turn {
  question: string;
  answer: Answer;
}

export interface Pipeline {
  /**
   * Answers one question and stores the answer with its evidence before it returns. Throws `question.empty`,
   * `question.too_long` (over 2,000 characters), `question.not_text` and, before it looks at it, `question.too_fast`.
   */
  ask(question: Question, options?: StatelessOptions): Promise<Answer>;
  /** As `ask`, but the answer is stored by its `commit`, inside the caller's transaction. */
  prepare(question: Question, options?: AskOptions): Promise<PreparedAnswer>;
  /**
   * What one message of a channel comes to: command, button, invitation or question. Reads, changes nothing; all
   * writes happen in `commit`. What an official can mend is a reply, not an exception.
   */
  handle(incoming: Incoming, options?: HandleOptions): Promise<Handled>;
  /** Whether somebody is answered there: enrolled, or at an open door. One look-up, so that a removal holds at once. */
  admits(sender: Pick<Speaker, "channel" | "sender">): Promise<boolean>;
  /** What was said in the session that goes on, oldest first. */
  turns(speaker: Speaker): Promise<Turn[]>;
  /**
   * Corrections of answers given in this conversation that nobody has shown there yet, as texts, oldest first. From now
   * on they count as shown.
   */
  corrections(speaker: Speaker): Promise<string[]>;
  /** The one sentence that a person gets when the last try at their message has failed. */
  apology(incoming: Incoming): Reply;
}

const APOLOGY = "Xin lỗi, hệ thống gặp trục trặc nên chưa trả lời được tin nhắn vừa rồi; xin gửi lại sau ít phút.";

/** The one pipeline that every channel uses. */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { db, embedder, formerEmbedder, now = () => new Date() } = options;
  const { clock = () => performance.now(), newId = () => crypto.randomUUID() } = options;
  const { idleMinutes = 30, questionsPerMinute = 20 } = options;
  // Nobody is enrolled at an open door: without a key its sessions end with the process.
  const { identity = createIdentity(crypto.randomUUID()) } = options;
  const enrolment = enrolmentOf(options);
  const live = createLiveLibrary({ db, embedder, formerEmbedder });
  const aliases = (at: Date | undefined) => listAliases(options.aliasesFrom ?? db, at);
  const prepare = createAnswering({ live, aliases, writer: options.writer, clock, newId, now, log: options.log });
  const cards = async () => (await live.open()).library.cards();
  return {
    prepare,
    handle: createHandling({ db, cards, prepare, identity, enrolment, idleMinutes, questionsPerMinute }),
    async ask(question, { keptFor, countedFor, ...askOptions } = {}) {
      if (countedFor) await countQuestion(db, { identity, questionsPerMinute }, countedFor);
      const session = keptFor && keysOf(identity, keptFor);
      const { answer, commit } = await prepare(question, { ...askOptions, asker: session });
      await db.transaction(async (tx) => {
        await commit(tx);
        if (session) {
          await insertTurn(tx, { ...session, question: question.question, answerId: answer.id, keep: MOST_TURNS });
        }
      });
      return answer;
    },
    admits: async ({ channel, sender }) =>
      enrolment(channel) === "open" || (await findPerson(db, identity.pseudonym("person", channel, sender))) !== null,
    turns: async (speaker) => sessionTurns(db, keysOf(identity, speaker), idleMinutes),
    corrections: (speaker) => waitingCorrections(db, keysOf(identity, speaker).conversationKey),
    apology: () => ({ kind: "notice", text: APOLOGY }),
  };
}

/** People who are enrolled must be found again by another process: not without the key that they are stored under. */
function enrolmentOf({ enrolment = "required", identity }: PipelineOptions): (channel: ChannelName) => Enrolment {
  return (channel) => {
    const asked = typeof enrolment === "function" ? enrolment(channel) : enrolment;
    if (asked === "open" || identity !== undefined) return asked;
    throw new AppError({
      code: "pipeline.no_identity",
      message: "Messages are handled for enrolled people only, whom SECRET_KEY keeps apart. Set SECRET_KEY.",
    });
  };
}
