import { forgetPerson } from "../retrieval/index.ts";
import type { Asking } from "./asking.ts";
import { type Outcome, say } from "./outcome.ts";
import { deleteConversationsOf } from "./store/conversations.ts";
import { deleteTurnsOf } from "./store/turns.ts";

/** /quen: what the audit has to keep is kept without the person. */
export function forget({ incoming, person, session }: Asking): Outcome {
  const enrolment = person.enrolment ? " Đăng ký của anh/chị vẫn còn hiệu lực." : "";
  const said = `Đã xóa cuộc trò chuyện của anh/chị. Nhật ký hỏi đáp và góp ý được giữ lại để kiểm tra nhưng không còn gắn với anh/chị.${enrolment}`;
  const here = incoming.setting === "private" ? session.conversationKey : null;
  const outcome = say(said, async (tx) => {
    // In the order in which a message that is answered meanwhile takes them: chat, chain, turns.
    await deleteConversationsOf(tx, person.key, here);
    await forgetPerson(tx, { personKey: person.key, actor: "person" });
    await deleteTurnsOf(tx, person.key);
  });
  return { ...outcome, forgets: true };
}
