/** Where an exchange belongs: one unit, one channel. */
export interface Place {
  unit: string;
  channel: string;
}

/** How often each person did something; `nobody` counts what nobody known did. Keys are numbers that mean nothing. */
export interface Counts {
  byPerson: ReadonlyMap<number, number>;
  nobody: number;
}

/** Counts by place: the finest that is looked at. */
export type Measure = ReadonlyMap<string, Counts>;

/** A row or column of a table: everybody, one unit or one channel. */
export type SliceKey = "all" | `unit:${string}` | `channel:${string}`;

export const placeKey = ({ unit, channel }: Place): string => JSON.stringify([unit, channel]);

export function slicesOf(key: string): [SliceKey, SliceKey, SliceKey] {
  const [unit, channel] = JSON.parse(key) as [string, string];
  return ["all", `unit:${unit}`, `channel:${channel}`];
}

/** What a group comes to. An exchange of nobody known is counted, but makes the group no larger. */
export interface Size {
  exchanges: number;
  persons: number;
}

/** The counts of these places together. */
export function sizeOf(measure: Measure, places: Iterable<string>): Size {
  const persons = new Set<number>();
  let exchanges = 0;
  for (const place of places) {
    const counts = measure.get(place);
    if (counts === undefined) continue;
    exchanges += counts.nobody;
    for (const [person, count] of counts.byPerson) {
      exchanges += count;
      persons.add(person);
    }
  }
  return { exchanges, persons: persons.size };
}

/** What is in the first and not in the second, which is part of it. */
export function without(whole: Measure, part: Measure): Measure {
  const rest = new Map<string, Counts>();
  for (const [place, { byPerson, nobody }] of whole) {
    const taken = part.get(place);
    const left = new Map<number, number>();
    for (const [person, count] of byPerson) {
      const more = count - (taken?.byPerson.get(person) ?? 0);
      if (more > 0) left.set(person, more);
    }
    const nobodys = nobody - (taken?.nobody ?? 0);
    if (left.size > 0 || nobodys > 0) rest.set(place, { byPerson: left, nobody: nobodys });
  }
  return rest;
}
