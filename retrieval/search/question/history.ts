import { fold, syllables } from "../../text/index.ts";
import type { Intent, ParsedQuestion } from "./types.ts";

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
    !aboutDocument && (movesElsewhere || now.topic !== "" || now.documents.length > 0 || now.intents.size > 0),
  );
  const topic = take(
    "topic",
    now.intents.size === 0 || now.documents.length > 0 || (now.agencies.length > 0 && documents.length === 0),
  );
  const searchText = topic === now.topic ? now.searchText : `${now.searchText} ${topic}`;
  const open =
    documents.length === 0 && !movesElsewhere && (now.refersBack || (places.length === 0 && agencies.length === 0));
  const matter = topic === now.topic ? now.matter : before.matter;
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
