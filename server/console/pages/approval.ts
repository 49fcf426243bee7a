import { html } from "hono/html";
import {
  type AffectedAnswer,
  type DutyChanges,
  type DutyLine,
  needsConfirmation,
  type PassageRecord,
  plainText,
  type VersionDiff,
} from "../../../retrieval/index.ts";
import type { Html } from "../../pages/index.ts";
import type { ConsoleDocument } from "../store/document-detail.ts";
import type { View } from "../view.ts";
import { confirm } from "./confirm.ts";
import { nameOf, shorten } from "./document.ts";
import { frame } from "./frame.ts";
import { fieldNames, roleWords } from "./names.ts";
import { timeInWords } from "./time.ts";
import { wordChanges } from "./word-changes.ts";

export interface ApprovalPageOptions {
  view: View;
  document: ConsoleDocument;
  /** Null for a document that has never been live. */
  diff: VersionDiff | null;
}

export function approvalPage({ view, document, diff }: ApprovalPageOptions): Html {
  const { reading, id } = document;
  const { parsed, versionId } = reading;
  const name = nameOf(document);
  const body = html`<p class="crumbs"><a href="/quan-tri/cho-duyet">Chờ duyệt</a></p>
<h1>${name}</h1>
<p class="about">Tệp ${reading.sourceName} · nhóm ${document.collection} · <a href="/quan-tri/van-ban/${id}?ban=${versionId}">xem toàn văn và nội dung máy đọc được</a></p>
${warnings(document)}
${diff === null ? newDocument(document) : changes(diff)}
${view.session.role === "admin" ? decision(document) : html`<p class="about">Việc duyệt thuộc vai trò quản trị.</p>`}`;
  return frame({
    title: `Duyệt ${name}`,
    here: "approvals",
    view,
    body: html`<div class="approval" data-tier="${parsed.tier}">${body}</div>`,
  });
}

function warnings({ reading }: ConsoleDocument): Html | "" {
  const all = reading.parsed.warnings;
  if (all.length === 0) return "";
  const items = all.map(({ message, span }) => {
    const words = span === null ? "" : shorten(plainText(reading.parsed.text.slice(span.start, span.end)), 100);
    return html`<li>${message}${words === "" ? "" : html` <span class="quote">“${words}”</span>`}</li>`;
  });
  return html`<section class="warnings" aria-labelledby="canh-bao"><h2 id="canh-bao">Cần kiểm tra (${all.length})</h2><ul>${items}</ul></section>`;
}

function newDocument({ reading }: ConsoleDocument): Html {
  const { passages, duties, references } = reading.parsed;
  return html`<section class="card"><h2>Văn bản mới</h2>
<p>${passages.length} đoạn, ${duties.length} nhiệm vụ, ${references.length} viện dẫn. Chưa có câu trả lời nào dựa vào văn bản này.</p></section>`;
}

function changes({ header, passages, duties, answers }: VersionDiff): Html {
  const moved = duties.moved.length + duties.altered.length + duties.added.length + duties.removed.length;
  const { added, changed, removed, unchanged } = passages;
  return html`<section aria-labelledby="thay-doi"><h2 id="thay-doi">Thay đổi so với bản đang dùng</h2>
<ul class="tiles small">${tile(changed.length, "đoạn sửa")}${tile(added.length, "đoạn thêm")}${tile(removed.length, "đoạn bỏ")}${tile(moved, "nhiệm vụ đổi")}${tile(answers.length, "câu trả lời bị ảnh hưởng")}${tile(unchanged.length, "đoạn giữ nguyên")}</ul>
${header.length === 0 ? "" : html`<h3>Thông tin văn bản</h3><ul class="rows">${header.map(({ field, before, after }) => html`<li><strong>${fieldNames[field] ?? field}</strong>: ${before === null ? "" : html`<del>${before}</del>`} ${after === null ? "" : html`<ins>${after}</ins>`}</li>`)}</ul>`}
${dutySections(duties)}
${passageSections(passages)}
${answersSection(answers)}</section>`;
}

const tile = (count: number, label: string) =>
  html`<li class="${count > 0 ? "some" : "none"}"><strong>${count}</strong> ${label}</li>`;

