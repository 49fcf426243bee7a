import { createHmac, randomBytes } from "node:crypto";

/**
 * Names for the persons of one export: the same person has the same name in it, and another one in the next. The key is
 * thrown away, so that two files cannot be joined on persons, and nobody who later learns the keys of the log can tell who
 * is who in a file that left the house.
 */
export function createPseudonyms(): (personKey: string | null) => string | null {
  const key = randomBytes(32);
  return (personKey) =>
    personKey === null ? null : `N-${createHmac("sha256", key).update(personKey).digest("hex").slice(0, 12)}`;
}
