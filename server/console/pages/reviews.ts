import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import type { Exchange } from "../../review/exchange.ts";
import type { StoredReview } from "../../review/reviews.ts";
import { claimVerdictNames, overallName } from "./desk-words.ts";
import { timeInWords } from "./time.ts";

const seatNames = { 1: "Người thứ nhất", 2: "Người thứ hai", 3: "Phân xử" } as const;

/** Those that may be seen; two that differ stand side by side with what differs marked. */
export function reviewsSection({ answer, seats }: Exchange, visible: readonly StoredReview[], me: string): Html | "" {
  const hidden = seats.isDouble && visible.length < seats.judged.length;
  const hiddenWords = hidden
    ? html`<p class="notice-line">Đánh giá kép: đánh giá của người kia chỉ hiện khi cả hai đã xong.</p>`
    : "";
  const current = visible.filter(({ isCurrent }) => isCurrent).toSorted((a, b) => a.seat - b.seat);
  if (current.length === 0) return hiddenWords;
  const replaced = visible.filter(({ isCurrent }) => !isCurrent);
  const differing = differences(current.filter(({ seat }) => seat < 3));
  const card = (review: StoredReview) => reviewCard({ review, status: answer.status, me, differing });
  return html`<section aria-labelledby="danh-gia"><h2 id="danh-gia">Đánh giá (${current.length})</h2>
${hiddenWords}
${differing.size > 0 ? html`<p class="source-note">Hai người kết luận khác nhau ở chỗ được đánh dấu.</p>` : ""}
<div class="side-by-side">${current.map(card)}</div>
${replaced.length === 0 ? "" : html`<details class="fold"><summary>Đánh giá đã được thay (${replaced.length})</summary><div class="side-by-side">${replaced.map(card)}</div></details>`}</section>`;
}

/** Markers that two judged differently; 0 for the whole. */
function differences([first, second]: readonly StoredReview[]): Set<number> {
  if (first === undefined || second === undefined) return new Set();
  const markers = [...first.claims, ...second.claims].map(({ marker }) => marker);
  const verdictOf = ({ claims }: StoredReview, marker: number) => claims.find((one) => one.marker === marker)?.verdict;
  const claims = markers.filter((marker) => verdictOf(first, marker) !== verdictOf(second, marker));
  return new Set(first.overall === second.overall ? claims : [0, ...claims]);
}

interface CardOptions {
  review: StoredReview;
  status: string;
  me: string;
  differing: ReadonlySet<number>;
}

function reviewCard({ review, status, me, differing }: CardOptions): Html {
  const { reviewer, seat, at, claims, overall, words } = review;
  const mark = (key: number, content: Html) =>
    differing.has(key) ? html`<strong class="differs">${content}</strong>` : content;
  const text = (label: string, value: string | null | undefined) =>
    value ? html`<div><dt>${label}</dt><dd class="typed"><bdi>${value}</bdi></dd></div>` : "";
  return html`<article class="card review"><h3>${reviewer}${reviewer === me ? " (anh/chị)" : ""}</h3>
<p class="about">${seatNames[seat]}, ${timeInWords(at)}</p>
<dl class="facts">
${claims.map(({ marker, verdict }) => html`<div><dt>[${marker}]</dt><dd>${mark(marker, html`${claimVerdictNames[verdict]}`)}</dd></div>`)}
<div><dt>Cả câu</dt><dd>${mark(0, html`${overallName(overall, status)}`)}</dd></div>
${text("Còn thiếu", words?.missing)}${text("Câu đúng", words?.corrected)}${text("Ghi chú", words?.note)}
${words === null ? html`<div><dt>Lời</dt><dd class="erased">đã xóa</dd></div>` : ""}
</dl></article>`;
}
