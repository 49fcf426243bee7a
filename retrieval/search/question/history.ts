import { agencyKey, agencyNamed, fold, levelOf, syllables } from "../../text/index.ts";
import type { Intent, ParsedQuestion, QuestionAgency } from "./types.ts";

/** What a follow-up took over from the turns before it; the answer says so. */
export interface ResolvedQuestion extends ParsedQuestion {
  inherited: readonly ("documents" | "agencies" | "places" | "intents" | "topic")[];
  /** "Văn bản đó" with no document named before: the documents cited in answer to this question are meant. */
  previous: ResolvedQuestion | null;
}

const OPENS_FOLLOW_UP =
  /^\s*(?:con|the con|the|vay|vay con|rui|roi|va|con nua|tiep|u|ok|uh|a|the thi|vay thi)\b|\bthi sao\b|\bthi the nao\b|^\s*(?:what about|how about|and)\b/;
const ABOUT_THE_DOCUMENT: readonly Intent[] = [
  "signer",
  "date",
  "addressees",
  "recipients",
  "number",
  "issuer",
  "about",
  "carried-out-by",
  "carries-out",
  "based-on",
  "mentioned-in",
  "replaced-by",
  "in-force-from",
  "in-force",
];

/**
 * Reads the turns in order; each takes what it leaves out from the one before. `turns` ends with the present question.
 * `complete` fills in what a turn still leaves out then; later turns lean on the completed one.
 */
export function resolveHistory(
  turns: readonly ParsedQuestion[],
  complete: (resolved: ResolvedQuestion, turn: ParsedQuestion) => ResolvedQuestion = (resolved) => resolved,
): ResolvedQuestion {
  let asked: ResolvedQuestion | null = null;
  let latest: ResolvedQuestion | null = null;
  for (const turn of turns) {
    latest = complete(asked ? merge(asked, turn) : alone(turn), turn);
    // Thanks and orders to the program leave nothing to take over, and do not end what was talked about.
    if (turn.kind === "question") asked = latest;
  }
  if (!latest) throw new Error("resolveHistory needs at least one turn");
  return latest;
}

function alone(turn: ParsedQuestion): ResolvedQuestion {
  return { ...turn, inherited: [], previous: null };
}

function merge(before: ResolvedQuestion, now: ParsedQuestion): ResolvedQuestion {
  if (now.kind !== "question") return alone(now);
  if (!isFollowUp(now)) return alone(now);
  return mergeFollowUp(before, leaning(before, now));
}

function mergeFollowUp(before: ResolvedQuestion, now: ParsedQuestion): ResolvedQuestion {
  const inherited: ResolvedQuestion["inherited"][number][] = [];
  const take = <K extends "documents" | "agencies" | "places" | "topic">(name: K, want: boolean): ParsedQuestion[K] => {
    const own = now[name];
    if (own.length > 0 || !want || before[name].length === 0) return own;
    inherited.push(name);
    return before[name];
  };
  const movesElsewhere = now.places.length + now.localities.length > 0;
  const aboutDocument = ABOUT_THE_DOCUMENT.some((intent) => now.intents.has(intent));
  const intents = now.intents.size > 0 ? now.intents : before.intents;
  if (now.intents.size === 0 && before.intents.size > 0) inherited.push("intents");
  // "Vậy TP.HCM thì sao?" after "… yêu cầu UBND tỉnh Đồng Nai": the place is part of who is meant, the document stays.
  const isPeoplesCommittee = (agency: { key: string }) => /^(?:ubnd|hdnd) cap tinh$/.test(agency.key);
  const placeIsWho =
    now.agencies.length > 0 ? now.agencies.some(isPeoplesCommittee) : before.agencies.some(isPeoplesCommittee);
  const documents = take("documents", !movesElsewhere || now.refersBack || placeIsWho || isAboutPlace(before));
  const places = take("places", now.documents.length === 0 && !movesElsewhere);
  const localities = now.localities.length > 0 || movesElsewhere ? now.localities : before.localities;
  const agencies = take(
    "agencies",
    !aboutDocument &&
      !asksWho(now) &&
      (movesElsewhere || now.topic !== "" || now.documents.length > 0 || now.intents.size > 0),
  );
  const topic = take(
    "topic",
    now.intents.size === 0 ||
      now.documents.length > 0 ||
      (now.agencies.length > 0 ? documents.length === 0 : !aboutDocument && !now.refersBack),
  );
  const searchText = topic === now.topic ? now.searchText : `${now.searchText} ${topic}`;
  const open =
    documents.length === 0 && !movesElsewhere && (now.refersBack || (places.length === 0 && agencies.length === 0));
  const matter = topic === now.topic ? now.matter : now.agencies.length > 0 ? joined(now.matter, topic) : before.matter;
  return {
    ...now,
    documents,
    places,
    localities,
    agencies,
    topic,
    matter,
    asOf: now.asOf ?? before.asOf,
    intents,
    searchText,
    inherited,
    previous: open ? before : null,
  };
}

