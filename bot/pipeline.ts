import type { Answer, Question } from "../prompts/index.ts";
import { AppError, createLiveLibrary, type Database, type Embedder } from "../retrieval/index.ts";
import type { Handled } from "./handled.ts";
import { createHandling } from "./handling.ts";
import { createIdentity, type Identity } from "./identity.ts";
import type { Incoming, Reply } from "./message.ts";
import { type AskOptions, createAnswering, type PreparedAnswer } from "./prepare.ts";

export interface PipelineOptions {
  db: Database;
  /** Absent: passages are found by their words alone. */
  embedder?: Embedder | undefined;
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
  /** "required": only who has used an invitation is answered. "open": everybody at this door is a local person. */
  enrolment?: "required" | "open";
  /** A follow-up leans on turns no older than this; default 30. */
  idleMinutes?: number;
  /** Most messages of one person in a minute; default 20. */
  questionsPerMinute?: number;
}

export interface Pipeline {
  /**
   * Answers one question and stores the answer with its evidence before it returns. Throws `question.empty`,
   * `question.too_long` (over 2,000 characters) and `question.not_text`.
   */
  ask(question: Question, options?: AskOptions): Promise<Answer>;
  /** As `ask`, but the answer is stored by its `commit`, inside the caller's transaction. */
  prepare(question: Question, options?: AskOptions): Promise<PreparedAnswer>;
  /**
   * What one message of a channel comes to: command, button, invitation or question. Reads, changes nothing; all
   * writes happen in `commit`. What an official can mend is a reply, not an exception.
   */
  handle(incoming: Incoming): Promise<Handled>;
  /** The one sentence that a person gets when the last try at their message has failed. */
  apology(incoming: Incoming): Reply;
}

const APOLOGY = "Xin lỗi, hệ thống gặp trục trặc nên chưa trả lời được tin nhắn vừa rồi; xin gửi lại sau ít phút.";

/** The one pipeline that every channel uses. */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { db, embedder, formerEmbedder } = options;
  const { now = () => new Date(), clock = () => performance.now(), newId = () => crypto.randomUUID() } = options;
  const { enrolment = "required", idleMinutes = 30, questionsPerMinute = 20 } = options;
  const live = createLiveLibrary({ db, embedder, formerEmbedder });
  const prepare = createAnswering({ live, now, clock, newId });
  const handle = createHandling({
    db,
    cards: () => live.read(({ library }) => library.cards()),
    prepare,
    identity: options.identity ?? unkeptIdentity(enrolment),
    enrolment,
    idleMinutes,
    questionsPerMinute,
  });
  return {
    prepare,
    handle,
    async ask(question, askOptions) {
      const { answer, commit } = await prepare(question, askOptions);
      await db.transaction(commit);
      return answer;
    },
    apology: () => ({ kind: "notice", text: APOLOGY }),
  };
}

/** Nobody is enrolled at an open door: its sessions may end with the process. Elsewhere people must be found again. */
function unkeptIdentity(enrolment: "required" | "open"): Identity {
  if (enrolment === "open") return createIdentity(crypto.randomUUID());
  const missing = () => {
    throw new AppError({
      code: "pipeline.no_identity",
      message: "Messages are handled for enrolled people only, whom SECRET_KEY keeps apart. Set SECRET_KEY.",
    });
  };
  return { pseudonym: missing, seal: missing, open: missing };
}
