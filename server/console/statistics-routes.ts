import { reportTable } from "../review/report/table.ts";
import { csvBytes, type Table, xlsxBytes } from "../review/spreadsheet/index.ts";
import {
  boundsOf,
  type Chosen,
  firstAsked,
  labelsOf,
  latestWeek,
  listWeeks,
  periodOf,
  publishedWeeks,
  readWeek,
  sentAt,
  type Week,
  weekAfter,
  weekName,
  weekOf,
  weeksBetween,
} from "../review/statistics/index.ts";
import { consoleError } from "./faults.ts";
import { statisticsPage } from "./pages/statistics.ts";
import type { Shown } from "./pages/statistics-sections.ts";
import { weeklyReportPage, weeklyReportsPage } from "./pages/weekly-report.ts";
import { show } from "./show.ts";
import type { ConsoleContext, ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { viewOf } from "./view.ts";

/** Shown when nothing else is asked for. */
const USUAL_WEEKS = 4;
/** A year; a week that was never looked at has to be worked out first. */
const MOST_WEEKS = 53;

/** What officials ask and how they are helped, and the same by week as a report. */
export function statisticsRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  const { db, statistics } = deps;
  const latest = () => latestWeek(statistics.now(), statistics.idleMinutes);

  async function shownOf(weeks: readonly Week[], chosen: Chosen): Promise<Shown> {
    const last = weeks.at(-1) as Week;
    // What the last week is compared with may lie before the period.
    const published = await publishedWeeks(db, [...new Set([weekAfter(last, -1), ...weeks])].sort(), statistics);
    const wanted = published.filter(({ week }) => weeks.includes(week));
    const before = published.find(({ week }) => week === weekAfter(last, -1)) ?? null;
    return {
      weeks: wanted,
      period: periodOf(wanted, before, chosen),
      labels: await labelsOf(db, wanted),
      smallestGroup: statistics.smallestGroup,
    };
  }

  const everybody: Chosen = { unit: null, channel: null };
  const weekOfPath = (context: ConsoleContext): Week => {
    const week = readWeek(context.req.param("week") ?? "");
    if (week === null || week > latest()) throw consoleError("console.not_found", "No such week, or it is not over.");
    return week;
  };

  async function file(
    context: ConsoleContext,
    write: (table: Table) => AsyncIterable<Uint8Array> | ReadableStream,
    type: string,
    ending: string,
  ) {
    const week = weekOfPath(context);
    const shown = await shownOf([week], everybody);
    const [published] = shown.weeks;
    const table = reportTable({ ...shown, week: published as NonNullable<typeof published> });
    const bytes = new Uint8Array(await new Response(streamOf(write(table))).arrayBuffer());
    return context.body(bytes, 200, {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="bao-cao-tuan-${weekName(week)}.${ending}"`,
      "Cache-Control": "no-store",
    });
  }

  return [
    {
      ...{ method: "GET", path: "/thong-ke", access: "reviewer" },
      handle: async (context) => {
        const { first, last, chosen } = readPeriod(context, latest());
        const earliest = (await firstAsked(db)) ?? boundsOf(latest()).start;
        const begin = [weekOf(earliest), weekAfter(latest(), 1 - MOST_WEEKS)].sort().at(-1) as Week;
        const choices = [...new Set([...weeksBetween(begin, latest()), ...weeksBetween(first, last)])].sort().reverse();
        const shown = await shownOf(weeksBetween(first, last), chosen);
        return show(context, statisticsPage({ ...shown, view: await viewOf(context, deps), first, last, choices }));
      },
    },
    {
      ...{ method: "GET", path: "/bao-cao-tuan", access: "reviewer" },
      handle: async (context) => {
        const written = new Map((await listWeeks(db, MOST_WEEKS)).map(({ week, sentAt: at }) => [week, at]));
        const recent = weeksBetween(weekAfter(latest(), 1 - USUAL_WEEKS), latest());
        const weeks = [...new Set([...written.keys(), ...recent])].filter((week) => week <= latest());
        const rows = weeks
          .sort()
          .reverse()
          .map((week) => ({ week, sentAt: written.get(week) ?? null }));
        return show(context, weeklyReportsPage({ view: await viewOf(context, deps), weeks: rows }));
      },
    },
    {
      ...{ method: "GET", path: "/bao-cao-tuan/:week", access: "reviewer" },
      handle: async (context) => {
        const week = weekOfPath(context);
        const around = await shownOf(weeksBetween(weekAfter(week, 1 - USUAL_WEEKS), week), everybody);
        const page = { ...(await shownOf([week], everybody)), around, week, latest: latest() };
        return show(
          context,
          weeklyReportPage({ ...page, view: await viewOf(context, deps), sentAt: await sentAt(db, week) }),
        );
      },
    },
    {
      ...{ method: "GET", path: "/bao-cao-tuan/:week/bang.csv", access: "reviewer" },
      handle: (context) => file(context, csvBytes, "text/csv; charset=utf-8", "csv"),
    },
    {
      ...{ method: "GET", path: "/bao-cao-tuan/:week/bang.xlsx", access: "reviewer" },
      handle: (context) =>
        file(context, xlsxBytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    },
  ];
}

function streamOf(bytes: AsyncIterable<Uint8Array> | ReadableStream): ReadableStream {
  return bytes instanceof ReadableStream ? bytes : ReadableStream.from(bytes);
}

interface AskedFor {
  first: Week;
  last: Week;
  chosen: Chosen;
}

/** `tu`, `den` (weeks such as 2026-W47), `don-vi`, `kenh`. Throws with a sentence for what makes no period. */
function readPeriod(context: ConsoleContext, latest: Week): AskedFor {
  const field = (name: string) => context.req.query(name)?.trim() || null;
  const [from, to] = [field("tu"), field("den")];
  const last = to === null ? latest : weekIn(to);
  const first = from === null ? weekAfter(last, 1 - USUAL_WEEKS) : weekIn(from);
  if (last > latest) throw badPeriod("Tuần này chưa qua; thống kê chỉ tính tuần trọn.");
  if (first > last) throw badPeriod("Tuần đầu phải trước tuần cuối.");
  if (weeksBetween(first, last).length > MOST_WEEKS) throw badPeriod(`Chọn nhiều nhất ${MOST_WEEKS} tuần.`);
  const chosen = { unit: field("don-vi"), channel: field("kenh") };
  if (chosen.unit !== null && chosen.channel !== null) {
    throw badPeriod(
      "Chọn một đơn vị hoặc một kênh, không chọn cả hai: nhóm chung của cả hai dễ nhỏ đến mức lộ người hỏi.",
    );
  }
  return { first, last, chosen };
}

function weekIn(name: string): Week {
  const week = readWeek(name);
  if (week === null) throw badPeriod("Tuần phải có dạng 2026-W47.");
  return week;
}

const badPeriod = (words: string) => consoleError("console.bad_form", "The address names no period.", words);