/** "Ai theo dõi, đôn đốc?" names the work and wants whoever does it, which the agency named before need not be. */
export const asksWho = ({ agencies, intents, topic }: ParsedQuestion): boolean =>
  agencies.length === 0 && topic !== "" && intents.has("lead") && !intents.has("duty") && !intents.has("partner");

const joined = (one: string, other: string) => [one, other].filter(Boolean).join(" ");

/** What a turn of few words means only beside the one before: another agency by its short name, a unit, "cụ thể". */
function leaning(before: ResolvedQuestion, now: ParsedQuestion): ParsedQuestion {
  const agency = now.agencies.length > 0 ? null : agencyBeside(before.agencies, now);
  if (agency) return { ...now, agencies: [agency], topic: "", matter: agency.name };
  const own = fold(now.topic).replace(DETAIL_ONLY, " ").trim();
  return own === "" && now.topic !== "" ? { ...now, topic: "", matter: "" } : now;
}

/** Asks for more exactly the same. */
const DETAIL_ONLY =
  /(?<!\p{L})(?:cu the|chi tiet|chinh xac|ro hon|ro|phan tram|%|con so|ti le|ty le|tong cong|tat ca|xong|hoan thanh)(?!\p{L})/gu;

/** "Còn Công an?", "Còn Y tế thì sao?" after a question about a department: the whole turn is an agency's short name. */
function agencyBeside(
  before: readonly QuestionAgency[],
  { topic, text, intents }: ParsedQuestion,
): QuestionAgency | null {
  const [former] = before;
  if (!former || topic === "" || intents.size > 0) return null;
  const called = fold(topic);
  const head = /^(?:so|bo|ban|phong|cuc|chi cuc|hoi)(?= )/.exec(former.key)?.[0];
  const short = SHORT_NAMES.get(`${called} ${former.level}`) ?? SHORT_NAMES.get(called);
  const keys = [short, head && `${head} ${called}`, head && agencyKey(`${head} ${topic}`), agencyKey(topic)];
  const key = keys.find((one) => one && (agencyNamed(one) ?? LOCAL.get(one)));
  if (!key) return null;
  const start = Math.max(0, fold(text).indexOf(fold(topic)));
  const name = agencyNamed(key) ?? LOCAL.get(key) ?? topic;
  return { key, name, level: levelOf(key), kind: "agency", place: null, start, end: start + topic.length };
}

/** What an agency is called beside one of the same province, or beside a ministry. */
const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ["cong an", "cong an tinh"],
  ["cong an central", "bo cong an"],
  ["quan su", "bo chi huy quan su"],
  ["thanh tra", "thanh tra tinh"],
  ["thanh tra central", "thanh tra chinh phu"],
  ...["xa", "phuong", "cap xa", "dac khu"].map((name) => [name, "ubnd cap xa"] as const),
]);
const LOCAL: ReadonlyMap<string, string> = new Map([
  ["cong an tinh", "Công an tỉnh"],
  ["thanh tra tinh", "Thanh tra tỉnh"],
  ["ubnd cap xa", "UBND cấp xã"],
]);

/** "Công điện 232 nói gì về Đắk Lắk?": the place is what is asked about in the document, another one is as well. */
function isAboutPlace({ text, documents, agencies, places }: ResolvedQuestion): boolean {
  if (documents.length === 0 || agencies.length > 0 || places.length === 0) return false;
  return places.every(({ start }) =>
    /\b(?:ve|voi|cho|giao|yeu cau|gui)(?: cho)?(?: tinh| thanh pho)? $/.test(fold(text.slice(0, start))),
  );
}

/** A message that leans on the one before: it opens like one, points back, or is too short to stand alone. */
function isFollowUp(now: ParsedQuestion): boolean {
  const folded = fold(now.text);
  if (now.refersBack || OPENS_FOLLOW_UP.test(folded)) return true;
  if (now.documents.length > 0) return false;
  const anchors =
    (now.agencies.length > 0 ? 1 : 0) + (now.places.length + now.localities.length > 0 ? 1 : 0) + (now.topic ? 1 : 0);
  return anchors === 0 || (anchors === 1 && syllables(now.text).length <= 7);
}
