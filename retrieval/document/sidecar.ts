import { AppError } from "../errors.ts";
import { agencyKey, findDocumentNumbers, fold, sameNumber, showDate } from "../text/index.ts";
import { DOCUMENT_TYPES } from "./form.ts";
import { issuerFromName } from "./header/issuer.ts";
import type { DocumentHeader, Field, Sidecar, Warning } from "./types.ts";

const KEYS = ["title", "number", "issuer", "date", "type", "source_address"] as const;

/**
 * Reads `NAME.json`: the six keys that a person vouches for and `external_models`, anything else is ignored, and so is a
 * value that is not a string. Throws `sidecar.invalid` when the file is no JSON object.
 */
export function parseSidecar(json: string, name: string): Sidecar {
  const data = parseObject(json, name);
  const sidecar: Sidecar = {};
  for (const key of KEYS) {
    const value = data[key];
    if (typeof value === "string" && value.trim() !== "") sidecar[key] = value.normalize("NFC").trim();
  }
  if (sidecar.date && !/^\d{4}(?:-\d{2}){0,2}$/.test(sidecar.date)) delete sidecar.date;
  if (isForbidden(data.external_models)) sidecar.external_models = "no";
  return sidecar;
}

/** Kept with the reading, so that it stays with the document through corrections and readings anew. */
const INSIDE_ONLY: Warning = {
  code: "document.inside_only",
  message: "Văn bản này không được gửi cho mô hình bên ngoài; câu trả lời từ văn bản này chỉ gồm trích dẫn.",
  span: null,
};

/** True for a document of which no word may go to a model outside. */
export const keptInside = ({ warnings }: { warnings: readonly { code: string }[] }): boolean =>
  warnings.some(({ code }) => code === INSIDE_ONLY.code);

/** Anything but a clear yes keeps a document inside: a slip in the flag must not send it out. */
function isForbidden(flag: unknown): boolean {
  return flag !== undefined && flag !== true && !(typeof flag === "string" && /^(?:yes|true|có)$/iu.test(flag.trim()));
}

function parseObject(json: string, name: string): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(json.replace(/^\uFEFF/, ""));
    if (data !== null && typeof data === "object" && !Array.isArray(data)) return data as Record<string, unknown>;
  } catch (cause) {
    throw invalid(name, cause);
  }
  throw invalid(name);
}

const invalid = (name: string, cause?: unknown): AppError =>
  new AppError({
    code: "sidecar.invalid",
    message: `"${name}" is not a JSON object with any of: ${KEYS.join(", ")}. Correct it or take it away.`,
    userMessage: `Tệp thông tin kèm theo "${name}" không đúng định dạng JSON. Vui lòng sửa hoặc bỏ tệp này.`,
    cause,
  });

/** A thể loại that the sidecar may name; "Tin/bài (web)" and the like are kinds of page. */
export function sidecarType(sidecar: Sidecar): string | null {
  const folded = fold(sidecar.type ?? "");
  return DOCUMENT_TYPES.find((type) => fold(type) === folded) ?? null;
}

/** The number at the head of the sidecar's title ("Kế hoạch 12/KH-X năm 2025 …"), not one that it cites further on. */
export function numberInTitle(title: string | null | undefined): string | null {
  if (!title) return null;
  const found = findDocumentNumbers(title)[0];
  if (!found) return null;
  const before = fold(title.slice(0, found.start)).replace(/^(?:toan van|tai file|tai ve|noi dung)\s*:?\s*/, "");
  return DOCUMENT_TYPES.some((type) => before.replace(/\s*so\s*$|\s+$/, "") === fold(type)) ? found.number : null;
}

/** The sidecar's title without type, number, year and "do … ban hành": its trích yếu. */
export function titleInSidecar(title: string | null | undefined): string | null {
  if (!title) return null;
  const number = findDocumentNumbers(title)[0];
  if (!number || numberInTitle(title) === null) return title;
  const rest = title.slice(number.end).replace(/^\s*(?:năm (?:19|20)\d{2}|ngày [\d/]+)?\s*(?:về việc |về )?/iu, "");
  const words = rest.replace(/\s+do\s.{3,120}\s(?:ban hành|điện|công bố)$/iu, "").trim();
  return words.length > 8 ? words : title;
}

export interface SidecarOutcome {
  header: DocumentHeader;
  warnings: Warning[];
  /** Other numbers under which people may look for the document. */
  alternativeNumbers: string[];
}

