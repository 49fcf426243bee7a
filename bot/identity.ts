import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { AppError } from "../retrieval/index.ts";

export type Pseudonymised = "person" | "conversation" | "event" | "invitation" | "limit";

/** Keyed hashes of personal identifiers, and sealed secrets: both need the key that the database does not hold. */
export interface Identity {
  /** 32 hexadecimal digits; the same parts always give the same ones, and without the key nobody can go back. */
  pseudonym(kind: Pseudonymised, ...parts: readonly string[]): string;
  /** Authenticated encryption (AES-256-GCM) for what must be read again: OAuth tokens. */
  seal(secret: string): string;
  /** @throws AppError `identity.cannot_open` when it was sealed with another key or was changed. */
  open(sealed: string): string;
}

/** `secretKey` is the setting SECRET_KEY; two keys that say nothing of each other are derived from it. */
export function createIdentity(secretKey: string): Identity {
  const derive = (purpose: string) => Buffer.from(hkdfSync("sha256", secretKey, "trich-dan", purpose, 32));
  const [hashing, sealing] = [derive("pseudonyms"), derive("seals")];
  return {
    pseudonym: (kind, ...parts) =>
      // The separator keeps ("a", "bc") and ("ab", "c") apart; no platform's id holds one.
      createHmac("sha256", hashing)
        .update([kind, ...parts].join("\u0000"))
        .digest("hex")
        .slice(0, 32),
    seal: (secret) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", sealing, nonce);
      const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
    },
    open: (sealed) => openSealed(sealing, Buffer.from(sealed, "base64")),
  };
}

function openSealed(key: Buffer, bytes: Buffer): string {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new AppError({
      code: "identity.cannot_open",
      message:
        "A stored secret cannot be opened with this SECRET_KEY. Set the key that it was stored with, or connect again.",
      cause,
    });
  }
}
