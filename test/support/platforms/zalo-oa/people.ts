import { createHash } from "node:crypto";
import { EventEmitter, once } from "node:events";
import type { Clock, Line } from "./types.ts";

export interface Person {
  id: string;
  /** Opens the window of 48 hours and 7 days; null before the first. */
  lastInteraction: number | null;
  /** Messages of ours since then. */
  sentSince: number;
  isFollowing: boolean;
  lines: Line[];
}

/** 19 decimal digits, too many for a number, always the same for a name. */
export const idOf = (name: string) =>
  `7${BigInt(`0x${createHash("sha256").update(name).digest("hex").slice(0, 15)}`)
    .toString()
    .padStart(18, "0")
    .slice(0, 18)}`;

export interface People {
  named(name: string): Person;
  /** Null for an id that nobody has. */
  find(id: string): Person | null;
  /** Something that the person did: the window opens anew. */
  interacts(person: Person, words: string | null): void;
  /** A message of ours arrives. */
  hears(person: Person, text: string): void;
  /** What the bot has said, once there are `count` messages. */
  replies(person: Person, count: number): Promise<string[]>;
}

export function createPeople(clock: Clock): People {
  const people = new Map<string, Person>();
  const said = new EventEmitter().setMaxListeners(0);
  const heard = ({ lines }: Person) => lines.flatMap(({ from, text }) => (from === "bot" ? [text] : []));
  return {
    named: (name) => {
      const id = idOf(name);
      const known = people.get(id);
      if (known !== undefined) return known;
      const person: Person = { id, lastInteraction: null, sentSince: 0, isFollowing: true, lines: [] };
      people.set(id, person);
      return person;
    },
    find: (id) => people.get(id) ?? null,
    interacts: (person, words) => {
      Object.assign(person, { lastInteraction: clock.now(), sentSince: 0, isFollowing: true });
      if (words !== null) person.lines.push({ from: "user", text: words, at: clock.now() });
    },
    hears: (person, text) => {
      person.sentSince += 1;
      person.lines.push({ from: "bot", text, at: clock.now() });
      said.emit(person.id);
    },
    replies: async (person, count) => {
      while (heard(person).length < count) await once(said, person.id);
      return heard(person);
    },
  };
}
