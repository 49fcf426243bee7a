import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import { barsPlot, columnsPlot, linesPlot } from "../../review/charts/index.ts";
import {
  changeInWords,
  channelName,
  count,
  hiddenWords,
  OVERALL,
  percent,
  portionInWords,
  timesInWords,
  timeTaken,
  unitName,
  VERDICTS,
} from "../../review/report/words.ts";
import {
  type Labels,
  type ListName,
  type Percentiles,
  type Period,
  type PublishedWeek,
  portionOf,
  type Slice,
  type Trend,
  type Week,
  weekInWords,
  weekName,
  wilson,
} from "../../review/statistics/index.ts";

/** What all sections of a page are made of. */
export interface Shown {
  period: Period;
  weeks: PublishedWeek[];
  labels: Labels;
  smallestGroup: number;
}

type Cell = string | Html;

function table(caption: string, head: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  const [first = "", ...others] = head;
  return html`<div class="table" role="region" aria-label="Bảng: ${caption}" tabindex="0"><table class="numbers"><caption class="visually-hidden">${caption}</caption>
<thead><tr><th scope="col">${first}</th>${others.map((name) => html`<th scope="col" class="figure">${name}</th>`)}</tr></thead>
<tbody>${rows.map(([name = "", ...cells]) => html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td class="figure">${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}

function section(id: string, title: string, body: unknown): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${body}</section>`;
}

const dayAndMonth = (week: Week) => weekInWords(week).split("–")[0] ?? week;

/** The four numbers at the head of the page. */
export function tiles({ period, smallestGroup }: Shown): Html {
  const { exchanges, answered, feedback, again } = period;
  const hidden = hiddenWords(smallestGroup);
  const ups = feedback !== null && feedback.up !== null && feedback.down !== null ? feedback : null;
  const tile = (number: string, label: string) => html`<li><strong>${number}</strong> ${label}</li>`;
  return html`<ul class="tiles small">
${tile(exchanges === null ? hidden : count(exchanges), "lượt hỏi")}
${tile(answered === null ? hidden : percent(answered.count / Math.max(1, answered.of)), "trả lời được")}
${tile(ups === null ? hidden : `${count(ups.up ?? 0)} / ${count(ups.down ?? 0)}`, "hữu ích / chưa đúng")}
${tile(again === null ? hidden : percent(again.count / Math.max(1, again.of)), "phải hỏi lần nữa")}
</ul>`;
}

export function byWeek({ period, smallestGroup }: Shown): Html {
  const hidden = hiddenWords(smallestGroup);
  const number = (value: number | null | undefined) => (value === null || value === undefined ? hidden : count(value));
  const columns = period.points.map(({ week, slice }) => ({
    label: dayAndMonth(week),
    value: slice?.exchanges ?? null,
    part: slice?.answered ?? null,
  }));
  const rows = period.points.map(({ week, slice }) => [
    html`<span class="nowrap">${weekInWords(week)}</span>`,
    number(slice?.exchanges),
    number(slice?.persons),
    number(slice?.answered),
    number(slice?.clarify),
    number(slice?.notFound),
    number(slice?.again),
    number(slice?.feedback?.up),
    number(slice?.feedback?.down),
  ]);
  const plot = columnsPlot({
    ...{ id: "do-thi-tuan", title: "Lượt hỏi theo tuần", columns, hiddenSign: `< ${smallestGroup}` },
    description: "Mỗi cột là một tuần, phần tô đặc là số lượt trả lời được; cùng các số trong bảng bên dưới.",
    legend: { part: "trả lời được", rest: "chưa trả lời được" },
  });
  const change =
    period.change === null ? "" : html`<p>Tuần cuối so với tuần trước: ${changeInWords(period.change)}.</p>`;
  return section(
    "theo-tuan",
    "Theo tuần",
    html`<figure class="figure-plot">${plot}</figure>${change}${table("Lượt hỏi theo tuần", ["Tuần", "Lượt hỏi", "Người hỏi", "Trả lời được", "Bot hỏi thêm", "Không tìm thấy", "Phải hỏi lần nữa", "Hữu ích", "Chưa đúng"], rows)}`,
  );
}

interface ListWords {
  list: ListName;
  title: string;
  about?: string;
}

/** Rows of a list that a page shows; all of them are in the files. */
const MOST_ROWS = 15;
const MOST_BARS = 8;

