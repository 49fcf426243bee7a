import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, verify } from "node:crypto";

/** Signs states of the log and manifests of exports. Whoever has the public key alone can check them. */
export interface Signer {
  /** 16 hexadecimal digits that name the public key. */
  keyId: string;
  /** SubjectPublicKeyInfo, base64. */
  publicKey: string;
  /** Ed25519, base64. */
  sign(text: string): string;
}

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** The key is derived from the setting SECRET_KEY (or the key of this machine), which the database does not hold. */
export function createSigner(secretKey: string): Signer {
  const seed = Buffer.from(hkdfSync("sha256", secretKey, "trich-dan", "audit-signatures", 32));
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey).export({ format: "der", type: "spki" }).toString("base64");
  return {
    keyId: keyIdOf(publicKey),
    publicKey,
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString("base64"),
  };
}

export const keyIdOf = (publicKey: string): string => createHash("sha256").update(publicKey).digest("hex").slice(0, 16);

/** False also where the key or the signature is no such thing. */
export function isSigned(text: string, { signature, publicKey }: { signature: string; publicKey: string }): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}
