import { html } from "hono/html";
import { type AnswerBlock, type AnswerRun, answerBlocks } from "../../../bot/index.ts";
import { dateInWords, type Html } from "../../pages/index.ts";
import type { Exchange } from "../../review/exchange.ts";
import type { FormFault, TypedJudgement } from "../../review/judgement-form.ts";
import type { StoredReview } from "../../review/reviews.ts";
import type { Seat } from "../../review/verdicts.ts";
import type { View } from "../view.ts";
import { claimsSection } from "./claims.ts";
import { DESK_FILES, exchangeLabels } from "./desk.ts";
import { channelWords, dropWords, premiseWords, whyHere } from "./desk-words.ts";
import { shorten } from "./document.ts";
import { exchangeActions } from "./exchange-actions.ts";
import { recordSection } from "./exchange-record.ts";
import { frame } from "./frame.ts";
import { reviewsSection } from "./reviews.ts";
import { shortcuts } from "./shortcuts.ts";
import { clockInWords, timeInWords } from "./time.ts";
import { wholeSection } from "./whole.ts";

export interface ExchangePageOptions {
  view: View;
  exchange: Exchange;
  /** Judgements that this account may see. */
  reviews: readonly StoredReview[];
  /** Which seat this account has or may take; null: it can only read. */
  seat: Seat | null;
  typed: TypedJudgement;
  faults: readonly FormFault[];
  /** Said above the form where the judgement was not taken. */
  refused: string | null;
}

export function exchangePage(options: ExchangePageOptions): Html {
  const { view, exchange, reviews } = options;
  const { answer } = exchange;
  const { words } = answer;
  const actions = exchangeActions(exchange, reviews);
  const title = words === null ? "Trao đổi đã xóa lời" : shorten(words.question.trim() || "(không có chữ)", 200);
  const body = html`<p class="crumbs"><a href="/quan-tri/ra-soat" data-key="u">Rà soát</a></p>
<h1><bdi>${title}</bdi></h1>
${about(exchange)}
${holding(options)}
${question(exchange)}
${sent(exchange)}
${judgeable(options) ? form(options) : html`${readOnly(options)}${claimsSection({ exchange, typed: options.typed, faults: [], mayJudge: false })}`}
${dropped(exchange)}
${reviewsSection(exchange, reviews, view.session.name)}
${actions.length === 0 ? "" : html`<section aria-labelledby="viec-tiep"><h2 id="viec-tiep">Từ trao đổi này</h2><ul class="links">${actions.map(({ href, label }) => html`<li><a href="${href}">${label}</a></li>`)}</ul></section>`}
${recordSection(exchange)}
${shortcuts("exchange")}`;
  return frame({ title, here: "desk", view, body: html`<div class="exchange">${body}</div>`, ...DESK_FILES });
}

/** A judgement that was refused keeps its form: what was typed is in it. */
const judgeable = ({ exchange, seat, refused }: ExchangePageOptions) =>
  refused !== null || (exchange.answer.words !== null && seat !== null);

function about(exchange: Exchange): Html {
  const { answer, unit, reasons, seats } = exchange;
  const { isDouble, judged } = seats;
  const best = answer.candidates.reduce<number | null>((most, { lexical }) => Math.max(most ?? 0, lexical), null);
  const why = whyHere({ reasons, confidence: answer.confidence, best, isDouble });
  const labels = exchangeLabels({
    ...{ reasons, status: answer.status, isDouble, question: answer.words?.question ?? null },
    judged: judged.filter(({ seat }) => seat < 3).length,
    seats: isDouble ? 2 : 1,
  });
  const facts = [
    timeInWords(answer.askedAt),
    channelWords[answer.channel] ?? answer.channel,
    unit ?? "không rõ đơn vị",
  ].join(" · ");
  return html`<p class="labels">${labels}</p>
<p class="about">${facts}</p>
${why.length === 0 ? "" : html`<ul class="why-here">${why.map((sentence) => html`<li>${sentence}</li>`)}</ul>`}`;
}

