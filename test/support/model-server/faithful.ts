import { plainText } from "../../../retrieval/index.ts";
import type { Behaviour, ChatCall } from "./index.ts";
import { askedWith, type PromptData, type PromptPassage, promptData, type ScriptedClaim } from "./prompt-data.ts";

/** The first order of a passage in its own words: without its label and without the agency in front. */
export function orderOf({ text, agency }: PromptPassage): string {
  const plain = plainText(text).replace(/^(?:[-–+•*]|\(?\d{1,3}(?:\.\d+)*[.)]|\(?[a-zđ]{1,2}\)|\([ivx]+\))\s+/u, "");
  const given = plain.replace(/^(?:Giao|Yêu cầu|Đề nghị)\s/u, "");
  const named = agency.find((name) => given.toLowerCase().startsWith(name.toLowerCase()));
  const order = named === undefined ? plain : given.slice(named.length).replace(/^[\s:,.;–-]+/u, "");
  return (/^.+?(?:[.;](?=\s|$)|$)/su.exec(order)?.[0] ?? order).replace(/[.;:\s]+$/u, "");
}

const lower = (text: string) => `${(text[0] ?? "").toLowerCase()}${text.slice(1)}`;
const withPhai = (order: string) =>
  /^(?:phải|có trách nhiệm|không|được)\s/iu.test(order) ? order : `phải ${lower(order)}`;

/** What a good model writes: who has to do what, in the document's words, shortened where that changes nothing. */
export function faithfulClaims({ passages = [] }: PromptData): ScriptedClaim[] {
  return passages.flatMap((passage) => {
    const order = orderOf(passage);
    if (order.split(" ").length < 4 || order.length > 420) return [];
    const [agency] = passage.agency;
    const text = agency === undefined ? order : `${agency} ${withPhai(order)}`;
    return [{ text: `${text}.`, passage: passage.id, quote: order }];
  });
}

/** Answers every template as well as can be. */
export function faithful(call: ChatCall): Behaviour {
  const data = promptData(call);
  const template = askedWith(call);
  if (template.startsWith("answer")) return { say: { claims: faithfulClaims(data).slice(0, 6) } };
  if (template.startsWith("clarify"))
    return { say: { question: "Anh chị muốn hỏi về văn bản nào?", choices: (data.choices ?? []).map(({ id }) => id) } };
  return { say: { question: data.question } };
}
