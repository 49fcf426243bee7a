import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import { type Week, weekAfter, weekInWords, weekName } from "../../review/statistics/index.ts";
import type { View } from "../view.ts";
import { frame } from "./frame.ts";
import { privacyNote, subjects } from "./statistics.ts";
import {
  byWeek,
  costs,
  groups,
  reviewed,
  type Shown,
  tiles,
  times,
  unanswered,
  weekAddress,
} from "./statistics-sections.ts";
import { timeInWords } from "./time.ts";

export interface WeeklyReportOptions extends Shown {
  view: View;
  week: Week;
  /** The weeks before it as well, for the plots over time. */
  around: Shown;
  sentAt: Date | null;
  /** The latest that there is. */
  latest: Week;
}

export function weeklyReportPage(options: WeeklyReportOptions): Html {
  const { view, week, sentAt, latest } = options;
  const address = weekAddress(week);
  const link = (field: string) => (name: string) =>
    `/quan-tri/thong-ke?${new URLSearchParams({ tu: weekName(week), den: weekName(week), [field]: name })}`;
  const body = html`<h1>Báo cáo tuần ${weekName(week)}</h1>
<p class="lead">${weekInWords(week)}${sentAt === null ? "" : html` · đã gửi cho quản trị lúc ${timeInWords(sentAt)}`}</p>
<p class="actions"><a class="button" href="${address}/bang.csv">Tải CSV</a><a class="button" href="${address}/bang.xlsx">Tải XLSX</a></p>
${privacyNote(options)}
${tiles(options)}
${byWeek(options.around)}
${subjects(options)}
${unanswered(options)}
${times(options.around)}
${groups(options, "units", link("don-vi"))}
${groups(options, "channels", link("kenh"))}
${reviewed(options)}
${costs(options)}
<nav class="pages" aria-label="Tuần khác"><a class="button" href="${weekAddress(weekAfter(week, -1))}">Tuần trước</a>${week < latest ? html`<a class="button" href="${weekAddress(weekAfter(week))}">Tuần sau</a>` : ""}<a class="button" href="/quan-tri/bao-cao-tuan">Tất cả các tuần</a></nav>`;
  return frame({ title: `Báo cáo tuần ${weekName(week)}`, here: "weekly", view, body });
}

export interface WeeklyReportsOptions {
  view: View;
  weeks: { week: Week; sentAt: Date | null }[];
}

export function weeklyReportsPage({ view, weeks }: WeeklyReportsOptions): Html {
  const rows = weeks.map(
    ({ week, sentAt }) =>
      html`<li><p><a href="${weekAddress(week)}"><strong>${weekName(week)}</strong></a> ${weekInWords(week)}</p>${sentAt === null ? "" : html`<p class="about">Đã gửi cho quản trị lúc ${timeInWords(sentAt)}</p>`}</li>`,
  );
  const body = html`<h1>Báo cáo tuần</h1>
<p class="lead">Mỗi tuần một báo cáo, từ thứ Hai đến Chủ nhật, giờ Việt Nam.</p>
<ul class="rows">${rows}</ul>
<p class="actions"><a class="button" href="/quan-tri/thong-ke">Thống kê nhiều tuần</a></p>`;
  return frame({ title: "Báo cáo tuần", here: "weekly", view, body });
}
