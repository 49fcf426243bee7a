import { type DocumentCard, fold, matchForm, showDate } from "../../retrieval/index.ts";
import { isGlue } from "./markers.ts";
import { says, tokens } from "./tokens.ts";

/** "Theo Công văn 465/UBND-VX ngày 9/2/2023 của UBND tỉnh Lào Cai, …": longer is no name of a document. */
const LONGEST_NAME = 160;
const NAMING = new Set(matchForm("theo tại của ngày số do ban hành văn bản").split(" "));

/**
 * The sentence without "Theo <văn bản>,"; null when what is named there is not the document that the passage stands in.
 */
export function splitSource(text: string, card: DocumentCard): string | null {
  const name = /^(?:Theo|Tại)\s(.+?),\s/u.exec(text);
  if (name === null) return text;
  const [opening, named = ""] = name;
  if (opening.length > LONGEST_NAME || !isNameOf(named, card)) return null;
  const rest = text.slice(opening.length);
  return `${(rest[0] ?? "").toUpperCase()}${rest.slice(1)}`;
}

function isNameOf(named: string, card: DocumentCard): boolean {
  const { number, blankNumber, type, issuer, place, locality, issuedOn } = card.header;
  const words = [number, blankNumber, type, issuer, place, locality].flatMap((field) => field?.value ?? []);
  const date = issuedOn === null ? "" : ` ngày ${showDate(issuedOn.value)} tháng ${showDate(issuedOn.value)}`;
  // "Chỉ thị 07" and "Chỉ thị 07/CT-TTg" are one name; a short number has to be this one's.
  const seq = /^0*(\d+)/.exec(number?.value ?? "")?.[1] ?? "";
  const held = tokens(`${words.join(" . ")}${date} . ${seq} . tỉnh thành phố Ủy ban nhân dân UBND`);
  const isBlank = fold(named).includes("chua ghi so") && number === null;
  return (
    isBlank ||
    tokens(named).every(
      (token) => isGlue(token.value) || NAMING.has(token.value) || held.some((own) => says(own, token)),
    )
  );
}
