import { type FoundAgency, type FoundPlace, findPlaces } from "../../text/index.ts";

const OPENS = /^(?:\s*,?\s*(?:thành phố|tp\.?))?(?:\s*trực thuộc [Tt]rung ương)?(?: sau đây| sau)?\s*:?\s*$/u;
/** "Sở Xây dựng" + " các tỉnh, thành phố: Gia Lai, …", "Công an" + ": Gia Lai, …". */
const OPENS_OWN =
  /^(?: (?:thuộc |của )?(?:các )?(?:tỉnh|địa phương)(?:,? (?:và )?(?:thành phố|tp\.?))?(?: trực thuộc [Tt]rung ương)?(?: sau đây| sau)?)?\s*:?\s*$/iu;
const PROVINCIAL =
  /^(?:so |cong an tinh|bo chi huy|hdnd cap tinh|thanh tra tinh|ban quan ly|chi cuc |kho bac |thue |cac dia phuong)/;
const JOINT = /^\s*(?:[,;]|và|và tỉnh|và thành phố|, thành phố|, tỉnh|[,;] TP\.?)\s*$/u;
const ABOVE =
  /^(?:\s*,?\s*thành phố)?(?: (?:thuộc |của |tại )?các (?:tỉnh|địa phương)(?:,? thành phố)?)?\s*(?:nêu trên|trên đây|trên|này|nói trên|sau đây)(?![\p{L}])(?! địa bàn)/u;

/**
 * "UBND các tỉnh: Ninh Bình, Phú Thọ", "Sở Xây dựng các tỉnh: …" order those provinces and no other: one agency each.
 * `named` are the provinces that an earlier paragraph, the addressees or the title listed, for "… các tỉnh nêu trên".
 */
export function withProvinces(text: string, agencies: readonly FoundAgency[], named: readonly string[]): FoundAgency[] {
  const places = findPlaces(text);
  const listed = agencies.flatMap((agency) => {
    const people = agency.key === "ubnd cap tinh" && agency.kind === "group";
    if (!people && !(PROVINCIAL.test(agency.key) && agency.place === null)) return [agency];
    const list = listBehind(text, agency.end, { places, opens: people ? OPENS : OPENS_OWN });
    if (list.length > (people ? 0 : 1))
      return list.map(({ name, start, end }, index) => ({
        ...ofProvince(agency, name),
        start: index === 0 ? agency.start : start,
        end,
      }));
    const several =
      people ||
      agency.kind === "group" ||
      /các $/iu.test(text.slice(0, agency.start)) ||
      /^các /iu.test(text.slice(agency.start));
    if (!several || !ABOVE.test(text.slice(agency.end))) return [agency];
    return named.length === 0 ? [agency] : named.map((name) => ofProvince(agency, name));
  });
  return withBareProvinces(text, listed, places);
}

/** The provinces that a paragraph names for those below it; none where it names but one. */
export function provincesNamed(
  { plain, agencies }: { plain: string; agencies: readonly FoundAgency[] },
  heads: boolean,
): string[] {
  const ordered = agencies.flatMap(({ key, place }) =>
    place !== null && (key === "ubnd cap tinh" || PROVINCIAL.test(key)) ? [place] : [],
  );
  const names = new Set(ordered.length > 1 || !heads ? ordered : findPlaces(plain).map(({ name }) => name));
  return names.size > 1 ? [...names] : [];
}

const BARE = /(?:các )?(?:tỉnh|thành phố|TP\.?):? ?$/iu;
const CALLED = /(?:^|[.;:] |[Gg]iao (?:cho )?|[Yy]êu cầu |[Đđ]ề nghị |phối hợp với |^[a-zđ]\) |^[\d.]+ |^- )$/u;
const NEEDS = /^ (?:cần|phải|khẩn trương|có trách nhiệm|tập trung|chủ động) /u;
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
    const called =
      kind !== "" &&
      (CALLED.test(text.slice(0, start)) || (/, $/.test(text.slice(0, start)) && NEEDS.test(text.slice(place.end))));
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

interface Behind {
  places: readonly FoundPlace[];
  opens: RegExp;
}

function listBehind(text: string, from: number, { places, opens }: Behind): FoundPlace[] {
  const list: FoundPlace[] = [];
  let at = from;
  for (const place of places) {
    if (place.start < at) continue;
    const gap = text.slice(at, place.start);
    if (!(list.length === 0 ? opens : JOINT).test(gap)) break;
    list.push(place);
    at = place.end;
  }
  return list;
}

function ofProvince(agency: FoundAgency, place: string): FoundAgency {
  const post = /^(?:(?:Đồng chí )?Bí thư,? (?:và )?)?Chủ tịch/u.test(agency.name);
  const local = agency.key === "ubnd cap tinh" || agency.key === "cac dia phuong";
  const name = local ? (post ? "Chủ tịch UBND" : "UBND") : agency.name;
  return {
    ...agency,
    key: local ? "ubnd cap tinh" : agency.key,
    name: `${name} ${place}`,
    level: "province",
    place,
    kind: post ? "person" : agency.kind === "group" ? "agency" : agency.kind,
  };
}
