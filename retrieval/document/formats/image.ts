import { broken, faultError } from "./faults.ts";
import type { ReadResult } from "./protocol.ts";
export async function readImage(
  _: Uint8Array,
  { name, kind }: { name: string; kind: "png" | "jpeg" },
): Promise<ReadResult> {
  throw faultError(broken(name, kind));
}
