import type { Answer } from "../prompts/index.ts";
import { type DocumentCard, insertFeedback, isAppError } from "../retrieval/index.ts";
import { aboutMe } from "./about-me.ts";
import type { Asking } from "./asking.ts";
import type { ClauseSources } from "./clause.ts";
import { type Command, readCommand } from "./commands.ts";
import { forget } from "./forget.ts";
import { greeting, guide } from "./guide.ts";
import { holdings } from "./holdings.ts";
import type { Action } from "./message.ts";
import { type Outcome, say } from "./outcome.ts";
import type { Prepare } from "./prepare.ts";
import { lastAnswer, MOST_TURNS, readHistory } from "./session.ts";
import { answerOfButton, NO_ANSWER_YET, notYours, openSource } from "./sources.ts";
import { deleteSession, insertTurn } from "./store/turns.ts";

export interface EnrolledOptions extends ClauseSources {
  prepare: Prepare;
  idleMinutes: number;
  cards(): Promise<readonly DocumentCard[]>;
}

const LONGEST_FEEDBACK = 2000;

/** What a message of somebody who may ask comes to. */
export async function serve(options: EnrolledOptions, asking: Asking): Promise<Outcome> {
  const { content } = asking.incoming;
  switch (content.kind) {
    case "joined":
      return say(greeting(asking.person));
    case "media":
      return say("Xin lỗi, bot chỉ đọc được tin nhắn chữ; xin gõ câu hỏi giúp.");
    case "edited":
      return say("Tin nhắn đã sửa không được trả lời lại; xin gửi nội dung mới thành một tin nhắn riêng.");
    case "action":
      return press(options, asking, content.action);
    case "text": {
      const command = readCommand(content.text);
      return command ? run(options, asking, command) : ask(options, asking, content.text);
    }
  }
}

async function ask({ db, prepare, idleMinutes }: EnrolledOptions, asking: Asking, question: string): Promise<Outcome> {
  const { incoming, person, session, onSentence } = asking;
  const history = await readHistory(db, asking, idleMinutes);
  try {
    const prepared = await prepare(
      { question, history: history.messages },
      {
        channel: incoming.channel,
        unit: person.unit,
        asker: { ...session, topic: incoming.topic ?? null },
        onSentence,
      },
    );
    const { answer } = prepared;
    return {
      replies: [{ kind: "answer", answer }],
      status: answer.status,
      answerId: answer.id,
      changes: [
        prepared.commit,
        // The line of the log has been taken: an erasure is either seen here or comes after.
        history.stillThere,
        (tx) => insertTurn(tx, { ...session, question, answerId: answer.id, keep: MOST_TURNS }),
      ],
    };
  } catch (error) {
    // What the person can mend is said to them; everything else is tried again.
    if (isAppError(error) && error.userMessage && !error.retryable) return say(error.userMessage);
    throw error;
  }
}

async function run(options: EnrolledOptions, asking: Asking, command: Command): Promise<Outcome> {
  const { db } = options;
  const { person, session } = asking;
  switch (command.kind) {
    case "start":
      return say(greeting(person));
    case "guide":
      return say(guide(person));
    case "documents":
      return say(holdings(await options.cards()));
    case "me":
      return say(await aboutMe(db, asking));
    case "forget":
      return forget(asking);
    case "new":
      return say("Đã bắt đầu cuộc trò chuyện mới; câu hỏi trước không còn được dùng để hiểu câu sau.", (tx) =>
        deleteSession(tx, session),
      );
    case "feedback":
      return comment(options, asking, command.words);
    case "source": {
      const answer = await lastAnswer(db, asking);
      return answer ? openSource(options, answer, command.marker) : say(NO_ANSWER_YET);
    }
    case "verdict": {
      const answer = await lastAnswer(db, asking);
      return answer ? judge(asking, answer, command.verdict, "notice") : say(NO_ANSWER_YET);
    }
    case "number":
      return pick(options, asking, command.number);
    case "unknown":
      return say("Không có lệnh này; gửi /huongdan để xem các lệnh.");
  }
}

/** A number after a question back is the choice; after an answer it is the source. */
async function pick(options: EnrolledOptions, asking: Asking, number: number): Promise<Outcome> {
  const answer = await lastAnswer(options.db, asking);
  if (!answer) return say(NO_ANSWER_YET);
  return answer.status === "clarify" && answer.choices?.length
    ? choose(options, asking, answer, number - 1)
    : openSource(options, answer, number);
}

async function choose(options: EnrolledOptions, asking: Asking, answer: Answer, index: number): Promise<Outcome> {
  const choices = answer.choices ?? [];
  const chosen = choices[index];
  if (chosen !== undefined) return ask(options, asking, chosen);
  return say(
    choices.length > 1
      ? `Có ${choices.length} lựa chọn; xin gửi một số từ 1 đến ${choices.length}.`
      : "Không có lựa chọn này; xin gửi câu hỏi bằng lời.",
  );
}

async function comment({ db }: EnrolledOptions, asking: Asking, words: string): Promise<Outcome> {
  if (words === "") return say("Xin viết góp ý sau lệnh, ví dụ: /phanhoi Câu trả lời còn thiếu thời hạn.");
  const answer = await lastAnswer(db, asking);
  const kept = words.replaceAll("\u0000", "").toWellFormed().slice(0, LONGEST_FEEDBACK);
  return say("Đã ghi nhận góp ý; xin cảm ơn anh/chị.", (tx) =>
    insertFeedback(tx, {
      answerId: answer?.id ?? null,
      personKey: asking.person.key,
      verdict: null,
      words: kept,
    }),
  );
}

async function press(options: EnrolledOptions, asking: Asking, action: Action): Promise<Outcome> {
  const answer = await answerOfButton(options, asking, action.answerId);
  if (!answer) return notYours();
  if (action.kind === "source") return openSource(options, answer, action.marker);
  if (action.kind === "choice") return choose(options, asking, answer, action.index);
  return judge(asking, answer, action.verdict, "done");
}

/** A button that was pressed needs no message; a thumb that was typed is answered. */
function judge({ person }: Asking, { id }: Answer, verdict: "up" | "down", kind: "notice" | "done"): Outcome {
  const text =
    verdict === "up" ? "Cảm ơn anh/chị đã đánh giá." : "Đã ghi nhận; xin viết thêm chỗ chưa đúng bằng lệnh /phanhoi.";
  return say({ kind, text }, (tx) => insertFeedback(tx, { answerId: id, personKey: person.key, verdict, words: null }));
}
