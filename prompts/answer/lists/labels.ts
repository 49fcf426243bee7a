import { type Intent, type PassageRow, plainText, type Span } from "../../../retrieval/index.ts";

const NAME = `(?:(?:Đơn vị|Cơ quan|Phân công)(?: (?:chủ trì|phối hợp|thực hiện|tham mưu|đầu mối|chịu trách nhiệm))?|Chủ trì|Phối hợp|Thời (?:gian|hạn)(?: (?:thực hiện|hoàn thành))?|Tiến độ|Hoàn thành|Sản phẩm|Kết quả|(?:Nguồn )?[Kk]inh phí(?: thực hiện)?)`;
const LABEL = String.raw`^\P{L}*(?:[\p{Ll}]\)\s*|[IVX]+\.\s*)?\P{L}*`;
const LABEL_LINE = new RegExp(String.raw`${LABEL}${NAME}\P{L}*:`, "u");
/** Headings in a path have lost their colon. */
const LABEL_HEADING = new RegExp(String.raw`${LABEL}${NAME}\P{L}*:?\s*$`, "u");

/** "Đơn vị chủ trì: Sở Y tế. – Đơn vị phối hợp: …": says who or when, of a task that stands above it. */
export const isLabelLine = ({ text }: Pick<PassageRow, "text">): boolean => LABEL_LINE.test(plainText(text));

const isLabelHeading = (heading: string) => LABEL_HEADING.test(plainText(heading));

/** The clauses that say what is to be done by whom a label line names. `passages` are all of the document's. */
export function tasksOf(passages: readonly PassageRow[], line: PassageRow): PassageRow[] {
  const own = line.path.findIndex(isLabelHeading);
  const above = own < 0 ? line.path : line.path.slice(0, own);
  const isLabel = (one: PassageRow) => isLabelLine(one) || isLabelHeading(one.text) || one.path.some(isLabelHeading);
  const before = passages.filter(({ ordinal }) => ordinal < line.ordinal).reverse();
  const tasks: PassageRow[] = [];
  for (const one of before.slice(before.findIndex((passage) => !isLabel(passage)))) {
    if (isLabel(one) || !above.every((heading, index) => one.path[index] === heading)) break;
    if (one.kind === "clause" || one.kind === "annex") tasks.unshift(one);
  }
  return tasks;
}

const LED = /(?:Cơ quan|Đơn vị) (?:chủ trì|thực hiện|đầu mối)\s*:/iu;
const JOINED = /(?:Cơ quan|Đơn vị) phối hợp\s*:/iu;

/** "Ai phối hợp?": the label of a clause that says so, up to its end. */
export function labelSpan(text: string, intents: ReadonlySet<Intent>): Span | null {
  const led = intents.has("lead") ? LED.exec(text) : null;
  const joined = intents.has("partner") ? JOINED.exec(text) : null;
  if (!joined) return null;
  const stop = text.slice(joined.index + joined[0].length).search(/[.;](?=\s|$)|\n\s*[-–+]/u);
  const end = stop < 0 ? text.length : joined.index + joined[0].length + stop + 1;
  const start = led && led.index < joined.index ? led.index : joined.index;
  return { start, end: Math.min(end, start + LONGEST_LABELS) };
}

const LONGEST_LABELS = 420;
