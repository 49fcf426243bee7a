import type { Context } from "hono";
import type { Html } from "../pages/index.ts";
import type { Problem } from "./problem.ts";

/** A page. It may hold what somebody asked: nothing keeps it. */
export async function show(context: Context, content: Html, status: 200 | Problem["status"] = 200): Promise<Response> {
  return context.html(content, status, { "Cache-Control": "no-store" });
}
