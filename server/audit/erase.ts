import {
  deleteTurnsOf,
  deleteTurnsOfAnswers,
  findPersonById,
  type Identity,
  ownConversations,
} from "../../bot/index.ts";
import {
  AppError,
  type Database,
  type ErasedWords,
  eraseWords,
  lockChain,
  withFollowUps,
  writtenBy,
} from "../../retrieval/index.ts";
import { recordAction } from "../admin/index.ts";
import { type OpenEvent, openEvents, withdrawEvents, withdrawMessages } from "../queue/index.ts";

export interface EraseDependencies {
  db: Database;
  /** Says which of the messages that are not handled yet are a person's. */
  identity: Identity;
}

/** Everything that one enrolled (or formerly enrolled) person wrote, or the words of some exchanges. */
export type Erasable = { personId: number } | { answers: readonly string[] };

export interface Erased extends ErasedWords {
  /** Messages that were taken back before they were handled. */
  events: number;
}

/** Takes words out of every table, in one transaction; a second time there is nothing left to take. `actor`: account or "cli". */
export type Erase = (what: Erasable, actor: string) => Promise<Erased>;

/** @throws AppError `person.unknown`, `answer.unknown` */
export function createErase({ db, identity }: EraseDependencies): Erase {
  return (what, actor) =>
    db.transaction(async (tx) => {
      const key = "personId" in what ? await keyOf(tx, what.personId) : null;
      // First: no message that is being answered can store what was erased, and no later statement sees less than this.
      await lockChain(tx);
      const chosen = key === null ? await chosenAnswers(tx, what) : await writtenBy(tx, key);
      const events = key === null ? [] : await eventsOf(tx, key, identity);
      const conversations = key === null ? [] : await ownConversations(tx, key);
      if (key === null) await deleteTurnsOfAnswers(tx, chosen.answers);
      else await deleteTurnsOf(tx, key);
      const erased = await eraseWords(tx, { ...chosen, reason: "request", actor });
      await withdrawMessages(tx, { answers: chosen.answers, conversations });
      await withdrawEvents(tx, events);
      const target = "personId" in what ? `person ${what.personId}` : `${what.answers.length} answers`;
      await recordAction(tx, { actor, action: "audit.erase", target, detail: { ...erased, events: events.length } });
      return { ...erased, events: events.length };
    });
}

async function keyOf(tx: Database, id: number): Promise<string> {
  const person = await findPersonById(tx, id);
  if (person !== null) return person.key;
  throw new AppError({
    code: "person.unknown",
    message: `Nobody has the id ${id}. npm run admin -- people shows the ids.`,
    userMessage: "Không có người dùng này.",
  });
}

async function chosenAnswers(tx: Database, what: Erasable): Promise<{ answers: string[]; feedback: number[] }> {
  const answers = "answers" in what ? what.answers : [];
  const known = await tx.query<{ id: string }>("select id from answers where id = any($1::text[])", [answers]);
  const unknown = answers.find((id) => !known.some((row) => row.id === id));
  if (unknown === undefined) return { answers: await withFollowUps(tx, answers), feedback: [] };
  throw new AppError({
    code: "answer.unknown",
    message: "There is no answer with one of these ids; nothing was erased.",
  });
}

/** In the person's own chats, or with their id in it: an event holds the platform's id of whoever wrote. */
async function eventsOf(tx: Database, personKey: string, identity: Identity): Promise<number[]> {
  const own = new Set(await ownConversations(tx, personKey));
  const isTheirs = ({ channel, conversationKey, payload }: OpenEvent) =>
    own.has(conversationKey) ||
    leavesOf(payload).some((leaf) => identity.pseudonym("person", channel, leaf) === personKey);
  return (await openEvents(tx)).filter(isTheirs).map(({ sequence }) => sequence);
}

/** Every text and number of a JSON value, as text. */
function leavesOf(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(leavesOf);
}
