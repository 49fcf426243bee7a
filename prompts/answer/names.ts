import { type DocumentCard, plainText, showDate } from "../../retrieval/index.ts";

/** "Chỉ thị 07/CT-TTg"; "Công văn /UBND-KGVX" of a copy with a blank number; the title where nothing else names it. */
export function shortName(card: DocumentCard): string {
  const { number, blankNumber, type, title } = card.header;
  const kind = type?.value ?? (card.tier === "press" ? "Bài báo" : card.tier === "portal" ? "Tin" : "Văn bản");
  if (number) return `${kind} ${number.value}`;
  if (blankNumber) return `${kind} ${blankNumber.value}`;
  return title ? `${kind} “${clip(plainText(title.value), 90)}”` : `${kind} (${card.source})`;
}

/** "Chỉ thị 07/CT-TTg (Thủ tướng Chính phủ, 21/3/2023)". */
export function fullName(card: DocumentCard, { coarse = false } = {}): string {
  const blank = !card.header.number && card.header.blankNumber ? "chưa ghi số" : "";
  const facts = [issuerOf(card), dateOf(card, coarse), blank].filter(Boolean).join(", ");
  return facts ? `${shortName(card)} (${facts})` : shortName(card);
}

export function issuerOf(card: DocumentCard): string {
  const issuer = card.header.issuer?.value ?? "";
  const locality = card.header.locality?.value;
  return issuer === "" && locality ? locality : issuer;
}

/** The date as far as it is known; only month and year when `coarse`. */
export function dateOf(card: DocumentCard, coarse = false): string {
  const iso = card.header.issuedOn?.value;
  if (!iso) return "";
  return showDate(coarse ? iso.slice(0, 7) : iso);
}

/** What kind of copy is held, in plain words; "" for the original. */
export function tierNote(card: DocumentCard): string {
  const missing = card.originalHeld ? "" : ", chưa có nguyên bản";
  if (card.tier === "press") return `qua bài báo${missing}`;
  if (card.tier === "portal") return `tin trên cổng thông tin${missing}`;
  if (card.tier === "unnumbered-copy") return card.header.number ? "bản chưa ghi đủ ngày ban hành" : "bản chưa ghi số";
  return "";
}

export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), limit / 2)).trimEnd()}…`;
}

const COUNTS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"];

/** Small counts are written as words: a figure in our own sentence would have to stand in a document. */
export function countWord(count: number): string {
  return COUNTS[count] ?? "nhiều";
}

export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} và ${names[names.length - 1]}`;
}
