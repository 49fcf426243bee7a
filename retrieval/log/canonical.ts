import { createHash, randomBytes } from "node:crypto";

/** JSON with sorted keys and without absent fields: the same bytes for the same value, whichever database it was in. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner) && !(inner instanceof Date)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}

/** SHA-256 of the canonical JSON, hexadecimal. */
export const digest = (value: unknown): string => createHash("sha256").update(canonicalJson(value)).digest("hex");

/** Of what may be erased: without the salt, which is erased with it, nobody can try out what a short text was. */
export const saltedDigest = (salt: string, value: unknown): string => digest([salt, value]);

export const newSalt = (): string => randomBytes(16).toString("hex");
