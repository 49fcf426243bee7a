import { z } from "zod";
import { canonicalJson } from "../../../retrieval/index.ts";
import { isSigned, keyIdOf, type Signer } from "../../audit/index.ts";

const manifestShape = z.object({
  kind: z.literal("trich-dan export 1"),
  file: z.object({
    name: z.string(),
    format: z.enum(["csv", "xlsx", "jsonl"]),
    bytes: z.number().int().nonnegative(),
    /** Hexadecimal. */
    sha256: z.string(),
  }),
  /** As it was asked for; dates ISO. */
  filter: z.record(z.string(), z.unknown()),
  /** Keys, in the order of the file; null for JSONL, which holds everything. */
  columns: z.array(z.string()).nullable(),
  words: z.boolean(),
  rows: z.number().int().nonnegative(),
  /** In the chain, of the first and last row; null when there is none. */
  positions: z.object({ first: z.number(), last: z.number() }).nullable(),
  /** Of the chain, when the export began. */
  head: z.object({ position: z.number(), hash: z.string() }),
  createdAt: z.string(),
  createdBy: z.string(),
  program: z.string(),
  publicKey: z.string(),
  keyId: z.string(),
  /** Ed25519 over the canonical JSON of all the rest, base64. */
  signature: z.string(),
});

/** What a file was when it was made, signed: which rows of which state of the log, and the file's own hash. */
export type Manifest = z.infer<typeof manifestShape>;

export type UnsignedManifest = Omit<Manifest, "kind" | "publicKey" | "keyId" | "signature">;

export function signManifest(manifest: UnsignedManifest, { keyId, publicKey, sign }: Signer): Manifest {
  const signed = { kind: "trich-dan export 1" as const, ...manifest, publicKey, keyId };
  return { ...signed, signature: sign(canonicalJson(signed)) };
}

export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

/** Null for what is no manifest. */
export function parseManifest(text: string): Manifest | null {
  try {
    // Strict: a field that nobody signed must not look as if it were.
    return manifestShape.strict().parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export type ManifestFault = "changed" | "other key" | "cut" | "longer" | "other content";

export interface FoundFile {
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/** What is wrong with a manifest and the file beside it, worst first; `trust` is the public key that it must be signed with. */
export function manifestFaults(manifest: Manifest, found: FoundFile, trust: string | null): ManifestFault[] {
  const { signature, ...signed } = manifest;
  const { publicKey, keyId, file } = manifest;
  const faults: ManifestFault[] = [];
  const isWhole = keyId === keyIdOf(publicKey) && isSigned(canonicalJson(signed), { signature, publicKey });
  if (!isWhole) faults.push("changed");
  if (trust !== null && trust !== publicKey) faults.push("other key");
  if (found.bytes < file.bytes) faults.push("cut");
  else if (found.bytes > file.bytes) faults.push("longer");
  else if (found.sha256 !== file.sha256) faults.push("other content");
  return faults;
}