/**
 * Fills what the text does not say and reports every contradiction; the document's own words win. An issuer that was
 * only concluded from the body (`issuerConcluded`) gives way to the one that a person vouches for.
 */
export function applySidecar(
  read: DocumentHeader,
  sidecar: Sidecar | undefined,
  issuerConcluded = false,
): SidecarOutcome {
  const outcome: SidecarOutcome = { header: { ...read }, warnings: [], alternativeNumbers: [] };
  if (!sidecar) return outcome;
  if (sidecar.external_models === "no") outcome.warnings.push(INSIDE_ONLY);
  if (issuerConcluded && sidecar.issuer) outcome.header.issuer = null;
  applyNumber(outcome, sidecar);
  applyDate(outcome, sidecar.date ?? null);
  applyIssuer(outcome, sidecar.issuer ?? null);
  const type = sidecarType(sidecar);
  if (type && outcome.header.type && fold(outcome.header.type.value) !== fold(type)) {
    contradict(outcome, { what: "Thể loại", own: outcome.header.type, other: type });
  }
  outcome.header.type ??= type ? vouched(type) : null;
  const title = titleInSidecar(sidecar.title);
  outcome.header.title ??= title ? vouched(title) : null;
  return outcome;
}

const vouched = (value: string): Field<string> => ({ value, span: null });

function applyNumber(outcome: SidecarOutcome, sidecar: Sidecar): void {
  const claims = [sidecar.number ?? null, numberInTitle(sidecar.title)].filter((claim) => claim !== null);
  const own = outcome.header.number;
  for (const claim of new Set(claims)) {
    const current = own ?? outcome.header.number;
    if (!current) outcome.header.number = vouched(claim.replace(/\s+/gu, ""));
    else if (
      !sameNumber(current.value, claim) &&
      !outcome.alternativeNumbers.some((number) => sameNumber(number, claim))
    ) {
      outcome.alternativeNumbers.push(claim);
      contradict(outcome, { what: "Số, ký hiệu", own: current, other: claim });
    }
  }
}

function applyDate(outcome: SidecarOutcome, date: string | null): void {
  if (!date) return;
  const own = outcome.header.issuedOn;
  if (!own || (date.startsWith(own.value) && date !== own.value)) outcome.header.issuedOn = vouched(date);
  else if (!own.value.startsWith(date)) {
    contradict(outcome, { what: "Ngày ban hành", own: { ...own, value: showDate(own.value) }, other: showDate(date) });
  }
}

function applyIssuer(outcome: SidecarOutcome, issuer: string | null): void {
  if (!issuer) return;
  const own = outcome.header.issuer;
  if (!own) {
    const name = issuerFromName(issuer, issuer);
    outcome.header.issuer = vouched(name.issuer);
    outcome.header.place ??= name.place === null ? null : vouched(name.place);
    outcome.header.locality ??= name.locality === null ? null : vouched(name.locality);
  } else if (!sameIssuer(own.value, issuer)) contradict(outcome, { what: "Cơ quan ban hành", own, other: issuer });
}

/** One agency under two writings ("Bộ trưởng Bộ X" and "Bộ X"; a shorter name): most of the shorter name's words agree. */
function sameIssuer(a: string, b: string): boolean {
  if (agencyKey(a) === agencyKey(b)) return placesAgree(a, b);
  const [left, right] = [a, b].map((name) => new Set(fold(name).match(/[\p{L}\p{N}]+/gu) ?? [])) as [
    Set<string>,
    Set<string>,
  ];
  const shared = [...left].filter((word) => right.has(word)).length;
  return shared / Math.min(left.size, right.size) >= 0.6;
}

const placesAgree = (a: string, b: string): boolean => {
  const last = (name: string) => fold(name).split(/\s+/u).at(-1);
  return last(a) === last(b) || !/\b(?:tinh|thanh pho)\b/.test(fold(a)) || !/\b(?:tinh|thanh pho)\b/.test(fold(b));
};

function contradict(
  outcome: SidecarOutcome,
  { what, own, other }: { what: string; own: Field<string>; other: string },
): void {
  outcome.warnings.push({
    code: "sidecar.contradiction",
    message: `${what} ghi trong văn bản là “${own.value}”, thông tin kèm theo lại ghi “${other}”; hệ thống dùng nội dung trong văn bản.`,
    span: own.span,
  });
}
