import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Without SECRET_KEY nobody is enrolled, but conversations of this machine are kept under pseudonyms too, and "/nguon 2"
 * comes from another process than the question. Their key lies beside the database, for its owner only. Where it cannot
 * be kept, conversations end with the process.
 */
export function localKey(dataDir: string): string {
  const file = join(dataDir, "local.key");
  const fresh = randomBytes(32).toString("base64url");
  try {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, fresh, { mode: 0o600, flag: "wx" });
    return fresh;
  } catch {
    return read(file) ?? fresh;
  }
}

/** As `localKey`, but makes none. */
export const readLocalKey = (dataDir: string): string | null => read(join(dataDir, "local.key"));

function read(file: string): string | null {
  try {
    const key = readFileSync(file, "utf8");
    return key.length >= 32 ? key : null;
  } catch {
    return null;
  }
}
