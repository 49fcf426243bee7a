import { currentProvince, findAgencies, fold, plainText, type QuestionAgency } from "../../../retrieval/index.ts";
import { type AskContext, evidenceAt, evidenceOf } from "../context.ts";
import type { Draft } from "../draft.ts";
import { agencyName, nearKey } from "../duties/index.ts";
import { insideOf } from "../metadata.ts";
import { fullName } from "../names.ts";
import { rank } from "../rank.ts";

/** "… có phải (là) thành viên Ban Chỉ đạo không?", "… có thuộc đối tượng áp dụng của … không?" */
const IS_ONE =
  /\b(?:co phai|co thuoc|co nam trong|co la)(?: la)?(?: doi tuong la)? (.+?)(?: (?:cua|theo|tai|trong) [^?]*)? (?:khong|ko)\W*$/;
const IS_SENT = /\bco (?:duoc )?gui (?:cho |den |toi )?.*\b(?:khong|ko)\W*$/;
const LOOKED_AT = 40;

/**
 * Whether an agency is one of those that a document lists ("thành viên", "đối tượng áp dụng"), or one that it is sent
 * to. What the agency has to do is no answer to that.
 */
export async function composeBelongs(context: AskContext): Promise<Draft | null> {
  const { question } = context;
  const [agency] = question.agencies;
  if (!agency) return null;
  const folded = fold(question.text);
  if (IS_SENT.test(folded)) return sentDraft(context, agency);
  const what = IS_ONE.exec(folded.slice(agency.end))?.[1];
  return what ? listedDraft(context, agency, what.trim()) : null;
}

async function sentDraft(context: AskContext, agency: QuestionAgency): Promise<Draft | null> {
  const cards = context.scope.mentions.flatMap((mention) => mention.cards);
  const [card] = cards;
  if (!card || cards.length !== 1) return null;
  const { addressees, recipients } = card.header;
  const entries = [...addressees, ...recipients];
  const spans = entries.flatMap(({ span }) => span ?? []);
  if (spans.length === 0) return null;
  const asked = agencyName(context, agency);
  const place = agency.place ?? context.question.places[0]?.name ?? null;
  const found = entries.find(({ value }) => namesIn(plainText(value), agency, place));
  const shown = found?.span ? [found.span] : spans.slice(0, 1);
  const quotes = [];
  for (const span of shown) {
    const evidence = await evidenceAt(context.library, card, span);
    const must = insideOf(span, evidence.span);
    quotes.push({ label: null, evidence, focus: new Set<string>(), ...(must ? { must } : {}) });
  }
  const isOpen = entries.some(({ value }) => (place ? OPEN_PLACES : OPEN).test(fold(value)));
  const lead = found
    ? `Có: ${fullName(card)} gửi ${asked}.`
    : isOpen
      ? `${fullName(card)} không nêu riêng ${asked} ở nơi gửi, nơi nhận:`
      : `Không: nơi gửi, nơi nhận của ${fullName(card)} không nêu ${asked}.`;
  return { status: "answered", lead: [lead], sections: [{ heading: null, quotes }], notes: [] };
}

/** "Các cơ quan, đơn vị liên quan" may mean anybody; "các tỉnh: Gia Lai, Đắk Lắk" does not. */
const OPEN = /\b(?:cac (?:so|bo|ban|co quan|don vi|dia phuong)|lien quan)\b(?!.*:)/;
const OPEN_PLACES = /\b(?:cac (?:tinh|dia phuong|thanh pho)|lien quan)\b(?!.*:)/;

/** An agency with its place: "Chủ tịch UBND các tỉnh: Gia Lai, Đắk Lắk" names that of Gia Lai. */
function namesIn(words: string, agency: QuestionAgency, place: string | null): boolean {
  const named =
    fold(words).includes(fold(agency.name)) ||
    findAgencies(words).some((one) => nearKey(agency.key, one.key)) ||
    (/cap tinh$/.test(agency.key) && /\b(?:ubnd|uy ban nhan dan)\b.*\b(?:tinh|thanh pho)\b/.test(fold(words)));
  if (!named || !place || agency.level === "central") return named;
  const today = fold(currentProvince(place) ?? place);
  return fold(words).includes(fold(place)) || fold(words).includes(today);
}

