import { type FoundAgency, type FoundPlace, findPlaces } from "../../text/index.ts";

const OPENS = /^(?:\s*,?\s*(?:thành phố|tp\.?))?(?:\s*trực thuộc [Tt]rung ương)?\s*:?\s*$/u;
const JOINT = /^\s*(?:[,;]|và|và tỉnh|và thành phố|, thành phố|, tỉnh|[,;] TP\.?)\s*$/u;
const ABOVE = /^(?:\s*,?\s*thành phố)?\s*(?:nêu trên|trên đây|trên|này|nói trên)(?![\p{L}])/u;

/**
 * "UBND các tỉnh: Ninh Bình, Phú Thọ" orders those provinces and no other: one agency each. `named` are the provinces
 * that an earlier paragraph listed, for "UBND các tỉnh nêu trên".
 */
export function withProvinces(
  text: string,
  agencies: readonly FoundAgency[],
  named: readonly FoundAgency[],
): FoundAgency[] {
  const places = findPlaces(text);
  return agencies.flatMap((agency) => {
    if (agency.key !== "ubnd cap tinh" || agency.kind !== "group") return [agency];
    const list = listBehind(text, agency.end, places);
    if (list.length > 0)
      return list.map((place, index) => ofProvince(agency, place, index === 0 ? agency.start : place.start));
    if (!ABOVE.test(text.slice(agency.end)) || named.length === 0) return [agency];
    return named.map((other) => ({ ...other, start: agency.start, end: agency.end }));
  });
}

function listBehind(text: string, from: number, places: readonly FoundPlace[]): FoundPlace[] {
  const list: FoundPlace[] = [];
  let at = from;
  for (const place of places) {
    if (place.start < at) continue;
    const gap = text.slice(at, place.start);
    if (!(list.length === 0 ? OPENS : JOINT).test(gap)) break;
    list.push(place);
    at = place.end;
  }
  return list;
}

function ofProvince(agency: FoundAgency, place: FoundPlace, start: number): FoundAgency {
  const post = /^(?:Bí thư,? (?:và )?)?Chủ tịch/u.test(agency.name);
  return {
    key: agency.key,
    name: `${post ? "Chủ tịch UBND" : "UBND"} ${place.name}`,
    level: agency.level,
    place: place.name,
    kind: post ? "person" : "agency",
    start,
    end: place.end,
  };
}
