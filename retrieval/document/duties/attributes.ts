import { type FoundAgency, matchForm } from "../../text/index.ts";
import { deadlineOf } from "./deadlines.ts";
import type { ItemReading } from "./orders.ts";
import { startsWithVerb } from "./verbs.ts";
import { partnersIn } from "./words.ts";

/** A line that says who or when about the clause above it: "- Cơ quan chủ trì: …", "Thời hạn hoàn thành: …". */
export type Attribute =
  | { kind: "lead" | "partner"; agencies: FoundAgency[]; partners: string[] }
  | { kind: "deadline"; on: string | null; from: number; to: number };

const WHO =
  /^(?:cơ quan|đơn vị|bộ phận)?(?:,? ?(?:cơ quan|đơn vị|chủ trì|thường trực|thực hiện|phối hợp|chịu trách nhiệm|tham mưu|đầu mối|và))*\s*:\s*/u;
const WHEN = /^(?:thời (?:gian|hạn|điểm)|tiến độ|hoàn thành)[^:.;]{0,50}:\s*/u;

/** Reads a paragraph as such a line; null when it is a clause of its own. */
export function attributeOf(reading: ItemReading): Attribute | null {
  const { plain, from } = reading;
  const form = matchForm(plain.slice(from));
  const when = WHEN.exec(form);
  if (when) {
    const start = from + when[0].length;
    const found = plain.length - start <= 200 ? deadlineOf(plain.slice(start)) : null;
    return found ? { kind: "deadline", on: found.on, from: start + found.start, to: start + found.end } : null;
  }
  const who = WHO.exec(form);
  if (!who || !/cơ quan|đơn vị|chủ trì|phối hợp/u.test(who[0])) return null;
  const start = from + who[0].length;
  const agencies = reading.agencies.filter((agency) => agency.start >= start);
  const last = agencies.at(-1);
  if (!last || saysMore(plain.slice(last.end)) || agencies.some((agency) => startsWithVerb(plain.slice(agency.end))))
    return null;
  const kind = /phối hợp/u.test(who[0]) && !/chủ trì/u.test(who[0]) ? "partner" : "lead";
  return { kind, agencies, partners: partnersIn(reading, start, plain.length).map((agency) => agency.name) };
}

const saysMore = (rest: string) => rest.replace(/[^\p{L}]/gu, "").length > 60;
