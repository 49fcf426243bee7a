import type { Answer, Question } from "../../bot/index.ts";
import { isAppError } from "../../retrieval/index.ts";
import type { Conversations } from "../../server/conversations.ts";

/** Every visitor is let in, every text is a question and nothing is remembered; for pages and commands over fakes. */
export function fakeConversations(ask: (question: Question, channel: string) => Promise<Answer>): Conversations {
  return {
    admits: async () => true,
    turns: async () => [],
    corrections: async () => [],
    say: async ({ content, channel }) => {
      if (content.kind !== "text") {
        return { replies: [{ kind: "done", text: `${content.kind} taken` }], status: "notice", answerId: null };
      }
      try {
        const answer = await ask({ question: content.text }, channel);
        return { replies: [{ kind: "answer", answer }], status: answer.status, answerId: answer.id };
      } catch (error) {
        // As the pipeline: what a person can mend is said.
        if (!isAppError(error) || error.userMessage === undefined) throw error;
        return { replies: [{ kind: "notice", text: error.userMessage }], status: "notice", answerId: null };
      }
    },
  };
}