function dutySections({ moved, altered, added, removed }: DutyChanges): Html {
  const pair = ({ before, after }: { before: DutyLine; after: DutyLine }) =>
    html`<li><p><del>${dutyHead(before)}</del> <ins>${dutyHead(after)}</ins></p><p class="about">${after.locator}: ${shorten(plainText(after.words), 200)}</p></li>`;
  const single = (tag: "ins" | "del") => (line: DutyLine) =>
    html`<li><p>${tag === "ins" ? html`<ins>${dutyHead(line)}</ins>` : html`<del>${dutyHead(line)}</del>`}</p><p class="about">${line.locator}: ${shorten(plainText(line.words), 200)}</p></li>`;
  return html`${section("Nhiệm vụ chuyển cho cơ quan khác", moved.map(pair))}${section("Nhiệm vụ đổi vai trò hoặc thời hạn", altered.map(pair))}${section("Nhiệm vụ mới", added.map(single("ins")))}${section("Nhiệm vụ không còn", removed.map(single("del")))}`;
}

const dutyHead = ({ agency, role, deadline }: DutyLine) =>
  html`${agency} (${roleWords[role]}${deadline === null ? "" : `, ${plainText(deadline)}`})`;

function passageSections({ changed, added, removed }: VersionDiff["passages"]): Html {
  const edited = changed.map(
    ({ before, after }) =>
      html`<li><p class="about">${before.locator === after.locator ? after.locator : `${before.locator} → ${after.locator}`}</p><p>${wordChanges(plainText(before.text), plainText(after.text)).map(({ kind, text }) => (kind === "same" ? html`${text}` : kind === "added" ? html`<ins>${text}</ins>` : html`<del>${text}</del>`))}</p></li>`,
  );
  const whole = (tag: "ins" | "del") => (passage: PassageRecord) =>
    html`<li><p class="about">${passage.locator}</p><p>${tag === "ins" ? html`<ins>${plainText(passage.text)}</ins>` : html`<del>${plainText(passage.text)}</del>`}</p></li>`;
  return html`${section("Đoạn sửa", edited)}${section("Đoạn thêm", added.map(whole("ins")))}${section("Đoạn bỏ", removed.map(whole("del")))}`;
}

function answersSection(answers: readonly AffectedAnswer[]): Html | "" {
  const items = answers.map(
    ({ question, askedAt, locator, quote, change }) =>
      html`<li><p><strong>${question ?? "(lời đã xóa)"}</strong> <span class="about">${timeInWords(askedAt)}</span></p>
<p class="about">${locator}, ${change === "removed" ? "đoạn này không còn" : "đoạn này đổi chữ"}: “${shorten(plainText(quote), 200)}”</p></li>`,
  );
  return section("Câu trả lời đã đưa có trích đoạn thay đổi", items);
}

/** Long lists are folded after the first few: a phone's screen is no place for a hundred paragraphs. */
function section(title: string, items: Html[]): Html | "" {
  if (items.length === 0) return "";
  const list = html`<ul class="rows">${items}</ul>`;
  return html`<details class="fold"${items.length <= 8 ? " open" : ""}><summary>${title} (${items.length})</summary>${list}</details>`;
}

function decision({ reading }: ConsoleDocument): Html {
  const { versionId, parsed } = reading;
  const personal = parsed.warnings.filter(needsConfirmation).length;
  const check =
    personal === 0
      ? html``
      : html`<p class="check"><input id="da-xem" type="checkbox" name="da-xem" value="co" required> <label for="da-xem">Tôi đã xem ${personal} chỗ nghi là dữ liệu cá nhân và xác nhận được phép dùng.</label></p>`;
  const reason = (key: string) =>
    html`<p><label for="ly-do-${key}">Ghi chú (không bắt buộc)</label><input id="ly-do-${key}" name="ly-do" maxlength="300"></p>`;
  return html`<div class="actions decision">
${confirm({
  label: "Duyệt",
  action: `/quan-tri/cho-duyet/${versionId}/duyet`,
  fields: html`${check}${reason("duyet")}`,
  sentence: "Bản này được dùng để trả lời ngay. Có thể quay lại bản trước bất cứ lúc nào.",
  primary: true,
  act: "Duyệt bản này",
})}
${confirm({
  label: "Từ chối",
  action: `/quan-tri/cho-duyet/${versionId}/tu-choi`,
  fields: reason("tu-choi"),
  sentence: "Bản này được giữ để đối chiếu nhưng không dùng để trả lời.",
  act: "Từ chối bản này",
})}
</div>`;
}
