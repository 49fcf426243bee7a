import { findPersons, type PlainView } from "../../text/index.ts";
import type { Field, Signer } from "../types.ts";

const POST =
  /(?:Phó |Quyền )?(?:Thủ tướng|Chủ tịch|Bộ trưởng|Thứ trưởng|Giám đốc|Bí thư|Trưởng ban|Trưởng Ban|Cục trưởng|Tổng cục trưởng|Chủ nhiệm|Chánh Văn phòng|Tổng Thanh tra|Thống đốc)/u;

/**
 * The person who signed, named in a report's subject: "Phó Thủ tướng Trần A B" or "đồng chí Lê A B, Trưởng Ban …".
 * `span` of the subject is in the view; null when no person is named.
 */
export function reportSigner(view: PlainView, subject: { start: number; end: number }): Field<Signer> | null {
  const words = view.text.slice(subject.start, subject.end);
  const [name] = findPersons(words);
  if (!name) return null;
  const before = words
    .slice(0, name.start)
    .replace(/(?:đồng chí|ông|bà)\s*$/iu, "")
    .trim();
  const after = words
    .slice(name.end)
    .replace(/^[\s,-]+/u, "")
    .trim();
  const capacity = POST.test(before)
    ? before.slice(before.search(POST))
    : POST.test(after)
      ? after.split(" (")[0]?.replace(/[\s,]+$/u, "") || null
      : null;
  const start = subject.start + (POST.test(before) ? words.search(POST) : name.start);
  return { value: { name: name.text, capacity, authority: null }, span: view.span(start, subject.end) };
}
