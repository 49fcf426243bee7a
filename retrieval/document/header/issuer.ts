import { findPlaces, fold } from "../../text/index.ts";
import { agencyCase, placeCase } from "./casing.ts";

/** Who issued, in its usual spelling, and under which province or locality. */
export interface IssuerName {
  issuer: string;
  /** Province or centrally run city named in it. */
  place: string | null;
  /** District, town or commune named in it. */
  locality: string | null;
}

const UBND = /^(?:ủy|uỷ) ban nhân dân|^ub nhân dân|^ubnd/iu;
const HDND = /^hội đồng nhân dân|^hđnd/iu;
const KIND = /^(tỉnh|thành phố|thành\s?phố|tp\.?|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)\s+(.+)$/iu;
/** A line that opens a new agency name in a letterhead. */
const AGENCY_HEAD =
  /^(?:uy ban|ubnd|hoi dong|hdnd|bo |so |tong cuc|cuc |chi cuc|ban |van phong|phong |thanh tra|tinh uy|thanh uy|huyen uy|quan uy|dang uy|dang bo|cong an|truong |trung tam|vien |kho bac|bao hiem|chinh phu|thu tuong|quoc hoi|ngan hang|toa an|lien doan|tong lien doan|lien minh|hoi |hiep hoi|mat tran|doan |tap doan|tong cong ty|cong ty|benh vien|dai hoc|hoc vien|thue |hai quan|kiem toan|chu tich |bo chi huy|bo tu lenh)/;

export const startsAgency = (folded: string): boolean => AGENCY_HEAD.test(`${folded} `);

/** Reads a letterhead's left cell: superior agency on top, the issuer below. */
export function issuerFromLetterhead(lines: readonly string[], reference: string): IssuerName | null {
  const segments: string[] = [];
  for (const line of lines) {
    const words = line.replace(/[*_]+/gu, " ").replace(/\s+/gu, " ").trim();
    const last = segments.at(-1);
    if (last === undefined || (startsAgency(fold(words)) && fold(last) !== "van phong")) segments.push(words);
    else segments[segments.length - 1] = `${last} ${words}`;
  }
  const own = segments.at(-1);
  if (own === undefined || !startsAgency(fold(own))) return null;
  return compose(own, segments.at(-2) ?? null, reference);
}

/** Normalises an agency named in running text or by a person: "Uỷ ban nhân dân TP. Hà Nội" → "UBND thành phố Hà Nội". */
export function issuerFromName(name: string, reference: string): IssuerName {
  return compose(name.replace(/\s+/gu, " ").trim(), null, reference);
}

function compose(own: string, parent: string | null, reference: string): IssuerName {
  const council = UBND.test(own) ? "UBND" : HDND.test(own) ? "HĐND" : null;
  if (council) {
    const area = areaOf(own.replace(UBND, "").replace(HDND, "").trim());
    return { issuer: `${council} ${area.phrase}`.trim(), place: area.place, locality: area.locality };
  }
  const name = agencyCase(own, reference);
  const under = parent === null ? null : underParent(name, parent, reference);
  if (under) return under;
  return { issuer: withArea(name), ...areaInside(own) };
}

function underParent(name: string, parent: string, reference: string): IssuerName | null {
  if (UBND.test(parent) || HDND.test(parent)) {
    const council = UBND.test(parent) ? "UBND" : "HĐND";
    const area = areaOf(parent.replace(UBND, "").replace(HDND, "").trim());
    const issuer = fold(name) === "van phong" ? `Văn phòng ${council} ${area.phrase}` : `${name} ${area.phrase}`;
    return { issuer: issuer.trim(), place: area.place, locality: area.locality };
  }
  if (/^ban chap hanh trung uong/.test(fold(parent))) {
    const issuer =
      fold(name) === "van phong"
        ? "Văn phòng Trung ương Đảng"
        : /trung uong/.test(fold(name))
          ? name
          : `${name} Trung ương`;
    return { issuer, place: null, locality: null };
  }
  const committee = /^(tỉnh|thành|huyện|quận|thị|đảng)\s(ủy|uỷ)\s*(.*)$/iu.exec(parent);
  if (committee) {
    const party = `${placeCase(committee[1] as string)} ủy`;
    const rest = placeCase(committee[3] as string);
    return { issuer: `${name} ${party} ${rest}`.trim(), ...areaInside(parent) };
  }
  return fold(name) === "van phong"
    ? { issuer: `Văn phòng ${agencyCase(parent, reference)}`, ...areaInside(parent) }
    : null;
}

interface Area {
  phrase: string;
  place: string | null;
  locality: string | null;
}

function areaOf(words: string): Area {
  const match = KIND.exec(words);
  if (!match)
    return {
      phrase: words.toLowerCase() === words.toUpperCase() ? words : lowerKind(words),
      place: null,
      locality: null,
    };
  const kind = /^t(?:p|hành)/iu.test(match[1] as string) ? "thành phố" : (match[1] as string).toLowerCase();
  const known = findPlaces(match[2] as string)[0];
  const whole = known && known.start === 0 && (match[2] as string).slice(known.end).trim() === "";
  const provincial = whole && (kind === "tỉnh" || kind === "thành phố");
  const name = provincial ? known.name : placeCase(match[2] as string);
  return { phrase: `${kind} ${name}`, place: provincial ? name : null, locality: provincial ? null : name };
}

/** "Tỉnh" alone ("UBND tỉnh"): the kind without a name. */
const lowerKind = (words: string): string =>
  /^(?:tỉnh|thành phố|huyện|xã|phường)$/iu.test(words) ? words.toLowerCase() : placeCase(words);

function areaInside(words: string): { place: string | null; locality: string | null } {
  const match = /(?:tỉnh|thành phố|tp\.?)\s+(.+)$/iu.exec(words);
  const found = findPlaces(match?.[1] ?? (/(?:ủy|uỷ)\s/iu.test(words) ? words : ""))[0];
  return { place: found?.name ?? null, locality: null };
}

/** "Sở Nội vụ TP. Hà Nội" → "Sở Nội vụ thành phố Hà Nội". */
function withArea(name: string): string {
  return name
    .replace(/\s(?:TP\.?|Thành phố|THÀNH PHỐ)\s+(?=\p{Lu})/gu, " thành phố ")
    .replace(/\s(?:Tỉnh|TỈNH)\s+(?=\p{Lu})/gu, " tỉnh ");
}
