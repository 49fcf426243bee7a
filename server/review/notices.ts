import { type AppError, type Database, logRow, newSalt } from "../../retrieval/index.ts";
import { recordAction } from "../admin/index.ts";
import { givenTo } from "./given.ts";
import { sourcesAt, sourcesOfAnswer } from "./notice-sources.ts";
import { checkNotice, type NoticeCitation, refusal } from "./notice-text.ts";
import { standingJudgements } from "./standing.ts";
import { type Teller, tell } from "./tell.ts";

export type NoticeState = "proposed" | "confirmed" | "rejected" | "withdrawn";

export interface Notice {
  id: number;
  answerId: string;
  reviewId: number;
  /** What people are told, with what it quotes; null once the answer's words were erased. */
  words: string | null;
  citations: NoticeCitation[];
  state: NoticeState;
  proposedBy: string;
  proposedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
}

const NOTICE = `n.id, n.answer_id as "answerId", n.review_id as "reviewId", n.words, n.citations, n.state,
  n.proposed_by as "proposedBy", n.proposed_at as "proposedAt", n.decided_by as "decidedBy", n.decided_at as "decidedAt"`;

export async function getNotice(db: Database, id: number): Promise<Notice | null> {
  const [row] = await db.query<Notice>(`select ${NOTICE} from correction_notices n where n.id = $1`, [id]);
  return row ?? null;
}

/** What waits for a second person first, then the newest. */
export function listNotices(db: Database, limit = 200): Promise<Notice[]> {
  return db.query<Notice>(
    `select ${NOTICE} from correction_notices n order by (n.state = 'proposed') desc, n.id desc limit $1`,
    [limit],
  );
}

export interface Proposal {
  answerId: string;
  /** As it was typed; [n] behind a quote names its source. */
  text: string;
  /** Addresses of further passages, numbered behind the answer's own sources. */
  addresses: readonly string[];
  /** Name of the account. */
  actor: string;
}

/**
 * Proposes to tell everybody who was given an answer that it was wrong. Throws `notice.*`: no judgement says so, a quote
 * is not verbatim, a proposal is open already.
 */
export async function proposeNotice(db: Database, proposal: Proposal): Promise<number> {
  const { answerId, text, addresses, actor } = proposal;
  const review = (await standingJudgements(db, answerId)).find(({ wrong }) => wrong);
  if (review === undefined) throw notJudgedWrong();
  const own = await sourcesOfAnswer(db, answerId);
  const last = Math.max(0, ...own.map(({ marker }) => marker));
  const { words, citations } = checkNotice(text, [...own, ...(await sourcesAt(db, addresses, last))]);
  const given = await givenTo(db, answerId);
  const first = given.at(-1);
  if (first === undefined)
    throw refusal("words_erased", "Lời của câu trả lời này đã được xóa; không còn gì để đính chính.");
  return db.transaction(async (tx) => {
    const [row] = await tx.query<{ id: number }>(
      `insert into correction_notices (answer_id, first_answer_id, review_id, words, salt, citations, proposed_by, proposed_at)
       values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8)
       on conflict (first_answer_id) where state = 'proposed' do nothing returning id`,
      [answerId, first.answerId, review.id, words, newSalt(), JSON.stringify(citations), actor, new Date()],
    );
    if (row === undefined) throw refusal("open", "Câu trả lời này đã có một đề nghị đính chính đang chờ xác nhận.");
    await recordAction(tx, { actor, action: "notice.propose", target: String(row.id) });
    await logRow(tx, "notice", `${row.id}:proposed`);
    return row.id;
  });
}

/** A second person's yes: from here on people are told. Throws `notice.*`. */
export async function confirmNotice(
  db: Database,
  { id, actor, teller }: { id: number; actor: string; teller: Teller },
): Promise<void> {
  await db.transaction(async (tx) => {
    const notice = await decide(tx, { id, actor, state: "confirmed" });
    await tell(tx, notice, teller);
    await recordAction(tx, { actor, action: "notice.confirm", target: String(id) });
    await logRow(tx, "notice", `${id}:decided`);
  });
}

/** A second person's no, or the proposer's second thought. Nobody is told. Throws `notice.*`. */
export async function endNotice(
  db: Database,
  { id, actor, state }: { id: number; actor: string; state: "rejected" | "withdrawn" },
): Promise<void> {
  await db.transaction(async (tx) => {
    await decide(tx, { id, actor, state });
    const action = state === "rejected" ? "notice.reject" : "notice.withdraw";
    await recordAction(tx, { actor, action, target: String(id) });
    await logRow(tx, "notice", `${id}:decided`);
  });
}

interface Decision {
  id: number;
  actor: string;
  state: Exclude<NoticeState, "proposed">;
}

/** Of two decisions at the same time the second one finds it decided. */
async function decide(tx: Database, { id, actor, state }: Decision): Promise<Notice> {
  const [found] = await tx.query<Notice>(`select ${NOTICE} from correction_notices n where n.id = $1 for update`, [id]);
  if (found === undefined) throw refusal("missing", "Không có đề nghị đính chính này.");
  if (found.state !== "proposed") throw refusal("decided", "Đề nghị đính chính này đã được quyết định.");
  const isOwn = found.proposedBy === actor;
  if (state === "withdrawn" && !isOwn) throw refusal("not_own", "Chỉ người đề nghị mới rút được đề nghị.");
  if (state !== "withdrawn" && isOwn)
    throw refusal("own", "Cần một người khác quyết định; anh/chị có thể rút đề nghị.");
  if (state === "confirmed" && found.words === null) {
    throw refusal("words_erased", "Lời của câu trả lời này đã được xóa; không còn gì để đính chính.");
  }
  const [row] = await tx.query<Notice>(
    `update correction_notices n set state = $2, decided_by = $3, decided_at = $4 where id = $1 returning ${NOTICE}`,
    [id, state, actor, new Date()],
  );
  return row as Notice;
}

/** Also where the exchange is not there: nothing of it was judged. */
export function notJudgedWrong(): AppError {
  return refusal(
    "not_judged_wrong",
    "Chỉ đề nghị đính chính được câu trả lời mà kết quả rà soát nói là sai. Xin rà soát câu trả lời này trước.",
  );
}