export function listSection(shown: Shown, { list, title, about }: ListWords, plotted = false): Html {
  const rows = shown.period.lists[list];
  if (rows.length === 0) {
    return section(
      `muc-${list}`,
      title,
      html`<p class="empty">Không có mục nào từ ${shown.smallestGroup} người hỏi trở lên trong một tuần.</p>`,
    );
  }
  const { labels } = shown;
  const bars = rows
    .slice(0, MOST_BARS)
    .map(({ value, exchanges }) => ({ label: labels.nameOf(list, value), value: exchanges }));
  const plot = barsPlot({
    id: `do-thi-${list}`,
    title,
    description: "Số lượt hỏi; cùng các số trong bảng bên dưới.",
    bars,
  });
  return section(
    `muc-${list}`,
    title,
    html`${about === undefined ? "" : html`<p class="about">${about}</p>`}${plotted ? html`<figure class="figure-plot">${plot}</figure>` : ""}
${table(
  title,
  ["Mục", "Lượt hỏi", "Người (tuần nhiều nhất)", "Tuần trước", "Tuần cuối", "Thay đổi"],
  rows.slice(0, MOST_ROWS).map((row) => listRow(shown, list, row)),
)}`,
  );
}

function listRow({ labels, smallestGroup }: Shown, list: ListName, row: Trend): Cell[] {
  const { value, exchanges, persons, latest, before, change } = row;
  const title = labels.titleOf(list, value);
  const name = labels.nameOf(list, value);
  const isDocument = list === "document" || list === "nearest";
  const held = list === "missing" && labels.isHeld(value) ? html` <span class="label good">nay đã có</span>` : "";
  const hidden = hiddenWords(smallestGroup);
  return [
    html`${isDocument ? html`<a href="/quan-tri/van-ban/${value}">${name}</a>` : name}${held}${title === null ? "" : html`<span class="fact">${title}</span>`}`,
    count(exchanges),
    count(persons),
    before === null ? hidden : count(before),
    latest === null ? hidden : count(latest),
    change === null ? "–" : html`<span class="nowrap change-${change.direction}">${changeInWords(change)}</span>`,
  ];
}

export function unanswered(shown: Shown): Html {
  const { clarify, notFound, nearMiss } = shown.period;
  const hidden = hiddenWords(shown.smallestGroup);
  const words = (portion: typeof clarify) => (portion === null ? hidden : portionInWords(portion));
  return html`${section(
    "chua-tra-loi",
    "Chưa trả lời được",
    html`<p>Không tìm thấy: ${words(notFound)} lượt. Không tìm thấy nhưng có đoạn gần đúng: ${words(nearMiss)} lượt. Bot phải hỏi thêm cho rõ: ${words(clarify)} lượt.</p><p class="about">Mỗi số chỉ tính trên những tuần hiện được số đó.</p>`,
  )}
${listSection(shown, { list: "missing", title: "Văn bản được hỏi mà chưa có", about: "Có văn bản này thì đã trả lời được. Xếp theo số lượt, rồi theo số người." })}
<p><a href="/quan-tri/con-thieu">Sổ văn bản còn thiếu</a></p>
${listSection(shown, { list: "gap", title: "Chủ đề không tìm thấy câu trả lời" })}
${listSection(shown, { list: "nearest", title: "Văn bản gần nhất với câu hỏi chưa trả lời được", about: "Đã tìm tới văn bản này nhưng không đoạn nào đủ gần câu hỏi." })}`;
}

export function times({ period, smallestGroup }: Shown): Html {
  const of = (pick: (slice: Slice) => Percentiles | null, which: keyof Percentiles) =>
    period.points.map(({ slice }) => {
      const found = slice === null ? null : pick(slice);
      return found === null ? null : Math.round(found[which] / 100) / 10;
    });
  const plot = linesPlot({
    ...{ id: "do-thi-thoi-gian", title: "Thời gian trả lời theo tuần", unit: "giây" },
    description:
      "Từ câu hỏi đến câu trả lời: một nửa số lượt nhanh hơn p50, 95 % nhanh hơn p95; số có trong bảng bên dưới.",
    labels: period.points.map(({ week }) => dayAndMonth(week)),
    series: [
      { name: "p50", values: of(({ answering }) => answering, "p50") },
      { name: "p95", values: of(({ answering }) => answering, "p95") },
    ],
  });
  const hidden = hiddenWords(smallestGroup);
  const rows = period.points.map(({ week, slice }) => {
    const { answering = null, delivery = null } = slice ?? {};
    const pair = (times: Percentiles | null) =>
      times === null ? [hidden, hidden] : [timeTaken(times.p50), timeTaken(times.p95)];
    return [html`<span class="nowrap">${weekInWords(week)}</span>`, ...pair(answering), ...pair(delivery)];
  });
  return section(
    "thoi-gian",
    "Thời gian trả lời",
    html`<figure class="figure-plot">${plot}</figure>${table("Thời gian trả lời theo tuần", ["Tuần", "Soạn xong, p50", "Soạn xong, p95", "Gửi tới nơi, p50", "Gửi tới nơi, p95"], rows)}`,
  );
}

