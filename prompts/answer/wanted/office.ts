import { type DocumentCard, fold, POSTS } from "../../../retrieval/index.ts";

/** An office as words: the post, and the body that it is a post of, folded and without what names leave out. */
export interface Office {
  post: string;
  body: ReadonlySet<string>;
}

/** Posts of the country: there is one of each, and nobody names the body. */
const ONLY_ONE = /^(?:tong bi thu|(?:pho )?thu tuong|(?:pho )?chu tich nuoc)$/;
const POST = new RegExp(`(?<!\\p{L})(?:quyen )?(${POSTS})(?!\\p{L})`, "gu");

/** Words that one naming of a body has and another leaves out; Hà Tĩnh and Thanh Hóa keep theirs. */
const FILLERS = /\b(?:cua|va|thanh pho|tp|o|tai|thuoc|kiem|(?<!\bha )tinh)\b/g;
const SHORT: readonly (readonly [RegExp, string])[] = [
  [/\buy ban nhan dan\b/g, "ubnd"],
  [/\bhoi dong nhan dan\b/g, "hdnd"],
  [/\b(?:uy ban )?(?:mat tran to quoc|mttq)(?: viet nam)?\b/g, "mttq"],
  // "Tỉnh" is left out of "UBND tỉnh Ninh Bình", not of "Tỉnh ủy".
  [/\b(tinh|thanh|huyen|quan|dang|thi|xa|phuong) uy\b/g, "$1uy"],
  [/\btp\.? ?hcm\b/g, "ho chi minh"],
];
const TERRITORY = /^(?:tinh|thanh pho|tp|huyen|quan|thi xa|thi tran|xa|phuong|dac khu)\b/;

/** `post` and `body` as typed; a chairman of a territory is its people's committee's. */
export function officeAsked(post: string, body: string, places: readonly string[]): Office {
  const name = fold(post).replace(/ thuong truc$/, "");
  const rest = fold(body).trim();
  const bare = TERRITORY.test(rest) || places.some((place) => rest === fold(place));
  return { post: name, body: bodyWords(/chu tich$/.test(name) && bare ? `ubnd ${rest}` : rest) };
}

function bodyWords(folded: string): Set<string> {
  const short = SHORT.reduce((text, [long, by]) => text.replace(long, by), folded.replace(/[^\p{L}\d]+/gu, " "));
  return new Set(short.replace(FILLERS, " ").split(" ").filter(Boolean));
}

/** Every post that stands in folded words, with where it begins and ends. */
function postsIn(folded: string): { post: string; start: number; end: number }[] {
  return [...folded.matchAll(POST)].map(({ 0: words, 1: post = "", index }) => ({
    post,
    start: index,
    end: index + words.length,
  }));
}

/** True for the office of a signature: the post as printed, and whoever issued the document. */
export function isSigners(office: Office, { header }: DocumentCard): boolean {
  const capacity = fold(header.signer?.value.capacity ?? "").replace(/\s+/g, " ");
  const [printed] = postsIn(capacity);
  if (!printed || printed.post !== office.post) return false;
  const issuer = fold(header.issuer?.value ?? "").replace(ISSUING_POST, "");
  const own = capacity.slice(printed.end);
  // "CỤC TRƯỞNG CỤC CHUYỂN ĐỔI SỐ QUỐC GIA" signs a ministry's letter.
  return isBody(office, `${own} ${issuer}`, header) || isBody(office, own, header);
}

/** "Thủ tướng Chính phủ" issues under its post. */
const ISSUING_POST = /^(?:thu tuong|chu tich nuoc|bo truong) /;

/** The office that ends right before a name: "… Bộ trưởng Bộ Y tế" + "Đào …". */
export function endsWith(office: Office, before: string, card: DocumentCard): boolean {
  const folded = fold(before).replace(/(?:\s*[:,]?\s*(?:la )?(?:dong chi|ong|ba|d\/c)|\s*:| la)?\s*$/, "");
  const last = postsIn(folded).at(-1);
  if (!last || last.post !== office.post || /[.;()\n]/.test(folded.slice(last.end))) return false;
  return isBody(office, folded.slice(last.end), card.header);
}

/** True where an office of any kind ends right before a name: in such a list the next one is somebody else's. */
export function followsOffice(before: string): boolean {
  const folded = fold(before);
  const last = postsIn(folded).at(-1);
  return last !== undefined && !/[.;,()\n]|\b(?:dong chi|ong|ba)\b/.test(folded.slice(last.end));
}

/** The office that follows a name: "Lê …" + ", Bí thư Thành ủy Đà Nẵng; …". */
export function beginsWith(office: Office, after: string, card: DocumentCard): boolean {
  const opening = /^\s*(?:,|-|–|\(|la |hien la |giu chuc(?: vu)? )+\s*/.exec(fold(after));
  if (!opening) return false;
  const rest = (
    fold(after)
      .slice(opening[0].length)
      .split(/[.;()\n]/)[0] ?? ""
  ).trimEnd();
  const [first] = postsIn(rest);
  if (!first || first.start > 0 || first.post !== office.post) return false;
  // A body's name may hold commas, and after the office others may follow.
  const ends = [...rest.matchAll(/,/g)].map(({ index }) => index).filter((at) => at >= first.end);
  return [...ends, rest.length].some((end) => isBody(office, rest.slice(first.end, end), card.header));
}

/** "Trưởng ban: Chủ tịch UBND tỉnh": a body set up for a task is headed by whoever holds an office. */
export function namesHead({ post }: Pick<Office, "post">, text: string): boolean {
  const words = fold(text).replace(/\s+/g, " ");
  const head = `(?<!pho )${post}(?: (?:ban )?chi dao)?`;
  return (
    new RegExp(`${head}\\s*(?::|la|-)\\s*(?:dong chi )?(?:${POSTS})\\b`).test(words) ||
    new RegExp(`\\b(?:${POSTS})\\b[^.;,]{0,60} (?:lam|la) ${head}\\b`).test(words)
  );
}

/** The same body: all that is asked is said, by the words or by whose document it is, and nothing else is. */
function isBody({ post, body }: Office, words: string, header: DocumentCard["header"]): boolean {
  const said = bodyWords(words);
  if (body.size === 0) return ONLY_ONE.test(post) && [...said].every((word) => /^(?:chinh|phu|nuoc|dang)$/.test(word));
  const own = ownPlace(words, header);
  return (
    [...body].some((word) => said.has(word)) &&
    [...body].every((word) => said.has(word) || own.has(word)) &&
    [...said].every((word) => body.has(word) || own.has(word))
  );
}

/** "Chủ tịch Ủy ban nhân dân" in a city's letter is the city's, unless the words say "tỉnh". */
function ownPlace(words: string, { place, locality }: DocumentCard["header"]): Set<string> {
  if (!locality) return bodyWords(fold(place?.value ?? ""));
  return /\btinh\b/.test(words) ? new Set() : bodyWords(fold(locality.value));
}
