import { timingSafeEqual } from "node:crypto";
import type { Context } from "hono";

/** Whether a call carries this token. */
export function hasBearer(context: Context, token: string): boolean {
  const [given, expected] = [context.req.header("authorization") ?? "", `Bearer ${token}`].map((text) =>
    Buffer.from(text),
  );
  return (
    given !== undefined &&
    expected !== undefined &&
    given.length === expected.length &&
    timingSafeEqual(given, expected)
  );
}
