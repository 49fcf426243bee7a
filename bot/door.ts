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
/**
 * So many refusals are explained in an hour; then they are not. A right code always passes, and what a stranger does keeps
 * nobody out: 25^12 codes are guessed by nobody. With 1,000 open invitations and 1,000 guesses a second the first hit is
 * to be expected after 1,900 years.
 */
const WRONG_CODES = 5;
/** An office stands behind one address. */
const OF_AN_ADDRESS = 6;

const HOW_TO_GET_IN =
  "Xin chào, bot chỉ trả lời cán bộ đã đăng ký; xin liên hệ quản trị viên để nhận mã mời rồi gửi mã đó vào đây.";
const TOO_MANY_CODES = "Mã mời vẫn không đúng sau nhiều lần thử; xin liên hệ quản trị viên để nhận lại mã.";

export function createDoor({ db, identity }: { db: Database; identity: Identity }): Door {
  const limitOf = (what: "stranger" | "code", most: number, { channel, sender, origin }: Incoming): Limit => {
    const [of, share] = origin === undefined ? [sender, 1] : [`address ${origin}`, OF_AN_ADDRESS];
    return { key: identity.pseudonym("limit", what, channel, of), windowSeconds: HOUR, most: most * share };
  };

  async function tryCode(sender: Sender, code: string | null): Promise<Outcome> {
    const { incoming, person } = sender;
    const invitation = code === null ? null : await findInvitation(db, codeHash(identity, code));
    if (invitation && person?.enrolment?.invitationId === invitation.id) return say(greeting(person));
    if (invitation?.state === "open") return enrol(sender, invitation);
    const limit = limitOf("code", WRONG_CODES, incoming);
    const allowance = await allowanceOf(db, limit);
    if (allowance === "silent") return silence;
    const said = allowance === "tell" ? TOO_MANY_CODES : refusal(invitation);
    return say(said, (tx) => countUse(tx, limit, allowance));
  }

  return {
    async meet(incoming, session) {
      const attempt = attemptOf(incoming);
      if (attempt.kind !== "none") {
        const sender = { incoming, session, person: null };
        return tryCode(sender, attempt.kind === "code" ? attempt.code : null);
      }
      const replies = limitOf("stranger", STRANGER_REPLIES, incoming);
      // What was written is neither read nor kept.
      return (await allowanceOf(db, replies)) === "free"
        ? say(HOW_TO_GET_IN, (tx) => countUse(tx, replies, "free"))
        : silence;
    },
    change: (asking, code) => tryCode(asking, code),
  };
}

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
