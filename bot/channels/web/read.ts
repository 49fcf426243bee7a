import type { IncomingContent } from "../../message.ts";

/** What a form of the chat page says: a thumb under an answer, else words. It went through a browser: anything may be in it. */
export function readWebForm(form: URLSearchParams): IncomingContent {
  const [answerId, verdict] = [form.get("answer") ?? "", form.get("verdict")];
  if (/^[\w-]{1,64}$/.test(answerId) && (verdict === "up" || verdict === "down")) {
    return { kind: "action", action: { kind: "feedback", answerId, verdict } };
  }
  return { kind: "text", text: form.get("q") ?? "" };
}