/** Who has it open, and the buttons that take it and give it back: outside the form, so that they lose nothing typed. */
function holding({ view, exchange, seat }: ExchangePageOptions): Html {
  const { answer, seats } = exchange;
  const me = view.session.name;
  const address = `/quan-tri/ra-soat/${encodeURIComponent(answer.id)}`;
  const mine = seats.held.find(({ reviewer }) => reviewer === me);
  const others = seats.held.filter(({ reviewer }) => reviewer !== me);
  const otherWords = others.map(
    ({ reviewer, until }) =>
      html`<p class="holder"><strong>${reviewer}</strong> đang xem, đến ${clockInWords(until)}.</p>`,
  );
  const button = (path: string, label: Html | string, fields: Html | string = "") =>
    html`<form method="post" action="${path}">${fields}<button${path.endsWith("/tra") ? html` data-key="r"` : ""}>${label}</button></form>`;
  if (answer.words === null) return html`${otherWords}`;
  if (mine !== undefined) {
    return html`${otherWords}<div class="hold"><p class="holder">Anh/chị đang giữ việc này đến ${clockInWords(mine.until)}${mine.seat === 3 ? " (phân xử)" : ""}.</p>
<div class="actions">${button(`${address}/tra`, html`Trả lại <kbd>r</kbd>`)}
${button("/quan-tri/ra-soat/tiep-theo", "Bỏ qua, lấy việc khác", html`<input type="hidden" name="bo" value="${answer.id}">`)}</div></div>`;
  }
  if (seat === null) return html`${otherWords}`;
  if (seats.judged.some(({ reviewer }) => reviewer === me)) {
    return html`${otherWords}<p class="holder">Anh/chị đã đánh giá; lưu lần nữa sẽ thay đánh giá trước.</p>`;
  }
  const words = seat === 3 ? "Đã có đánh giá; anh/chị là người khác nên có thể phân xử." : "Chưa ai giữ việc này.";
  return html`${otherWords}<div class="hold"><p class="holder">${words}</p><div class="actions">${button(`${address}/nhan`, "Nhận việc này")}</div></div>`;
}

function readOnly({ exchange, seat }: ExchangePageOptions): Html {
  if (exchange.answer.words === null) {
    return html`<p class="notice-line">Lời của người hỏi và câu trả lời đã được xóa, nên không còn gì để đánh giá. Phần không chứa lời vẫn còn bên dưới.</p>`;
  }
  if (seat !== null) return html``;
  return exchange.seats.held.length > 0
    ? html`<p class="notice-line">Anh/chị đọc được, nhưng chưa đánh giá được cho đến khi việc này được trả lại.</p>`
    : html`<p class="notice-line">Trao đổi này đã được đánh giá xong.</p>`;
}

function question({ answer, agencies }: Exchange): Html {
  const { words, askedOn, searched } = answer;
  if (words === null) {
    return html`<section class="card" aria-labelledby="hoi"><h2 id="hoi">Câu hỏi</h2><p class="erased">Lời đã xóa theo yêu cầu.</p></section>`;
  }
  const understood = words.understood as { text?: string; topic?: string | null; documents?: string[] };
  const rewritten = words.model === null ? undefined : (words.model as { rewritten?: string }).rewritten;
  const places = "places" in searched && Array.isArray(searched.places) ? (searched.places as string[]) : [];
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    ["Tìm bằng", understood.text],
    ["Chủ đề", understood.topic],
    ["Văn bản được nhắc", (understood.documents ?? []).join("; ")],
    ["Cơ quan", agencies.join("; ")],
    ["Địa phương", places.join("; ")],
    ["Mô hình viết lại thành", rewritten],
    ["Tính đến ngày", dateInWords(askedOn)],
  ];
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value.trim() !== "");
  return html`<section class="card" aria-labelledby="hoi"><h2 id="hoi">Câu hỏi</h2>
<p class="typed"><bdi>${words.question}</bdi></p>
${history(words.history)}
<details class="fold"><summary>Máy hiểu là</summary><dl class="facts">${shown.map(([label, value]) => html`<div><dt>${label}</dt><dd><bdi>${value}</bdi></dd></div>`)}</dl></details></section>`;
}

