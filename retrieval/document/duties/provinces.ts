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
  const listed = agencies.flatMap((agency) => {
    if (agency.key !== "ubnd cap tinh" || agency.kind !== "group") return [agency];
    const list = listBehind(text, agency.end, places);
    if (list.length > 0)
      return list.map((place, index) => ofProvince(agency, place, index === 0 ? agency.start : place.start));
    if (!ABOVE.test(text.slice(agency.end)) || named.length === 0) return [agency];
    return named.map((other) => ({ ...other, start: agency.start, end: agency.end }));
  });
  return withBareProvinces(text, listed, places);
}

const BARE = /(?:các )?(?:tỉnh|thành phố|TP\.?):? ?$/iu;
const CALLED = /(?:^|[.;:] |[Gg]iao (?:cho )?|[Yy]êu cầu |[Đđ]ề nghị |phối hợp với |^[a-zđ]\) |^[\d.]+ |^- )$/u;
const LIST = /^(?:,|;| và| cùng)? ?(?:và )?(?:các )?(?:tỉnh|thành phố)?:? ?$/iu;

/** "Thành phố Hà Nội và các tỉnh Bắc Ninh, Gia Lai khẩn trương …": a province at the head of an order is its UBND. */
function withBareProvinces(
  text: string,
  agencies: readonly FoundAgency[],
  places: readonly FoundPlace[],
): FoundAgency[] {
  const found = [...agencies];
  let end = -1;
  for (const place of places) {
    if (found.some((agency) => agency.start < place.end && place.start < agency.end)) continue;
    const before = text.slice(0, place.start);
    const kind = BARE.exec(before)?.[0] ?? "";
    const start = place.start - kind.length;
    const called = kind !== "" && CALLED.test(text.slice(0, start));
    const goesOn = end >= 0 && LIST.test(text.slice(end, place.start));
    const behind =
      kind !== "" && found.some((agency) => agency.end < place.start && LIST.test(text.slice(agency.end, place.start)));
    if (!called && !goesOn && !behind) continue;
    end = place.end;
    const name = `${place.kind} ${place.name}`;
    found.push({
      key: "ubnd cap tinh",
      name,
      level: "province",
      place: place.name,
      kind: "agency",
      start,
      end,
    });
  }
  return found.sort((a, b) => a.start - b.start);
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
