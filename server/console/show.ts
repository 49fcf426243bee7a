import type { Html } from "../pages/index.ts";
import type { consoleProblem } from "./faults.ts";
import type { ConsoleContext } from "./types.ts";

export type Status = 200 | ReturnType<typeof consoleProblem>["status"];

/** Nothing of the console stays in a cache: the next person at the same browser may be another one. */
export async function show(context: ConsoleContext, content: Html, status: Status = 200): Promise<Response> {
  return context.html(content, status, { "Cache-Control": "no-store" });
}
