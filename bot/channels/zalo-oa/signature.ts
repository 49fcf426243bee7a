import { createHash, timingSafeEqual } from "node:crypto";

export interface SignedBody {
  appId: string;
  /** The bytes as they came: JSON that is written anew has another digest. */
  body: Uint8Array;
  timestamp: string;
  oaSecretKey: string;
}

/** Lower-case hexadecimal SHA-256 over the four, one after the other. A plain digest: the platform uses no HMAC here. */
export function macOf({ appId, body, timestamp, oaSecretKey }: SignedBody): string {
  return createHash("sha256").update(appId).update(body).update(timestamp).update(oaSecretKey).digest("hex");
}

/** Accepts the value of `X-ZEvent-Signature` with and without "mac=" and with stray spaces. Constant in time. */
export function isSignedBy(signature: string, signed: SignedBody): boolean {
  const given = Buffer.from(
    signature
      .trim()
      .replace(/^mac\s*=\s*/i, "")
      .toLowerCase(),
  );
  const expected = Buffer.from(macOf(signed));
  return given.length === expected.length && timingSafeEqual(given, expected);
}
