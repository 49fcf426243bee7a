import type { Agency } from "../text/agencies.ts";
import type { Span } from "../text/span.ts";

export type { Span };

/**
 * How the directive is held. `original`: the numbered, signed text (also a legal portal's full-text copy of it).
 * `unnumbered-copy`: the official form with its number or day left blank. `portal`: an agency's own notice that
 * reports the directive. `press`: a newspaper's or web site's report.
 */
export type SourceTier = "original" | "unnumbered-copy" | "portal" | "press";

/** An extracted value with the words it was read from; `span` is null when it comes from the sidecar alone. */
export interface Field<T> {
  value: T;
  span: Span | null;
}

export interface Signer {
  /** "Trần Chí Hùng" */
  name: string;
  /** "PHÓ CHỦ TỊCH", as printed; null where the text does not say. */
  capacity: string | null;
  /** "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", as printed, joined with " - "; null where absent. */
  authority: string | null;
}

/**
 * What identifies the directive. For a portal notice or press report these are the facts of the directive that is
 * reported (read from the report's own words); `ParsedDocument.tier` says what kind of copy is held.
 */
export interface DocumentHeader {
  /** Số/ký hiệu without white space, e.g. "465/UBND-VX", "80/2025/QĐ-UBND"; null when blank or absent. */
  number: Field<string> | null;
  /** Ký hiệu of a copy whose number is blank: "/UBND-TH". */
  blankNumber: Field<string> | null;
  /** Thể loại with its usual capitals: "Chỉ thị", "Kế hoạch", "Công văn", "Công điện", "Quyết định"… */
  type: Field<string> | null;
  /** "UBND tỉnh Lạng Sơn", "Thủ tướng Chính phủ", "Bộ Nội vụ"; UBND is always the abbreviation. */
  issuer: Field<string> | null;
  /** Province or city under whose authority the issuer acts, official name without the kind: "Lạng Sơn"; null = central. */
  place: Field<string> | null;
  /** District, town or commune of the issuer where it is below the province: "Phan Rang - Tháp Chàm". */
  locality: Field<string> | null;
  /** ISO date or the part that is known: "2023-02-09", "2023-01". */
  issuedOn: Field<string> | null;
  /** Trích yếu: what the directive is about, without its type and number. For a report also the report's headline if no trích yếu is quoted. */
  title: Field<string> | null;
  /** Kính gửi, one entry an addressee. */
  addressees: Field<string>[];
  signer: Field<Signer> | null;
  /** Nơi nhận, one entry a line. */
  recipients: Field<string>[];
  /** Pages of the copy that is held, as spans of the text, first page first; absent for a format without pages. */
  pages?: Span[];
}

export type OutlineKind =
  | "phan"
  | "chuong"
  | "muc"
  | "dieu"
  | "khoan"
  | "diem"
  | "number"
  | "dash"
  | "annex"
  | "heading"
  | "prose"
  | "table";

/** One node of the outline. `index` is its place in `ParsedDocument.outline`, `parent` the index of its parent. */
export interface OutlineNode {
  index: number;
  parent: number | null;
  kind: OutlineKind;
  /** "Điều 2", "4", "a", "III", "-"; empty for prose. */
  label: string;
  /** The heading's own words without the label, on one line, without markdown; "" where there is none. */
  heading: string;
  /** Whole node with its children. */
  span: Span;
}

/**
 * What a passage is. Only `clause`, `table-row` and `closing` order something; `heading` passages hold header fields
 * (number, title, date, addressees), `basis` is "Căn cứ…", `preamble` is the reasoning before the orders
 * ("Thực hiện Quyết định…"), `signature` the signing block, `recipients` Nơi nhận, `annex` forms and annex prose.
 */
export type PassageKind =
  | "heading"
  | "basis"
  | "preamble"
  | "clause"
  | "table-row"
  | "closing"
  | "signature"
  | "recipients"
  | "annex";

/** The unit that is searched and cited: one paragraph, khoản, điểm or dash, or one row of a table. Passages never overlap. */
export interface Passage {
  ordinal: number;
  kind: PassageKind;
  span: Span;
  /** For a person: "Mục 4", "Điều 2, khoản 1, điểm a", "Mục 1, gạch đầu dòng 3", "Đoạn 5 của bài báo". */
  locator: string;
  /** Headings above it from the top, on one line each, without markdown: ["III. TỔ CHỨC THỰC HIỆN", "5. Sở Xây dựng"]. */
  path: string[];
  /** Index of its outline node. */
  node: number | null;
}

/** `lead` chủ trì or sole doer; `coordinate` the doer's own words begin "Phối hợp…"; `partner` only named as the one to work with. */
export type DutyRole = "lead" | "coordinate" | "partner";

export interface Deadline {
  /** ISO date, month or year where the words give one; null for "hằng quý", "trong tháng 11". */
  on: string | null;
  span: Span;
}

/** One thing that one agency (or group) has to do. */
export interface Duty {
  agency: Agency;
  role: DutyRole;
  /** Where the agency is named (a heading above, or inside the clause). */
  agencySpan: Span;
  /** The ordering words: a clause or the part of one that is this agency's. Lies inside the passage. */
  span: Span;
  /** Ordinal of the passage that holds `span`. */
  passage: number;
  /** Agencies named to work with ("phối hợp với …"), as printed. */
  partners: string[];
  deadline: Deadline | null;
  /** "báo cáo … về Sở Nội vụ": to whom, as printed. */
  reportsTo: string | null;
}

export type Relation = "carries-out" | "based-on" | "amends" | "replaces" | "repeals" | "mentions";

/** A document that this one cites. */
export interface Reference {
  relation: Relation;
  /** "387/TB-VPCP"; null for a law cited by name. */
  number: string | null;
  /** "Thông báo", "Luật"… */
  type: string | null;
  /** "Luật Báo chí năm 2016" for one cited by name, else null. */
  name: string | null;
  issuer: string | null;
  issuedOn: string | null;
  /** The citation itself: "Thông báo số 387/TB-VPCP ngày 22/12/2022". */
  span: Span;
}

/** What could not be read, or reads doubtfully. Kept on the document and shown, never guessed away. */
export interface Warning {
  /** Stable: "number.blank", "date.partial", "sidecar.contradiction", "number.two", "homoglyph"… */
  code: string;
  /** One Vietnamese sentence for an admin. */
  message: string;
  span: Span | null;
}

/** Metadata that a person vouches for, from `NAME.json` beside `NAME.txt`. */
export interface Sidecar {
  title?: string | null;
  number?: string | null;
  issuer?: string | null;
  /** ISO, possibly partial. */
  date?: string | null;
  type?: string | null;
  source_address?: string | null;
}

export interface ParsedDocument {
  /** Canonical text (NFC, LF); every span points into it. Markdown marks and site furniture are kept so that spans stay true. */
  text: string;
  tier: SourceTier;
  header: DocumentHeader;
  outline: OutlineNode[];
  passages: Passage[];
  duties: Duty[];
  references: Reference[];
  /** Site furniture, unrelated news, counters: never searched, never cited. */
  furniture: Span[];
  warnings: Warning[];
}
