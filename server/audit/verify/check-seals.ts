import { type Seal, sealText } from "../../../retrieval/index.ts";
import { isSigned, keyIdOf } from "../keys.ts";
import type { Finding, Findings } from "./findings.ts";

/** Public keys (SubjectPublicKeyInfo, base64) whose signatures count, by their ids. */
export type Keys = ReadonlyMap<string, string>;

export const keysOf = (publicKeys: readonly string[]): Keys => new Map(publicKeys.map((key) => [keyIdOf(key), key]));

export interface SealChecker {
  /** Against the line at its position; `hash` null where that line is missing within the log, which is found apart. */
  check(seal: Seal, hash: string | null): void;
  /** A seal above the last line. */
  above(seal: Seal, end: number): void;
  /** The highest one that holds. */
  sealedTo(): number | null;
}

export function createSealChecker(findings: Findings, keys: Keys): SealChecker {
  let sealedTo: number | null = null;
  const fault = (seal: Seal): Finding | null => {
    const at = { position: seal.position, kind: null, subject: null };
    const publicKey = keys.get(seal.keyId);
    if (publicKey === undefined) return { code: "seal.unknown_key", ...at, detail: seal.keyId };
    const isOurs = isSigned(sealText(seal), { signature: seal.signature, publicKey });
    return isOurs ? null : { code: "seal.invalid", ...at };
  };
  return {
    check: (seal, hash) => {
      const found = fault(seal);
      if (found !== null) return findings.add(found);
      if (hash === seal.hash) {
        sealedTo = Math.max(sealedTo ?? 0, seal.position);
      } else if (hash !== null) {
        // Somewhere between the last seal that holds and this one: the lines alone cannot tell where.
        const detail = sealedTo === null ? "" : ` (từ sau dòng ${sealedTo})`;
        findings.add({ code: "seal.contradicts", position: seal.position, kind: null, subject: null, detail });
      }
    },
    above: (seal, end) => {
      const at = { position: end + 1, kind: null, subject: null };
      findings.add(fault(seal) ?? { code: "seal.above_end", ...at, upTo: seal.position });
    },
    sealedTo: () => sealedTo,
  };
}
