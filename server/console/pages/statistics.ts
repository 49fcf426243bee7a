import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import { channelName, unitName } from "../../review/report/words.ts";
import { type Week, weekInWords, weekName } from "../../review/statistics/index.ts";
import type { View } from "../view.ts";
import { frame } from "./frame.ts";
import {
  byWeek,
  costs,
  groups,
  listSection,
  reviewed,
  type Shown,
  tiles,
  times,
  unanswered,
} from "./statistics-sections.ts";

export interface StatisticsPageOptions extends Shown {
  view: View;
  first: Week;
  last: Week;
  /** Weeks that may be chosen, the latest first. */
  choices: Week[];
}

export function statisticsPage(options: StatisticsPageOptions): Html {
  const { view, period, weeks, first, last } = options;
  const { unit, channel } = period.chosen;
  const about = unit !== null ? `Đơn vị: ${unitName(unit)}` : channel !== null ? `Kênh: ${channelName(channel)}` : null;
  const link = (field: string) => (name: string) => addressOf({ first, last, [field]: name });
  const body = html`<h1>Thống kê</h1>
<p class="lead">${weekInWords(first, last)}${about === null ? "" : html` · ${about}`}</p>
${form(options)}
${privacyNote(options)}
${period.exchanges === null ? nothingShown(options) : ""}
${tiles(options)}
${byWeek(options)}
${subjects(options)}
${unanswered(options)}
${times(options)}
${unit === null && channel === null ? html`${groups(options, "units", link("don-vi"))}${groups(options, "channels", link("kenh"))}${reviewed({ ...options, weeks })}` : ""}
${costs(options)}
<p class="actions"><a class="button" href="/quan-tri/bao-cao-tuan">Báo cáo tuần</a></p>`;
  return frame({ title: "Thống kê", here: "statistics", view, body });
}

/** What is asked about. */
export function subjects(shown: Shown): Html {
  return html`${listSection(shown, { list: "topic", title: "Chủ đề", about: "Lĩnh vực của cơ quan được hỏi tới và trích yếu của văn bản được trích dẫn; không lấy chữ nào của câu hỏi." }, true)}
${listSection(shown, { list: "agency", title: "Cơ quan được hỏi tới" }, true)}
${listSection(shown, { list: "document", title: "Văn bản được trích dẫn" })}
${listSection(shown, { list: "place", title: "Địa phương được hỏi tới" })}`;
}

export function privacyNote({ smallestGroup }: Pick<Shown, "smallestGroup">): Html {
  return html`<details class="about"><summary>Cách tính và cách giữ kín</summary>
<p>Chỉ tính tuần trọn (thứ Hai đến Chủ nhật, giờ Việt Nam) đã qua, mỗi tuần ghi lại một lần và không đổi; kỳ dài hơn là tổng các tuần. Số nào của dưới ${smallestGroup} người trong tuần thì không hiện và không cộng vào tổng; số nào giúp suy ra số đó cũng không hiện. Lượt hỏi không rõ người (API, người đã xin quên) được đếm nhưng không tính là người.</p>
<p>“Phải hỏi lần nữa”: cùng một người, trong thời gian một phiên và trong ba câu tiếp theo, hỏi lại đủ cơ quan, văn bản, địa phương đã nêu và cùng ý muốn hỏi. “Tăng”, “giảm”: chênh từ 5 lượt trở lên và vượt quá dao động ngẫu nhiên; tỷ lệ chỉ hiện khi tuần trước có từ 10 lượt. “Gửi tới nơi”: từ lúc tin nhắn tới đến phần cuối được nền tảng nhận.</p></details>`;
}

function nothingShown({ smallestGroup }: Pick<Shown, "smallestGroup">): Html {
  return html`<p class="notice">Kỳ này chưa có tuần nào đủ ${smallestGroup} người hỏi, nên chưa hiện số liệu.</p>`;
}

function form({ first, last, choices, weeks, period }: StatisticsPageOptions): Html {
  const names = (kind: "units" | "channels", chosen: string | null) => [
    ...new Set([...weeks.flatMap((week) => week[kind].map(({ name }) => name)), ...(chosen === null ? [] : [chosen])]),
  ];
  const weekOptions = (chosen: Week) =>
    choices.map(
      (week) =>
        html`<option value="${weekName(week)}"${week === chosen ? " selected" : ""}>${weekInWords(week)}</option>`,
    );
  const nameOptions = (all: string[], chosen: string | null, nameOf: (name: string) => string) =>
    all
      .filter((name) => name !== "")
      .sort()
      .map((name) => html`<option value="${name}"${name === chosen ? " selected" : ""}>${nameOf(name)}</option>`);
  const { unit, channel } = period.chosen;
  return html`<form method="get" action="/quan-tri/thong-ke" class="filters">
<p><label for="tu">Từ tuần</label><select id="tu" name="tu">${weekOptions(first)}</select></p>
<p><label for="den">Đến hết tuần</label><select id="den" name="den">${weekOptions(last)}</select></p>
<p><label for="don-vi">Đơn vị</label><select id="don-vi" name="don-vi"><option value="">Tất cả</option>${nameOptions(names("units", unit), unit, unitName)}</select></p>
<p><label for="kenh">Kênh</label><select id="kenh" name="kenh"><option value="">Tất cả</option>${nameOptions(names("channels", channel), channel, channelName)}</select></p>
<p><button class="primary">Xem</button></p>
<p><a class="button" href="/quan-tri/thong-ke">4 tuần gần nhất</a></p>
</form>`;
}

function addressOf({ first, last, ...fields }: { first: Week; last: Week } & Record<string, string>): string {
  return `/quan-tri/thong-ke?${new URLSearchParams({ tu: weekName(first), den: weekName(last), ...fields })}`;
}
