import { AppError, type Database } from "../retrieval/index.ts";
import { type Asking, type Person, roleAndUnit } from "./asking.ts";
import { type CodeAttempt, readCode } from "./codes.ts";
import { greeting, howToAsk } from "./guide.ts";
import type { Identity } from "./identity.ts";
import { codeHash } from "./invitations.ts";
import { allowanceOf, countUse, type Limit } from "./limits.ts";
import { type Incoming, isPlatform } from "./message.ts";
import { type Outcome, say, silence } from "./outcome.ts";
import { saveConversation } from "./store/conversations.ts";
import { findInvitation, type InvitationRow, markUsed } from "./store/invitations.ts";
import { savePerson } from "./store/people.ts";
import type { SessionKeys } from "./store/turns.ts";

export interface Door {
  /** A message of somebody who is not enrolled: a code, or the one sentence that says how to get one. */
  meet(incoming: Incoming, session: SessionKeys): Promise<Outcome>;
  /** A code sent by somebody who is enrolled. */
  change(asking: Asking, code: string): Promise<Outcome>;
}

/** Null `person`: a stranger. */
type Sender = Omit<Asking, "person"> & { person: Person | null };

const HOUR = 3600;
const STRANGER_REPLIES = 3;
const WRONG_CODES = 5;
/** Of all senders of a channel together: many accounts guess no faster than one. */
const WRONG_CODES_OF_CHANNEL = 200;

const HOW_TO_GET_IN =
  "Xin chào, bot chỉ trả lời cán bộ đã đăng ký; xin liên hệ quản trị viên để nhận mã mời rồi gửi mã đó vào đây.";
const TOO_MANY_CODES = "Đã thử quá nhiều mã mời không đúng; xin thử lại sau một giờ.";

export function createDoor({ db, identity }: { db: Database; identity: Identity }): Door {
  const limitsOf = ({ channel, sender }: Incoming) => ({
    replies: hourly(identity.pseudonym("limit", "stranger", channel, sender), STRANGER_REPLIES),
    own: hourly(identity.pseudonym("limit", "code", channel, sender), WRONG_CODES),
    all: hourly(identity.pseudonym("limit", "codes", channel), WRONG_CODES_OF_CHANNEL),
  });

  /** While the limit is reached no code is looked at, not even a right one: otherwise guessing would go on. */
  async function tryCode(sender: Sender, code: string | null): Promise<Outcome> {
    const { incoming, person } = sender;
    const { own, all } = limitsOf(incoming);
    const allowance = await allowanceOf(db, own);
    if (allowance === "silent") return silence;
    const closed = allowance === "tell" || (await allowanceOf(db, all)) !== "free";
    if (closed) return say(TOO_MANY_CODES, (tx) => countUse(tx, own, allowance));
    const invitation = code === null ? null : await findInvitation(db, codeHash(identity, code));
    if (invitation && person?.enrolment?.invitationId === invitation.id) return say(greeting(person));
    if (invitation?.state === "open") return enrol(sender, invitation);
    return say(
      refusal(invitation),
      (tx) => countUse(tx, own, "free"),
      (tx) => countUse(tx, all, "free"),
    );
  }

  return {
    async meet(incoming, session) {
      const attempt = attemptOf(incoming);
      if (attempt.kind !== "none") {
        const sender = { incoming, session, person: null };
        return tryCode(sender, attempt.kind === "code" ? attempt.code : null);
      }
      const { replies } = limitsOf(incoming);
      // What was written is neither read nor kept.
      return (await allowanceOf(db, replies)) === "free"
        ? say(HOW_TO_GET_IN, (tx) => countUse(tx, replies, "free"))
        : silence;
    },
    change: (asking, code) => tryCode(asking, code),
  };
}

const hourly = (key: string, most: number): Limit => ({ key, windowSeconds: HOUR, most });

function attemptOf({ content }: Incoming): CodeAttempt {
  if (content.kind === "text") return readCode(content.text);
  if (content.kind !== "joined" || !content.code) return { kind: "none" };
  const attempt = readCode(content.code);
  return attempt.kind === "none" ? { kind: "malformed" } : attempt;
}

function enrol({ incoming, session, person }: Sender, { id, role, unit }: InvitationRow): Outcome {
  const { channel, conversation: address } = incoming;
  const known = person?.enrolment;
  const said = known
    ? `Đã đổi đăng ký của anh/chị: ${roleAndUnit(role, unit)} (trước đây: ${roleAndUnit(known.role, person.unit)}).`
    : `Chào anh/chị. Đã đăng ký: ${roleAndUnit(role, unit)}.\n${howToAsk({ unit })}`;
  return say(said, async (tx) => {
    if (!(await markUsed(tx, id))) throw takenMeanwhile(id);
    await savePerson(tx, { key: session.personKey, channel, role, unit, invitationId: id });
    if (isPlatform(channel)) await saveConversation(tx, { key: session.conversationKey, channel, address });
  });
}

function takenMeanwhile(id: number): AppError {
  return new AppError({
    code: "invitation.taken_meanwhile",
    message: `Invitation ${id} was used or ended by another message first. Handle this one again.`,
    retryable: true,
  });
}

const REFUSALS: Readonly<Record<Exclude<InvitationRow["state"], "open">, string>> = {
  used: "Mã mời này đã được dùng; xin quản trị viên cấp mã mới.",
  expired: "Mã mời này đã hết hạn; xin quản trị viên cấp mã mới.",
  revoked: "Mã mời này đã bị thu hồi; xin quản trị viên cấp mã mới.",
};

function refusal(invitation: InvitationRow | null): string {
  return invitation && invitation.state !== "open"
    ? REFUSALS[invitation.state]
    : "Mã mời không đúng; xin kiểm tra lại từng ký tự rồi gửi lại.";
}
