import { findAgencies, findPlaces, fold, plainView } from "../../text/index.ts";
import type { DocumentHeader, Field, Span } from "../types.ts";
import { placeCase } from "./casing.ts";
import { type IssuerName, issuerFromLetterhead, issuerFromName } from "./issuer.ts";
import type { OfficialParts } from "./official.ts";

type IssuerFields = Pick<DocumentHeader, "issuer" | "place" | "locality">;

/**
 * Who issued: the letterhead's left cell; else who sends the công điện or is named above the basis; the portal's box;
 * the annex's reference; and last the place of the date line with the signing block and the body's own words.
 */
export function readIssuer(parts: OfficialParts): { fields: IssuerFields; concluded: boolean } {
  const said = fromLetterhead(parts) ?? fromAuthority(parts) ?? fromBox(parts) ?? fromAnnex(parts);
  const found = said ?? fromSignature(parts);
  const none = { issuer: null, place: null, locality: null };
  return { fields: found ? withPlace(parts, found.name, found.span) : none, concluded: said === null };
}

interface Found {
  name: IssuerName;
  span: Span | null;
}

function fromLetterhead({ letterhead, reference }: OfficialParts): Found | null {
  const lines = letterhead.issuer;
  const name = issuerFromLetterhead(
    lines.map((line) => line.plain),
    reference,
  );
  if (!name || lines.length === 0) return null;
  return { name, span: { start: lines[0]?.start ?? 0, end: lines.at(-1)?.end ?? 0 } };
}

/** "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH X" acts for the UBND, "BỘ TRƯỞNG BỘ Y" for the ministry. */
function fromAuthority({ heading, reference }: OfficialParts): Found | null {
  if (!heading.authority) return null;
  const own = heading.authority.value.replace(
    /^(?:chủ tịch|bộ trưởng|giám đốc|cục trưởng|thống đốc|chủ nhiệm)\s+(?=\S)/iu,
    "",
  );
  return {
    name: issuerFromName(/^THỦ TƯỚNG$/u.test(own) ? "Thủ tướng Chính phủ" : own, reference),
    span: heading.authority.span,
  };
}

/** A portal names a province where its UBND issued: "Tỉnh Quảng Trị". */
function fromBox({ box, letterhead, reference }: OfficialParts): Found | null {
  if (!box?.issuer) return null;
  const provincial = /^(?:tỉnh|thành phố)\s/iu.test(box.issuer.value);
  const symbol = box.number?.value ?? letterhead.number?.number?.value ?? "";
  if (provincial && !/UBND|HĐND/u.test(symbol)) return null;
  const council = /HĐND/u.test(symbol) ? "HĐND" : "UBND";
  return {
    name: issuerFromName(provincial ? `${council} ${box.issuer.value}` : box.issuer.value, reference),
    span: box.issuer.span,
  };
}

function fromAnnex({ annex, reference }: OfficialParts): Found | null {
  return annex?.issuer ? { name: issuerFromName(annex.issuer.value, reference), span: annex.issuer.span } : null;
}

function fromSignature(parts: OfficialParts): Found | null {
  const signer = parts.closing.signers[0];
  const words = fold(`${signer?.value.authority ?? ""} ${signer?.value.capacity ?? ""}`);
  const symbol = fold(parts.letterhead.number?.blankNumber?.value ?? parts.letterhead.number?.number?.value ?? "");
  const council = /uy ban nhan dan|chu tich/.test(words) || /\bubnd\b/.test(symbol);
  if (/thu tuong/.test(words) && !/truong ban/.test(words))
    return { name: central("Thủ tướng Chính phủ"), span: signer?.span ?? null };
  if (/bo truong, chu nhiem/.test(words)) return { name: central("Văn phòng Chính phủ"), span: signer?.span ?? null };
  const where = parts.letterhead.date?.where ?? null;
  if (council) return councilAt(parts, where);
  return ownName(parts, words);
}

const central = (issuer: string): IssuerName => ({ issuer, place: null, locality: null });

