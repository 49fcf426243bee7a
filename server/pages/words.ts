import { showDate } from "../../retrieval/index.ts";
import type { DocumentSummary, RelatedDocument } from "../library/types.ts";

type Tier = DocumentSummary["tier"];

/** The bundled samples carry this in their file names, so that every list of sources shows what they are. */
export const SAMPLE_PREFIX = "ban-tom-luoc-";
export const SAMPLE_LABEL = "bản tóm lược để dùng thử";

export function isSample(source: string): boolean {
  return source.startsWith(SAMPLE_PREFIX);
}

export const tierNames: Record<Tier, string> = {
  original: "Nguyên văn",
  "unnumbered-copy": "Bản chưa ghi số",
  portal: "Tin trên cổng thông tin",
  press: "Bài báo",
};

/** What kind of source it is: a sample is nothing else, however it reads. */
export function kindName({ tier, source }: Pick<DocumentSummary, "tier" | "source">): string {
  return isSample(source) ? SAMPLE_LABEL : tierNames[tier];
}

/** What kind of copy is held, for somebody who never heard of tiers. */
export function tierExplained(document: Pick<DocumentSummary, "tier" | "source" | "number" | "type">): string {
  if (isSample(document.source)) {
    return "Bản tóm lược do nhóm phát triển viết để dùng thử, không phải văn bản gốc. Không dùng làm căn cứ.";
  }
  const name = document.number === null ? "văn bản" : [document.type, document.number].filter(Boolean).join(" ");
  switch (document.tier) {
    case "original":
      return "Toàn văn của văn bản đã ghi số.";
    case "unnumbered-copy":
      return "Bản sao chưa ghi số hoặc chưa ghi đủ ngày; hãy đối chiếu với bản phát hành chính thức.";
    case "portal":
      return `Tin của cổng thông tin điện tử thuật lại ${name}, không phải nguyên bản.`;
    case "press":
      return `Bài báo đưa tin về ${name}, không phải nguyên bản.`;
  }
}

export const relationNames: Record<RelatedDocument["relation"], string> = {
  "carries-out": "Thực hiện",
  "based-on": "Căn cứ",
  amends: "Sửa đổi, bổ sung",
  replaces: "Thay thế",
  repeals: "Bãi bỏ",
  mentions: "Nhắc tới",
};

/** The same relation, seen from the document that is cited. */
export const relationNamesPassive: Record<RelatedDocument["relation"], string> = {
  "carries-out": "Được thực hiện bởi",
  "based-on": "Là căn cứ của",
  amends: "Được sửa đổi, bổ sung bởi",
  replaces: "Được thay thế bởi",
  repeals: "Bị bãi bỏ bởi",
  mentions: "Được nhắc tới trong",
};

export const statusNames = {
  answered: "Có trích dẫn",
  not_found: "Không tìm thấy",
  clarify: "Cần nói rõ thêm",
} as const;

/** "2023-02-09" → "9/2/2023", "2023-01" → "1/2023"; null where nothing is known. */
export function dateInWords(iso: string | null): string | null {
  return iso === null ? null : showDate(iso);
}

/** "465/UBND-VX", "/UBND-TH (chưa ghi số)", or what stands in for a number. */
export function numberInWords(document: Pick<DocumentSummary, "number" | "blankNumber">): string {
  if (document.number !== null) return document.number;
  return document.blankNumber === null ? "không ghi số" : `${document.blankNumber} (chưa ghi số)`;
}

/** "Chỉ thị 07/CT-TTg", "Công văn /UBND-TH (chưa ghi số)". */
export function documentName(document: Pick<DocumentSummary, "number" | "blankNumber" | "type">): string {
  const number = numberInWords(document);
  const type = document.type ?? "Văn bản";
  return number === "không ghi số" ? type : `${type} ${number}`;
}

/** A trích yếu is stored as printed after its type ("tăng cường…"); on its own it begins with a capital. */
export function titleInWords(title: string): string {
  return title.charAt(0).toLocaleUpperCase("vi") + title.slice(1);
}
