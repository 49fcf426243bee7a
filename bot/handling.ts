import { type Asking, enrolledPerson, keysOf } from "./asking.ts";
import { readCode } from "./codes.ts";
import { createDoor, type Door } from "./door.ts";
import { type EnrolledOptions, serve } from "./enrolled.ts";
import type { Handled } from "./handled.ts";
import type { Identity } from "./identity.ts";
import { allowanceOf, countUse } from "./limits.ts";
import { type ChannelName, type Incoming, isPlatform } from "./message.ts";
import { type Change, handled, type Outcome, say, silence } from "./outcome.ts";
import { limitOfPerson, TOO_FAST } from "./question-limit.ts";
import { saveConversation } from "./store/conversations.ts";
import { findPerson } from "./store/people.ts";

/** "required": only who has used an invitation is answered. "open": everybody at this door is a local person. */
export type Enrolment = "required" | "open";

export interface HandlingOptions extends EnrolledOptions {
  identity: Identity;
  enrolment(channel: ChannelName): Enrolment;
  questionsPerMinute: number;
}

export interface HandleOptions {
  /** Given each verified sentence of a model's answer as it comes; the reply holds them all, or none if it is extractive. */
  onSentence?: ((text: string) => void) | undefined;
}

export type Handling = (incoming: Incoming, options?: HandleOptions) => Promise<Handled>;

/** Handles the messages of every channel: who is it, may they, and then what they want. Changes nothing itself. */
export function createHandling(options: HandlingOptions): Handling {
  const { db, identity, enrolment } = options;
  const door = createDoor({ db, identity });
  return async (incoming, { onSentence } = {}) => {
    const session = keysOf(identity, incoming);
    if (enrolment(incoming.channel) === "open") {
      const person = { key: session.personKey, enrolment: null, unit: null };
      return handled(await limited(options, { incoming, person, session, onSentence }, serve));
    }
    const row = await findPerson(db, session.personKey);
    if (!row) return handled(await door.meet(incoming, session));
    const asking = { incoming, person: enrolledPerson(row), session, onSentence };
    return handled(withAddress(asking, await limited(options, asking, (rest, it) => codeOrService(door, rest, it))));
  };
}

/** Where to reach an enrolled person is kept, and how lately they wrote. A browser's secret is no address. */
function withAddress({ incoming, session }: Asking, outcome: Outcome): Outcome {
  if (outcome.forgets || outcome.status === "ignored" || !isPlatform(incoming.channel)) return outcome;
  const { channel, conversation: address } = incoming;
  const save: Change = (tx) => saveConversation(tx, { key: session.conversationKey, channel, address });
  return { ...outcome, changes: [save, ...outcome.changes] };
}

/** A code changes the enrolment; everything else is served. */
function codeOrService(door: Door, options: EnrolledOptions, asking: Asking): Promise<Outcome> {
  const { content } = asking.incoming;
  const written = content.kind === "text" ? content.text : content.kind === "joined" ? content.code : null;
  const attempt = readCode(written ?? "");
  return attempt.kind === "code" ? door.change(asking, attempt.code) : serve(options, asking);
}

/**
 * Over the limit a person is told so once in a minute. Whoever runs commands has the database: a limit would keep
 * nothing from them, and of a pipe of questions it would leave some without an answer.
 */
async function limited(
  options: HandlingOptions,
  asking: Asking,
  work: (options: EnrolledOptions, asking: Asking) => Promise<Outcome>,
): Promise<Outcome> {
  if (asking.incoming.channel === "cli") return work(options, asking);
  const limit = limitOfPerson(options, asking.person.key);
  const allowance = await allowanceOf(options.db, limit);
  if (allowance === "silent") return silence;
  const count: Change = (tx) => countUse(tx, limit, allowance);
  if (allowance === "tell") return say(TOO_FAST, count);
  const outcome = await work(options, asking);
  return { ...outcome, changes: [count, ...outcome.changes] };
}
