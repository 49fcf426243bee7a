import { html } from "hono/html";
import { type PastNote, plainText, showDate } from "../../../retrieval/index.ts";
import type { Html } from "../../pages/index.ts";
import type { CitedPlace, Difference, MovedCandidate, Pair, Replayed, ReplayReport } from "../../replay/index.ts";
import type { View } from "../view.ts";
import { shorten } from "./document.ts";
import { frame } from "./frame.ts";
import { timeInWords } from "./time.ts";

const DIFFERENCES: Readonly<Record<Difference, string>> = {
  status: "kết quả",
  premise: "nhận định về tiền đề",
  citations: "trích dẫn",
  wording: "lời văn",
  candidates: "thứ tự tìm kiếm",
};

const STATUSES: Readonly<Record<string, string>> = {
  answered: "có trả lời",
  not_found: "không tìm thấy",
  clarify: "hỏi lại cho rõ",
};

const NOTES: Readonly<Record<PastNote, string>> = {
  history: "nhật ký chỉ mục không cho biết chắc chắn khi đó dùng những bản nào",
  weights: "chỉ mục khi đó có trước khi hệ thống ghi trọng số và hiệu lực; các dữ liệu này được suy từ thời điểm ghi",
  embedder: "mô hình véc tơ khi đó nay không được cấu hình, nên chỉ tìm theo từ ngữ",
  vectors: "mô hình véc tơ đã thay đổi; véc tơ của mô hình cũ được tính lại",
  unreadable: "có văn bản nay không đọc lại được, nên dùng nội dung đã đọc trước đây",
};

const PREMISES: Readonly<Record<string, string>> = {
  assigned: "đúng như câu hỏi nêu",
  group: "giao qua nhóm cơ quan",
  partner: "chỉ là cơ quan phối hợp",
  level: "giao cho cấp khác",
  none: "không giao việc",
  "other-place": "văn bản của địa phương khác",
  "not-held": "không có văn bản được hỏi",
  "issued-later": "văn bản ban hành sau ngày được hỏi",
};

const VERSIONS = { parser: "Bộ đọc văn bản", embedding: "Mô hình véc tơ", program: "Chương trình" } as const;

export interface ReplayPageOptions {
  view: View;
  report: ReplayReport;
}

/** An answer of the log beside what would be answered on the index of then, or of now. */
export function replayPage({ view, report }: ReplayPageOptions): Html {
  const { id, question, askedAt, askedOn, askedOf, against } = report;
  const other = against === "now" ? "khi-do" : "hien-nay";
  const body = html`<p class="crumbs"><a href="/quan-tri/ra-soat/${id}">Lượt hỏi</a></p>
<h1>Hỏi lại ${against === "now" ? "trên chỉ mục hiện nay" : "trên chỉ mục khi đó"}</h1>
<p class="about">Hỏi lúc ${timeInWords(askedAt)}, tính theo ngày ${showDate(askedOn)}, chỉ mục ${askedOf === null ? "chưa có văn bản" : `lần ${askedOf}`} · <a href="/quan-tri/ra-soat/${id}/hoi-lai?voi=${other}">${against === "now" ? "hỏi lại trên chỉ mục khi đó" : "hỏi lại trên chỉ mục hiện nay"}</a></p>
${question === null ? "" : html`<p class="quote">${question}</p>`}
${resultOf(report)}`;
  return frame({ title: "Hỏi lại", here: null, view, body });
}

function resultOf({ result, versions }: ReplayReport): Html {
  if (result.outcome === "erased") {
    return html`<section class="notice"><p>Lời của lượt hỏi này đã được xóa nên không hỏi lại được.</p></section>`;
  }
  if (result.outcome === "failed") {
    return html`<section class="notice" role="alert"><p>Hỏi lại không thành công (${result.code}).</p></section>`;
  }
  return html`${verdict(result)}
${result.notes.length === 0 ? "" : html`<section class="warnings"><h2>Chỉ mục dựng lại có thể không giống hẳn khi đó</h2><ul>${result.notes.map((note) => html`<li>${NOTES[note]}</li>`)}</ul></section>`}
${facts(result, versions)}
${wordingOf(result)}
${places("Trích dẫn không còn", "del", result.citations.gone)}
${places("Trích dẫn mới", "ins", result.citations.added)}
${candidates(result.candidates)}`;
}