/** Units or channels side by side, each the sum of the weeks in which it is shown. */
export function groups(shown: Shown, kind: "units" | "channels", link: (name: string) => string): Html {
  const { weeks, smallestGroup } = shown;
  const names = [...new Set(weeks.flatMap((week) => week[kind].map(({ name }) => name)))].sort();
  const title = kind === "units" ? "Theo đơn vị" : "Theo kênh";
  const nameOf = kind === "units" ? unitName : channelName;
  const others = weeks.reduce((sum, week) => sum + (kind === "units" ? week.otherUnits : week.otherChannels), 0);
  const rows = names.map((name): Cell[] => {
    const own = weeks.flatMap((week) => week[kind].filter((one) => one.name === name));
    const sum = (pick: (slice: Slice) => number | null) => {
      const known = own.flatMap((slice) => pick(slice) ?? []);
      return known.length === 0 ? hiddenWords(smallestGroup) : count(known.reduce((total, one) => total + one, 0));
    };
    const portion = (pick: (slice: Slice) => number | null) => {
      const part = portionOf(own, pick);
      return part === null ? hiddenWords(smallestGroup) : html`<span class="nowrap">${portionInWords(part)}</span>`;
    };
    const latest = own.at(-1)?.answering ?? null;
    return [
      html`<a href="${link(name)}">${nameOf(name)}</a>`,
      sum(({ exchanges }) => exchanges),
      portion(({ answered }) => answered),
      portion(({ again }) => again),
      sum(({ feedback }) => feedback?.up ?? null),
      sum(({ feedback }) => feedback?.down ?? null),
      latest === null ? "–" : html`<span class="nowrap">${timesInWords(latest)}</span>`,
    ];
  });
  if (others > 0)
    rows.push([
      `Khác (mỗi nhóm ${hiddenWords(smallestGroup)}, hoặc gộp để không suy ra được)`,
      count(others),
      "–",
      "–",
      "–",
      "–",
      "–",
    ]);
  if (rows.length === 0)
    return section(
      `theo-${kind}`,
      title,
      html`<p class="empty">Chưa có nhóm nào từ ${smallestGroup} người trở lên.</p>`,
    );
  return section(
    `theo-${kind}`,
    title,
    table(
      title,
      ["Nhóm", "Lượt hỏi", "Trả lời được", "Phải hỏi lần nữa", "Hữu ích", "Chưa đúng", "p50 / p95 (tuần cuối)"],
      rows,
    ),
  );
}

/** `slot`: what else is known of the reviewing, e.g. how far two reviewers agree. */
export function reviewed({ weeks, smallestGroup }: Shown, slot: Html | "" = ""): Html {
  const known = weeks.flatMap(({ reviewed: one }) => (one === null ? [] : [one]));
  const sum = (pick: (one: (typeof known)[number]) => number) => known.reduce((total, one) => total + pick(one), 0);
  const [exchanges, wrong] = [sum((one) => one.exchanges), sum((one) => one.wrong)];
  const interval = wilson(wrong, exchanges);
  if (interval === null) {
    return section(
      "ra-soat",
      "Rà soát",
      html`<p class="empty">Chưa rà soát lượt hỏi của từ ${smallestGroup} người trở lên trong một tuần.</p>${slot}`,
    );
  }
  const tally = (names: Readonly<Record<string, string>>, of: "claims" | "overall") =>
    Object.entries(names).map(([key, words]) => [words, count(sum((one) => one[of][key] ?? 0))]);
  return section(
    "ra-soat",
    "Rà soát",
    html`<p>Đã rà soát ${count(exchanges)} lượt hỏi, sai ${count(wrong)}: <strong>${percent(wrong / exchanges)}</strong> (khoảng tin cậy 95 %: ${percent(interval.low)} đến ${percent(interval.high)}).</p>
${table("Kết luận về từng ý", ["Kết luận", "Số ý"], tally(VERDICTS, "claims"))}
${table("Kết luận về cả câu trả lời", ["Kết luận", "Số lần"], tally(OVERALL, "overall"))}${slot}`,
  );
}

export function costs({ period, smallestGroup }: Shown): Html {
  if (period.tokens === 0)
    return section("chi-phi", "Mô hình ngôn ngữ", html`<p class="empty">Không dùng mô hình ngôn ngữ trong kỳ này.</p>`);
  const rows = period.points.map(({ week, slice }) => [
    weekInWords(week),
    slice === null ? hiddenWords(smallestGroup) : count(slice.tokens),
    slice === null ? hiddenWords(smallestGroup) : slice.cost.toLocaleString("vi-VN", { maximumFractionDigits: 2 }),
  ]);
  return section(
    "chi-phi",
    "Mô hình ngôn ngữ",
    table("Token và chi phí theo tuần", ["Tuần", "Token", "Chi phí"], rows),
  );
}

/** "2026-W47", for addresses. */
export const weekAddress = (week: Week): string => `/quan-tri/bao-cao-tuan/${weekName(week)}`;