function history(messages: readonly object[]): Html | "" {
  if (messages.length === 0) return "";
  const items = (messages as readonly { role?: unknown; content?: unknown }[]).map(
    ({ role, content }) =>
      html`<li><strong>${role === "assistant" ? "Trả lời" : "Hỏi"}:</strong> <bdi class="typed">${String(content ?? "")}</bdi></li>`,
  );
  return html`<details class="fold"><summary>Trước đó trong cuộc trò chuyện (${messages.length})</summary><ol class="history">${items}</ol></details>`;
}

function sent({ answer }: Exchange): Html {
  const { words, premise } = answer;
  const verdict = premise === null ? "Câu hỏi không dựa trên điều gì cần kiểm." : (premiseWords[premise] ?? premise);
  const text =
    words === null
      ? html`<p class="erased">Lời đã xóa theo yêu cầu.</p>`
      : html`<div class="words">${answerBlocks(words.answer).map(blockHtml)}</div>${choices(words.choices)}`;
  return html`<section class="card" aria-labelledby="tra-loi"><h2 id="tra-loi">Câu trả lời đã gửi</h2>
${text}
<p class="about">Tiền đề của câu hỏi: ${verdict}</p></section>`;
}

function choices(all: readonly string[] | null): Html | "" {
  if (all === null || all.length === 0) return "";
  return html`<p class="about">Các lựa chọn đã đưa ra:</p><ul>${all.map((one) => html`<li><bdi>${one}</bdi></li>`)}</ul>`;
}

/** As it was sent, its markers leading to the quotes below. */
function blockHtml(block: AnswerBlock): Html {
  if (block.kind === "paragraph") return html`<p>${block.runs.map(runHtml)}</p>`;
  return html`<ul>${block.items.map((item) => html`<li>${item.map(runHtml)}</li>`)}</ul>`;
}

function runHtml(run: AnswerRun): Html {
  if (run.kind === "words") return html`<bdi>${run.text}</bdi>`;
  if (run.kind === "quote") return html`<bdi class="quote">${run.text}</bdi>`;
  return html`<a class="marker" href="#trich-${run.marker}" aria-label="Đến trích dẫn ${run.marker}">[${run.marker}]</a>`;
}

function form(options: ExchangePageOptions): Html {
  const { exchange, typed, faults, refused } = options;
  const problems =
    faults.length === 0
      ? ""
      : html`<div class="fault" role="alert" id="loi"><p><strong>Chưa lưu được.</strong> Những gì anh/chị đã chọn và gõ vẫn còn nguyên.</p><ul>${faults.map(({ field, sentence }) => html`<li><a href="#${field}">${sentence}</a></li>`)}</ul></div>`;
  return html`${refused === null ? "" : html`<p class="fault" role="alert">${refused} Những gì anh/chị đã gõ vẫn còn bên dưới.</p>`}${problems}
<form method="post" action="/quan-tri/ra-soat/${encodeURIComponent(exchange.answer.id)}" class="judge" data-judge>
${claimsSection({ exchange, typed, faults, mayJudge: true })}
${wholeSection({ status: exchange.answer.status, typed, faults })}
</form>`;
}

function dropped({ answer }: Exchange): Html | "" {
  const withWords = (answer.words?.model as { dropped?: { reason: string; text: string; passage: string }[] } | null)
    ?.dropped;
  const without = (answer.prompt as { dropped?: { reason: string; passage: string }[] } | null)?.dropped;
  const all: { reason: string; text?: string; passage?: string }[] = withWords ?? without ?? [];
  if (all.length === 0) return "";
  const items = all.map(
    ({ reason, text, passage }) =>
      html`<li><p>${text === undefined ? html`<span class="erased">Lời đã xóa.</span>` : html`<del><bdi>${text}</bdi></del>`}</p><p class="about">Bị loại vì ${dropWords[reason] ?? reason}${passage ? `; dựa vào đoạn ${passage}` : ""}.</p></li>`,
  );
  return html`<section aria-labelledby="bi-loai"><h2 id="bi-loai">Câu của mô hình bị loại (${all.length})</h2><ul class="rows">${items}</ul></section>`;
}