function verdict({ outcome, differences }: Replayed): Html {
  const names = differences.map((name) => DIFFERENCES[name]).join(", ");
  const sentence =
    outcome === "differs"
      ? `Câu trả lời khác: ${names}.`
      : names === ""
        ? "Câu trả lời giống hệt."
        : `Câu trả lời giống hệt; chỉ khác ${names}.`;
  return html`<section class="card" role="status"><p><strong>${sentence}</strong></p></section>`;
}

function facts(result: Replayed, versions: ReplayReport["versions"]): Html {
  const { status, premise, readFrom, generation, citations } = result;
  const name = (names: Readonly<Record<string, string>>, value: string | null) =>
    value === null ? "không có" : (names[value] ?? value);
  return html`<ul class="rows">
<li>Kết quả: ${pair(status, (value) => name(STATUSES, value))}</li>
<li>Tiền đề: ${pair(premise, (value) => name(PREMISES, value))}</li>
<li>Trích dẫn giữ nguyên: ${citations.same}</li>
<li>Đọc từ ${readFrom === "live" ? "chỉ mục đang dùng" : "bản dựng lại"}, ${generation === null ? "chưa có văn bản" : `lần ${generation}`}</li>
${(["parser", "embedding", "program"] as const).map((key) => html`<li>${VERSIONS[key]}: ${pair(versions[key], (value) => value ?? "không ghi")}</li>`)}
</ul>`;
}

function pair<T>({ was, is }: Pair<T>, words: (value: T) => string): Html {
  return was === is ? html`${words(was)}` : html`<del>${words(was)}</del> <ins>${words(is)}</ins>`;
}

function wordingOf({ wording, text }: Replayed): Html {
  if (wording === "not-compared") {
    return html`<p class="about">Lời văn do mô hình ngôn ngữ viết nên không so sánh; chỉ so sánh căn cứ của câu trả lời.</p>`;
  }
  if (text.was === text.is) return html``;
  const pieces = text.changes.map(({ kind, text: piece }) =>
    kind === "same" ? html`${piece}` : kind === "added" ? html`<ins>${piece}</ins>` : html`<del>${piece}</del>`,
  );
  return html`<section class="card"><h2>Lời văn</h2><p class="clause-text">${pieces}</p></section>`;
}

function places(title: string, tag: "ins" | "del", cited: readonly CitedPlace[]): Html {
  if (cited.length === 0) return html``;
  const items = cited.map(({ documentId, versionId, documentNumber, source, locator, start, end, quote }) => {
    const words = shorten(plainText(quote), 300);
    return html`<li><p><a href="/quan-tri/van-ban/${documentId}?ban=${versionId}">${documentNumber ?? source}</a>, ${locator} <span class="about">bản ${versionId}, ký tự ${start}–${end}</span></p>
<p>${tag === "ins" ? html`<ins>${words}</ins>` : html`<del>${words}</del>`}</p></li>`;
  });
  return html`<section><h2>${title} (${cited.length})</h2><ul class="rows">${items}</ul></section>`;
}

function candidates(moved: readonly MovedCandidate[]): Html {
  if (moved.length === 0) return html``;
  const place = (value: number | null) => (value === null ? "–" : String(value).replace(".", ","));
  const items = moved.map(
    ({ passageId, versionId, rank, score }) =>
      html`<li>Đoạn ${passageId}, bản ${versionId}: hạng ${place(rank.was)} → ${place(rank.is)}, điểm ${place(score.was)} → ${place(score.is)}</li>`,
  );
  return html`<details class="fold"><summary>Đoạn tìm được với hạng hoặc điểm khác (${moved.length})</summary><ul class="rows">${items}</ul></details>`;
}