async function listedDraft(context: AskContext, agency: QuestionAgency, what: string): Promise<Draft | null> {
  const { scope } = context;
  const named = scope.mentions.flatMap((mention) => mention.cards);
  const cards = named.length > 0 ? named : (scope.byPlace ?? context.cards);
  const versionIds = cards.map(({ versionId }) => versionId);
  const ranked = (await rank(context, { versionIds, topic: context.question.matter, limit: LOOKED_AT })).slice(
    0,
    LOOKED_AT,
  );
  const listing = ranked.flatMap(({ passage, card }) => {
    const found = listingIn(plainText(passage.text), agency, what);
    return found ? [{ passage, card, ...found }] : [];
  })[0];
  if (!listing) return null;
  const { card, passage, denied, words } = listing;
  const at = passage.text.indexOf(words.slice(0, 20));
  const must = at < 0 ? {} : { must: { start: at, end: Math.min(passage.text.length, at + words.length) } };
  const asked = agencyName(context, agency);
  const lead = denied
    ? `Không: theo ${fullName(card)}, ${asked} “${denied}”:`
    : `Có: ${fullName(card)} nêu ${asked} trong đoạn sau:`;
  const quotes = [{ label: null, evidence: evidenceOf(passage, card), focus: new Set<string>(), ...must }];
  return { status: "answered", lead: [lead], sections: [{ heading: null, quotes }], notes: [] };
}

/** "thành viên Ban Chỉ đạo gồm đại diện lãnh đạo Sở Nội vụ, …", "Các cơ quan đăng ký đầu tư (Sở Tài chính, …)". */
function listingIn(
  words: string,
  agency: QuestionAgency,
  what: string,
): { denied: string | null; words: string } | null {
  const folded = fold(words);
  const key = what.split(" ").slice(0, 5).join(" ");
  const at = folded.indexOf(key);
  if (at < 0) return null;
  const rest = words.slice(at);
  const opening = /^[^.;]{0,80}?(?:gồm|là|:|\()/u.exec(rest);
  if (!opening) return null;
  const list =
    rest
      .slice(opening[0].length)
      .split(opening[0].endsWith("(") ? ")" : /;|[.](?=\s+(?!Sở |Bộ |Ban |Phòng )|\s*$)/u)[0] ?? "";
  if (!isItemOf(list, agency)) return null;
  const no = /\bkhong (?:phai )?(?:thuoc |la )?$/.exec(folded.slice(0, at));
  const denied = no ? words.slice(no.index, at + key.length) : null;
  return { denied, words: rest.slice(0, opening[0].length + list.length) };
}

/** Named as one of a list, and not as who does something in the sentence after it. */
function isItemOf(list: string, agency: QuestionAgency): boolean {
  const named = findAgencies(list).filter((one) => nearKey(agency.key, one.key));
  const at = fold(list).indexOf(fold(agency.name));
  const ends = [...named.map(({ end }) => end), ...(at < 0 ? [] : [at + agency.name.length])];
  // "Ban Quản lý các KCN, Khu công nghệ cao, …": a list of areas is read as one long name.
  if (
    findAgencies(list).some(
      (one) => one.key.startsWith(`${counted(agency.key)} `) || counted(one.key).startsWith(`${counted(agency.key)} `),
    )
  )
    return true;
  return ends.some((end) => /^(?:\s+(?:tỉnh|thành phố|\p{Lu}[\p{L}]*))*\s*(?:[,;.)]|và\s|$)/u.test(list.slice(end)));
}

/** "Ban quản lý các khu công nghiệp" and "Ban quản lý khu công nghiệp" are one. */
const counted = (key: string) => key.replace(/ cac /g, " ");
