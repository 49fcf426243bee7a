import {
  type AnswerPerson,
  type Database,
  insertAnswer,
  type NewAnswer,
  type PassageRecord,
  passagesOf,
  saveDocumentVersion,
} from "../../retrieval/index.ts";
import { parsedDocument } from "./parsed-document.ts";

export interface LoggedParts extends Partial<Omit<NewAnswer, "words" | "person">> {
  question?: string;
  said?: string;
  person?: Partial<AnswerPerson>;
}

export interface TestLog {
  documentId: number;
  versionId: number;
  /** Stores an exchange that quotes the document's first passage. Returns its id. */
  add(parts?: LoggedParts): Promise<string>;
}

/** A document and whatever a test has answered from it. */
export async function openLog(db: Database): Promise<TestLog> {
  const parsed = parsedDocument({
    header: { number: "07/CT-TTg" },
    lines: ["Sở Y tế hướng dẫn các trạm y tế.", "Hết."],
  });
  const saved = await saveDocumentVersion(db, { sourceName: "a.txt", contentHash: "a", parserVersion: "1", parsed });
  const [passage] = await passagesOf(db, saved.versionId);
  let made = 0;
  return {
    documentId: saved.documentId,
    versionId: saved.versionId,
    add: async (parts = {}) => {
      made += 1;
      const answer = answerOf({ saved, passage: passage!, id: `answer-${made}`, ...parts });
      await insertAnswer(db, answer);
      return answer.id;
    },
  };
}

interface Made extends LoggedParts {
  saved: { documentId: number; versionId: number };
  passage: PassageRecord;
  id: string;
}

function answerOf({
  saved,
  passage,
  question = "Sở Y tế làm gì?",
  said = "Hướng dẫn. [1]",
  person,
  ...parts
}: Made): NewAnswer {
  const { id: passageId, start, end, text: quote } = passage;
  const cited = { marker: 1, versionId: saved.versionId, passageId, start, end, quote };
  return {
    channel: "web",
    status: "answered",
    answer: { citations: [{ ...cited, documentNumber: "07/CT-TTg", title: null, source: "a.txt", locator: "Mục 1" }] },
    answeredBy: "extractive",
    searched: { agencies: ["so y te"] },
    found: {},
    candidates: [{ passageId, versionId: saved.versionId, lexical: 0.5, dense: 0, score: 0.5 }],
    confidence: 0.5,
    generation: null,
    versions: { parser: "9", program: "0.1.0" },
    timings: { understand: 1, answer: 2.5 },
    citations: [cited],
    words: { question, history: [], answer: said, choices: null, understood: { text: question }, model: null },
    person: { personKey: null, unit: null, conversationKey: null, ...person },
    ...parts,
  };
}