/** "UBND" + the kind that the body writes + the place of the date line, or of most mentions. */
function councilAt(parts: OfficialParts, where: Field<string> | null): Found | null {
  const view = plainView(parts.text, parts.bodyStart, parts.bodyEnd);
  const kinds = [
    ...view.text.matchAll(
      /(?:UBND|[ỦU][ỷyỶỦủ]? ?ban nhân dân)\s+(tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)(?![\p{L}])/giu,
    ),
  ];
  const province = where
    ? findPlaces(where.value).find((place) => fold(place.name) === fold(placeCase(where.value)))
    : mostNamed(parts);
  if (province)
    return {
      name: { issuer: `UBND ${province.kind} ${province.name}`, place: province.name, locality: null },
      span: where?.span ?? spanOf(province, view),
    };
  if (!where) return null;
  // "UBND tỉnh X" in the body is the level above; the issuer calls itself by its kind alone.
  const own = kinds.filter((match) => !/^ \p{Lu}/u.test(view.text.slice(match.index + match[0].length)));
  const kind = (own.find((match) => !/tỉnh/iu.test(match[1] as string))?.[1] ?? "").toLowerCase();
  const locality = placeCase(where.value);
  return {
    name: { issuer: `UBND ${kind} ${locality}`.replace(/\s+/gu, " "), place: null, locality },
    span: where.span,
  };
}

const spanOf = (hit: Span, view: { span(start: number, end: number): Span }): Span => view.span(hit.start, hit.end);

function mostNamed({ text, bodyStart, bodyEnd }: OfficialParts): (Span & { name: string; kind: string }) | undefined {
  const places = findPlaces(plainView(text, bodyStart, bodyEnd).text);
  const count = (name: string) => places.filter((place) => place.name === name).length;
  return [...places].sort((a, b) => count(b.name) - count(a.name) || a.start - b.start)[0];
}

/** Which agencies the holder of a post can sign for. */
const HEADED_BY: readonly (readonly [RegExp, RegExp])[] = [
  [/bo truong/, /^(?:bo |van phong chinh phu|thanh tra chinh phu|ngan hang)/],
  [/cuc truong/, /^(?:cuc |tong cuc |chi cuc )/],
  [/giam doc/, /^(?:so |trung tam |ban quan ly |cong an |kho bac |bao hiem )/],
  [/truong ban/, /^ban /],
  [/truong phong/, /^phong /],
];

/** The agency that speaks of itself in the body: "Sở Nội vụ đề nghị các doanh nghiệp …". */
function ownName({ text, bodyStart, bodyEnd, reference }: OfficialParts, posts: string): Found | null {
  const headed = HEADED_BY.find(([post]) => post.test(posts))?.[1] ?? /^/;
  const view = plainView(text, bodyStart, bodyEnd);
  const speaks = /^(?: \([^)]*\))?,? (?:yêu cầu|đề nghị|thông báo|kính|xin|trân trọng|hướng dẫn|ban hành)/u;
  const own = findAgencies(view.text).filter(
    (hit) => hit.kind === "agency" && headed.test(fold(hit.name)) && speaks.test(view.text.slice(hit.end)),
  );
  const count = (key: string) => own.filter((hit) => hit.key === key).length;
  const best = [...own].sort((a, b) => count(b.key) - count(a.key) || a.start - b.start)[0];
  if (!best) return null;
  const name = issuerFromName(best.name.replace(/ (?:xin|kính|trân trọng)(?: .*)?$/u, ""), reference);
  const area = /^Sở /u.test(name.issuer) && name.place === null ? namedProvinces(view.text)[0] : undefined;
  const full = area ? { issuer: `${name.issuer} ${area.kind} ${area.name}`, place: area.name, locality: null } : name;
  return { name: full, span: view.span(best.start, best.end) };
}

/** Provinces written with their kind ("tỉnh X", "thành phố Y"), the most frequent first. */
function namedProvinces(words: string): ReturnType<typeof findPlaces> {
  const named = findPlaces(words).filter((place) =>
    /(?:tỉnh|thành phố|tp\.?) ?$/iu.test(words.slice(Math.max(0, place.start - 10), place.start)),
  );
  const count = (name: string) => named.filter((place) => place.name === name).length;
  return [...named].sort((a, b) => count(b.name) - count(a.name) || a.start - b.start);
}

/** Province of a district or commune: the one that the text names as "tỉnh …", most often. */
function withPlace(parts: OfficialParts, name: IssuerName, span: Span | null): IssuerFields {
  const issuer = { value: name.issuer, span };
  const locality = name.locality === null ? null : { value: name.locality, span };
  if (name.place !== null) return { issuer, locality, place: { value: name.place, span } };
  if (locality === null) return { issuer, locality, place: null };
  const view = plainView(parts.text, 0, parts.bodyEnd);
  const best = namedProvinces(view.text)[0];
  return { issuer, locality, place: best ? { value: best.name, span: view.span(best.start, best.end) } : null };
}
