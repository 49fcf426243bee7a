import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import { STATUSES } from "../../review/filter-fields.ts";
import { type ListedExchange, type Place, REASONS } from "../../review/queue.ts";
import { addressOf, DESK_FIELDS, type DeskFields, placeText } from "../desk-query.ts";
import type { View } from "../view.ts";
import { channelWords, inOrder, reasonNames, statusWords, whyHere } from "./desk-words.ts";
import { shorten } from "./document.ts";
import { frame } from "./frame.ts";
import { shortcuts } from "./shortcuts.ts";
import { clockInWords, timeInWords } from "./time.ts";

export interface DeskPageOptions {
  view: View;
  fields: DeskFields;
  exchanges: ListedExchange[];
  /** Where the next page begins; null: this was the last. */
  next: Place | null;
  /** By reason, under the same filter. */
  counts: ReadonlyMap<string, number>;
  units: string[];
  channels: string[];
}

export const DESK_FILES = { styles: ["desk.css"], scripts: ["desk.js"] };

export function deskPage(options: DeskPageOptions): Html {
  const { view, fields, exchanges, next } = options;
  const isAll = fields.xem === "tat-ca";
  const body = html`<h1>${isAll ? "Tất cả trao đổi" : "Rà soát câu trả lời"}</h1>
${deskTabs(isAll ? "all" : fields["ly-do"] === "disputed" ? "disputed" : "queue", view, options.counts.get("disputed") ?? 0)}
<form method="post" action="/quan-tri/ra-soat/tiep-theo" class="actions take-next">
${DESK_FIELDS.filter((name) => fields[name] !== "" && name !== "xem").map((name) => html`<input type="hidden" name="${name}" value="${fields[name]}">`)}
<button class="primary" data-key="n">Lấy việc tiếp theo <kbd>n</kbd></button>
${mineLink(fields)}
</form>
${isAll ? "" : reasonLinks(options)}
${filters(options)}
<p role="status" class="about">${listWords(isAll, exchanges.length, next !== null)}</p>
<ol class="rows exchanges" data-list>${exchanges.map((one) => exchangeRow(one, view.session.name))}</ol>
${pages(fields, next)}
${shortcuts("list")}`;
  return frame({ title: "Rà soát", here: "desk", view, body, ...DESK_FILES });
}

export function deskTabs(
  here: "queue" | "disputed" | "all" | "agreement",
  { waiting }: View,
  disputed: number | null,
): Html {
  const tab = (key: typeof here, href: string, label: string, count: number | null = null) => {
    const number = count === null ? "" : html` <span class="number">${count}</span>`;
    return key === here
      ? html`<a href="${href}" aria-current="page">${label}${number}</a>`
      : html`<a href="${href}">${label}${number}</a>`;
  };
  return html`<nav class="tabs" aria-label="Rà soát">
${tab("queue", "/quan-tri/ra-soat", "Cần xem", waiting.reviews)}
${tab("disputed", "/quan-tri/ra-soat?ly-do=disputed", "Bất đồng", disputed)}
${tab("all", "/quan-tri/ra-soat?xem=tat-ca", "Tất cả trao đổi")}
${tab("agreement", "/quan-tri/ra-soat/dong-thuan", "Mức đồng thuận")}
</nav>`;
}

function mineLink(fields: DeskFields): Html {
  return fields["cua-toi"] === "co"
    ? html`<a class="button" aria-current="true" href="${addressOf(fields, { "cua-toi": "" })}">Việc của mọi người</a>`
    : html`<a class="button" href="${addressOf(fields, { "cua-toi": "co" })}">Chỉ việc của tôi</a>`;
}

function reasonLinks({ fields, counts }: DeskPageOptions): Html {
  const links = REASONS.map((reason) => {
    const count = counts.get(reason) ?? 0;
    const chosen = fields["ly-do"] === reason;
    const href = addressOf(fields, { "ly-do": chosen ? "" : reason });
    const label = html`${reasonNames[reason]} <span class="number">${count}</span>`;
    if (count === 0 && !chosen) return html`<li><span class="reason-none">${label}</span></li>`;
    return html`<li><a href="${href}" class="reason ${reason}"${chosen ? html` aria-current="true"` : ""}>${label}</a></li>`;
  });
  return html`<h2 class="visually-hidden">Theo lý do</h2><ul class="reasons">${links}</ul>`;
}

