import { html } from "hono/html";
import { plainText } from "../../../retrieval/index.ts";
import { documentName, type Html } from "../../pages/index.ts";
import type { CandidatePlace, Exchange } from "../../review/exchange.ts";
import { shorten } from "./document.ts";
import { timeInWords } from "./time.ts";

const NONE = html`<span class="unknown">không có</span>`;

/** How the answer came about and what became of it, folded: evidence for whoever asks, no reading for everybody. */
export function recordSection(exchange: Exchange): Html {
  return html`<section aria-labelledby="ho-so"><h2 id="ho-so">Hồ sơ</h2>
${candidates(exchange.candidates)}
${folded("Phiên bản, thời gian, chi phí", facts([...versions(exchange), ...costs(exchange)]))}
${folded("Gửi và phản hồi", html`${deliveries(exchange)}${feedback(exchange)}`)}
${folded("Chuỗi kiểm chứng", chain(exchange))}</section>`;
}

const folded = (title: string, content: Html) =>
  html`<details class="fold"><summary>${title}</summary>${content}</details>`;

type Row = readonly [label: string, value: Html | string | number | null | undefined];

const facts = (rows: readonly Row[]) =>
  html`<dl class="facts">${rows.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value ?? NONE}</dd></div>`)}</dl>`;

const decimal = (score: number, digits = 2) => score.toFixed(digits).replace(".", ",");

function candidates(all: readonly CandidatePlace[]): Html {
  if (all.length === 0)
    return folded("Đoạn tìm được (0)", html`<p class="about">Không tìm kiếm, hoặc không thấy đoạn nào.</p>`);
  const rows = all.map(
    ({ header, documentId, versionId, locator, text, lexical, dense, score, isQuoted }) =>
      html`<tr${isQuoted ? html` class="quoted"` : ""}><td>${documentId === null ? "(đoạn không còn)" : html`<a href="/quan-tri/van-ban/${documentId}?ban=${versionId}">${header === null ? documentId : nameOf(header)}</a>, ${locator}`}${isQuoted ? html` <span class="label good">được trích</span>` : ""}<br><span class="about">${shorten(plainText(text ?? ""), 160)}</span></td><td>${decimal(lexical)}</td><td>${decimal(dense)}</td><td>${decimal(score)}</td></tr>`,
  );
  return folded(
    `Đoạn tìm được (${all.length})`,
    html`<div class="table" tabindex="0" role="region" aria-label="Đoạn tìm được"><table><thead><tr><th>Đoạn</th><th>Theo từ</th><th>Theo nghĩa</th><th>Tổng</th></tr></thead><tbody>${rows}</tbody></table></div>`,
  );
}

const nameOf = (header: NonNullable<CandidatePlace["header"]>) =>
  documentName({
    number: header.number?.value ?? null,
    blankNumber: header.blankNumber?.value ?? null,
    type: header.type?.value ?? null,
  });

function versions({ answer, generation }: Exchange): Row[] {
  const { parser, program } = answer.versions as { parser?: string; program?: string | null };
  const prompt = answer.prompt as { model?: string; templates?: unknown; fallback?: string } | null;
  return [
    ["Chỉ mục", generation === null ? null : `${generation.id} (${generation.reason}, ${timeInWords(generation.at)})`],
    ["Mô hình nhúng", generation?.model],
    ["Bộ đọc văn bản", parser],
    ["Chương trình", program],
    ["Trả lời bằng", answer.answeredBy],
    ["Mô hình", prompt?.model],
    ["Mẫu lời nhắc", prompt?.templates === undefined ? null : html`<code>${JSON.stringify(prompt.templates)}</code>`],
    ...(prompt?.fallback ? [["Không dùng lời mô hình vì", html`<code>${prompt.fallback}</code>`] as const] : []),
  ];
}

const stages: Record<string, string> = { understand: "hiểu câu hỏi", answer: "tìm và soạn", model: "mô hình viết" };

function costs({ answer }: Exchange): Row[] {
  const timings = Object.entries(answer.timings).map(([stage, ms]) => `${stages[stage] ?? stage} ${Math.round(ms)} ms`);
  return [
    ["Thời gian", timings.length === 0 ? null : timings.join(", ")],
    ["Độ khớp", answer.confidence === null ? null : decimal(answer.confidence)],
    ["Token", answer.tokens],
    ["Chi phí", answer.cost === null ? null : decimal(answer.cost, 4)],
  ];
}

const deliveryNames: Record<string, string> = { sent: "đã gửi", failed: "không gửi được" };
const waitingNames: Record<string, string> = { ready: "chờ gửi", active: "đang gửi", held: "chờ người hỏi nhắn lại" };
const purposeNames: Record<string, string> = { answer: "Câu trả lời", correction: "Thông báo sửa", report: "Báo cáo" };

function deliveries({ deliveries: done, outgoing }: Exchange): Html {
  if (done.length + outgoing.length === 0) {
    return html`<p class="about">Không có lượt gửi nào: trang hỏi, API và dòng lệnh nhận câu trả lời ngay trong phản hồi.</p>`;
  }
  return html`<ul class="rows log">${done.map(
    ({ purpose, state, fault, at }) =>
      html`<li>${purposeNames[purpose] ?? purpose}: ${deliveryNames[state] ?? state}${fault === null ? "" : html` (<code>${fault}</code>)`} <span class="about">${timeInWords(at)}</span></li>`,
  )}${outgoing.map(({ state, count }) => html`<li>${count} phần ${waitingNames[state] ?? state}</li>`)}</ul>`;
}

const verdictMarks = { up: "👍 đúng", down: "👎 chưa đúng" } as const;

function feedback({ feedback: all }: Exchange): Html {
  if (all.length === 0) return html`<p class="about">Người hỏi chưa phản hồi.</p>`;
  return html`<ul class="rows log">${all.map(
    ({ verdict, words, at, stands }) =>
      html`<li>${verdict === null ? "Góp ý" : verdictMarks[verdict]}${stands ? "" : " (đã đổi ý)"}${words === null ? "" : html`: <bdi class="typed">${words}</bdi>`} <span class="about">${timeInWords(at)}</span></li>`,
  )}</ul>`;
}

const erasedWhat = { words: "Xóa lời", person: "Xóa người hỏi" } as const;
const erasedWhy: Record<string, string> = {
  request: "theo yêu cầu",
  forget: "vì người hỏi rút khỏi hệ thống",
  retention: "vì hết hạn lưu",
};

function chain({ answer, chain: line, erasures }: Exchange): Html {
  return html`${facts([
    ["Mã trao đổi", html`<code>${answer.id}</code>`],
    ["Vị trí", line?.position],
    ["Băm", line === null ? null : html`<code>${line.hash}</code>`],
    ["Băm của dòng trước", line === null ? null : html`<code>${line.previousHash}</code>`],
    ["Ghi lúc", line === null ? null : timeInWords(line.at)],
  ])}
${erasures.length === 0 ? "" : html`<ul class="rows log">${erasures.map(({ what, reason, at }) => html`<li>${erasedWhat[what]} ${erasedWhy[reason] ?? reason} <span class="about">${timeInWords(at)}</span></li>`)}</ul>`}`;
}
