import { type Database, ingestDocument } from "../../retrieval/index.ts";
import { createHashedEmbedder } from "./hashed-embedder.ts";

const embedder = createHashedEmbedder();

/** A directive of one clause an agency; `clauses` by agency. */
export function directive(
  number: string,
  clauses: Record<string, string>,
  title = "Về việc thử trang quản trị",
): string {
  const body = Object.entries(clauses).map(([agency, words], index) => `${index + 1}. ${agency}\n\n${words}\n`);
  return `ỦY BAN NHÂN DÂN
TỈNH LẠNG SƠN

Số: ${number}

Lạng Sơn, ngày 05 tháng 6 năm 2024

KẾ HOẠCH
${title}

Thực hiện Chỉ thị số 99/CT-TTg ngày 01/4/2024 của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh yêu cầu:

${body.join("\n")}
Yêu cầu các cơ quan nghiêm túc thực hiện./.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
`;
}

export interface Stored {
  documentId: number;
  versionId: number;
}

/** Reads a text into the store as an upload does ("manual": it waits) or as the command line does. */
export function storeText(
  db: Database,
  sourceName: string,
  text: string,
  approval: "manual" | "automatic" = "automatic",
): Promise<Stored> {
  return storeFile(db, sourceName, new TextEncoder().encode(text), approval);
}

export async function storeFile(
  db: Database,
  sourceName: string,
  bytes: Uint8Array,
  approval: "manual" | "automatic" = "automatic",
): Promise<Stored> {
  const { saved } = await ingestDocument({ db, embedder, approval }, { bytes, sourceName, collection: "thử" });
  if (saved === null) throw new Error(`${sourceName} was stored before.`);
  return saved;
}
