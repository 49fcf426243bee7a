import { type Database, dayInVietnam, showDate } from "../retrieval/index.ts";
import { type CorrectionRow, correctionOf, takeCorrections } from "./store/corrections.ts";

/** "23/11/2026", the officials' own day. */
const dayInWords = (time: Date) => showDate(dayInVietnam(time));

/** A correction as the person reads it in the chat where the answer was given. */
export function correctionText({ words, askedAt }: Pick<CorrectionRow, "askedAt"> & { words: string }): string {
  return `Đính chính câu trả lời đã gửi ngày ${dayInWords(askedAt)}:\n\n${words}`;
}

/** What stands above a source that is opened from a corrected answer; null where nothing was corrected. */
export async function correctedNotice(db: Database, answerId: string): Promise<string | null> {
  const found = await correctionOf(db, answerId);
  if (found === null) return null;
  const said = `Câu trả lời này đã được đính chính ngày ${dayInWords(found.confirmedAt)}`;
  return found.words === null ? `${said}.` : `${said}:\n${found.words}`;
}

/** What was not shown in this conversation yet. A correction whose words were erased meanwhile says nothing. */
export async function waitingCorrections(db: Database, conversationKey: string): Promise<string[]> {
  const taken = await takeCorrections(db, conversationKey);
  return taken.flatMap(({ words, askedAt }) => (words === null ? [] : [correctionText({ words, askedAt })]));
}