function filters({ fields, units, channels }: DeskPageOptions): Html {
  const used = DESK_FIELDS.filter((name) => !["xem", "ly-do", "cua-toi"].includes(name) && fields[name] !== "").length;
  const kept = (["xem", "cua-toi"] as const).filter((name) => fields[name] !== "");
  return html`<details class="fold"${used > 0 ? " open" : ""}><summary>Lọc và tìm${used > 0 ? ` (${used} điều kiện)` : ""}</summary>
<form method="get" action="/quan-tri/ra-soat" class="filters" role="search">
${kept.map((name) => html`<input type="hidden" name="${name}" value="${fields[name]}">`)}
<p class="whole"><label for="tim">Từ trong câu hỏi hoặc câu trả lời, có dấu hay không dấu</label><input id="tim" type="search" name="tim" value="${fields.tim}" maxlength="300" data-key="/"></p>
${picker({ name: "ly-do", label: "Lý do", value: fields["ly-do"], options: REASONS.map((key) => [key, reasonNames[key] ?? key]) })}
${picker({ name: "trang-thai", label: "Trạng thái", value: fields["trang-thai"], options: STATUSES.map((key) => [key, statusWords[key] ?? key]) })}
${picker({ name: "kenh", label: "Kênh", value: fields.kenh, options: channels.map((key) => [key, channelWords[key] ?? key]) })}
${picker({
  name: "danh-gia",
  label: "Đánh giá",
  value: fields["danh-gia"],
  options: [
    ["chua", "Chưa ai đánh giá"],
    ["co", "Đã có đánh giá"],
  ],
})}
${picker({ name: "don-vi", label: "Đơn vị hỏi", value: fields["don-vi"], options: units.map((unit) => [unit, unit]) })}
<p><label for="van-ban">Văn bản được trích</label><input id="van-ban" name="van-ban" value="${fields["van-ban"]}" maxlength="100" placeholder="07/CT-TTg"></p>
<p><label for="co-quan">Hỏi về cơ quan</label><input id="co-quan" name="co-quan" value="${fields["co-quan"]}" maxlength="200" placeholder="Sở Tài chính"></p>
<p><label for="tu">Từ ngày</label><input id="tu" type="date" name="tu" value="${fields.tu}"></p>
<p><label for="den">Đến ngày</label><input id="den" type="date" name="den" value="${fields.den}"></p>
<p><button>Lọc</button></p>
<p><a class="button" href="${addressOf({ ...NO_FIELDS, xem: fields.xem })}">Bỏ lọc</a></p>
</form></details>`;
}

const NO_FIELDS = Object.fromEntries(DESK_FIELDS.map((name) => [name, ""])) as Record<
  (typeof DESK_FIELDS)[number],
  string
>;

interface Picker {
  name: string;
  label: string;
  value: string;
  options: readonly (readonly [key: string, name: string])[];
}

/** What the address asks for stays chosen although the list no longer holds it. */
function picker({ name, label, value, options }: Picker): Html {
  const all = value === "" || options.some(([key]) => key === value) ? options : [...options, [value, value] as const];
  return html`<p><label for="${name}">${label}</label><select id="${name}" name="${name}"><option value="">Tất cả</option>${all.map(([key, words]) => html`<option value="${key}"${key === value ? " selected" : ""}>${words}</option>`)}</select></p>`;
}

function listWords(isAll: boolean, count: number, more: boolean): string {
  if (count === 0) return isAll ? "Không có trao đổi nào khớp." : "Không còn việc nào ở đây.";
  const order = isAll ? "mới nhất trước" : "gấp nhất trước, cùng mức thì chờ lâu trước";
  return more ? `${count} trao đổi đầu của trang này, ${order}.` : `${count} trao đổi, ${order}.`;
}

function exchangeRow(exchange: ListedExchange, me: string): Html {
  const { id, askedAt, channel, unit, question, holders, judgedByMe } = exchange;
  const about = [timeInWords(askedAt), channelWords[channel] ?? channel, unit].filter(Boolean).join(" · ");
  const why = whyHere(exchange).map((sentence) => html`<li>${sentence}</li>`);
  const title =
    question === null
      ? html`<span class="erased">Lời đã xóa theo yêu cầu</span>`
      : html`<bdi>${shorten(question, 240)}</bdi>`;
  return html`<li><p class="labels">${exchangeLabels(exchange)}</p>
<p class="asked"><a href="/quan-tri/ra-soat/${encodeURIComponent(id)}" data-open>${title}</a></p>
${why.length === 0 ? "" : html`<ul class="why-here">${why}</ul>`}
<p class="about">${about}${judgedByMe ? html` · <strong>anh/chị đã đánh giá</strong>` : ""}</p>
${holders.map(({ reviewer, until }) => html`<p class="holder">${reviewer === me ? "Anh/chị đang giữ" : html`<strong>${reviewer}</strong> đang xem`}, đến ${clockInWords(until)}</p>`)}</li>`;
}

export function exchangeLabels(
  exchange: Pick<ListedExchange, "reasons" | "status" | "isDouble" | "judged" | "seats" | "question">,
): Html {
  const { reasons, status, isDouble, judged, seats, question } = exchange;
  const parts = [
    ...(question === null ? [html`<span class="label">đã xóa lời</span>`] : []),
    ...inOrder(reasons).map(
      (reason) => html`<span class="label reason ${reason}">${reasonNames[reason] ?? reason}</span>`,
    ),
    html`<span class="label">${statusWords[status] ?? status}</span>`,
    ...(isDouble ? [html`<span class="label">Đánh giá kép ${judged}/${seats}</span>`] : []),
    ...(!isDouble && judged > 0 ? [html`<span class="label good">đã đánh giá</span>`] : []),
  ];
  return html`${parts.map((part) => html`${part} `)}`;
}

function pages(fields: DeskFields, next: Place | null): Html {
  if (next === null) return html``;
  const sau = placeText(next, fields.xem === "tat-ca" ? "all" : "queue");
  return html`<p class="pages"><a class="button" href="${addressOf(fields, { sau })}" rel="next">Trang sau</a> <a href="${addressOf(fields)}">Về đầu danh sách</a></p>`;
}
