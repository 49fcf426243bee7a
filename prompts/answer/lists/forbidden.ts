import { fold, type PassageRow } from "../../../retrieval/index.ts";
import { clip } from "../names.ts";

const FORBIDDEN = /\b(?:vi pham|nghiem cam|bi cam|xu phat|khong duoc lam)\b/;

/** The question is itself about what is forbidden or punished. */
export const asksForbidden = (question: string): boolean => FORBIDDEN.test(fold(question));

/** An act in a list of what is forbidden or punished: by itself it reads like an order. */
export function isForbidden({ path }: Pick<PassageRow, "path">): boolean {
  return path.some((heading) => FORBIDDEN.test(fold(heading)));
}

/** What the list is that such an act stands in: the heading that says so, for a label; null for any other clause. */
export function forbiddenUnder({ path }: Pick<PassageRow, "path">): string | null {
  const heading = path.findLast((one) => FORBIDDEN.test(fold(one)));
  return heading ? `trong “${clip(heading, LONGEST)}”` : null;
}

const LONGEST = 110;
