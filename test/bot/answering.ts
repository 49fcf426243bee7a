import { fileURLToPath } from "node:url";
import { type Answer, createPipeline } from "../../bot/index.ts";
import { type Database, ingestDocument, ingestFiles } from "../../retrieval/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

export const samplesFolder = fileURLToPath(new URL("../../samples", import.meta.url));

export interface Answering {
  db: Database;
  /** Earlier messages of the person come after the question, oldest first. */
  ask(question: string, ...history: string[]): Promise<Answer>;
}

/** The real pipeline on a database of its own that holds the bundled samples, or the given texts by file name. */
export async function answering(documents?: Readonly<Record<string, string>>): Promise<Answering> {
  const db = await openTestDatabase();
  const embedder = createHashedEmbedder();
  if (documents === undefined) await ingestFiles({ db, embedder }, [samplesFolder], { collection: "samples" });
  else await hold(db, documents);
  const pipeline = createPipeline({ db, embedder });
  return {
    db,
    ask: (question, ...history) =>
      pipeline.ask(
        { question, history: history.map((content) => ({ role: "user" as const, content })) },
        { channel: "test" },
      ),
  };
}

/** Indexes texts as files of one folder. */
export async function hold(db: Database, documents: Readonly<Record<string, string>>): Promise<void> {
  const embedder = createHashedEmbedder();
  for (const [sourceName, text] of Object.entries(documents)) {
    await ingestDocument({ db, embedder }, { bytes: new TextEncoder().encode(text), sourceName, collection: "test" });
  }
}

export interface Issued {
  issuer: string;
  number: string;
  type?: string;
  title: string;
  place: string;
  date: string;
  opening?: string;
  clauses: readonly string[];
  signer?: string;
}

/** A directive in the form that offices print. */
export function directive({ issuer, number, type, title, place, date, opening, clauses, signer }: Issued): string {
  const head = type ? `${type.toUpperCase()}\n${title}` : `V/v ${title}`;
  return [
    `${issuer.toUpperCase()}\n-------`,
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------",
    `Số: ${number}`,
    `${place}, ngày ${date
      .split("/")
      .join(" tháng ")
      .replace(/ tháng (\d{4})$/, " năm $1")}`,
    head,
    ...(opening ? [opening] : []),
    ...clauses,
    "Nơi nhận:\n- Như trên;\n- Lưu: VT.",
    `TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n${signer ?? "Lê Văn Mẫu"}`,
  ].join("\n\n");
}

/**
 * Stored quotes that are not the words at their place of the version, or of the passage, that they cite; none is good.
 * Read from the tables, not from the answers.
 */
export async function falseCitations(db: Database): Promise<unknown[]> {
  const rows = await db.query<{
    quote: string;
    start: number;
    end: number;
    text: string;
    passage: string;
    passageStart: number;
  }>(
    `select c.quote, c.span_start as "start", c.span_end as "end", v.text, p.text as passage, p.span_start as "passageStart"
       from answer_citations c
       join document_versions v on v.id = c.version_id
       join passages p on p.id = c.passage_id and p.version_id = v.id`,
  );
  const [all] = await db.query<{ count: number }>("select count(*)::integer as count from answer_citations");
  if (all?.count !== rows.length) return [`${all?.count} citations, but ${rows.length} with their passage`];
  return rows.filter(
    ({ quote, start, end, text, passage, passageStart }) =>
      quote === "" ||
      text.slice(start, end) !== quote ||
      passage.slice(start - passageStart, end - passageStart) !== quote,
  );
}
