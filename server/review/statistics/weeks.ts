import { vietnamClock, vietnamMidnight } from "../../../retrieval/index.ts";

/** A whole ISO week in Vietnam, named by its Monday: "2026-11-16". Everything is counted by these. */
export type Week = string;

const DAY_MS = 86_400_000;

/** The week that a moment lies in, by the clock in Vietnam. */
export function weekOf(moment: Date): Week {
  const local = vietnamClock(moment);
  const sinceMonday = (local.getUTCDay() + 6) % 7;
  return isoDay(new Date(local.getTime() - sinceMonday * DAY_MS));
}

/** From Monday 00:00 to the next Monday 00:00, Vietnam time; the end is not part of it. */
export function boundsOf(week: Week): { start: Date; end: Date } {
  return { start: midnight(week), end: midnight(weekAfter(week)) };
}

export const weekAfter = (week: Week, weeks = 1): Week =>
  isoDay(new Date(Date.parse(`${week}T00:00:00Z`) + weeks * 7 * DAY_MS));

/**
 * The latest week that is over. A question of Sunday 23:59 may be asked again within the idle time: the week is over only
 * then, because its numbers are written down once and for all.
 */
export const latestWeek = (now: Date, idleMinutes: number): Week =>
  weekAfter(weekOf(new Date(now.getTime() - idleMinutes * 60_000)), -1);

/** Every week from the first to the last, both included; none when they are the wrong way round. */
export function weeksBetween(first: Week, last: Week): Week[] {
  const weeks: Week[] = [];
  for (let week = first; week <= last; week = weekAfter(week)) weeks.push(week);
  return weeks;
}

/** "2026-W47": the ISO number belongs to the year that the week's Thursday lies in. */
export function weekName(week: Week): string {
  const thursday = new Date(Date.parse(`${week}T00:00:00Z`) + 3 * DAY_MS);
  const year = thursday.getUTCFullYear();
  const number = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
  return `${year}-W${String(number).padStart(2, "0")}`;
}

/** "2026-W47" → its Monday; null for anything that names no week. */
export function readWeek(name: string): Week | null {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(name) ?? [];
  if (year === undefined || Number(year) < 1970) return null;
  // 4 January lies in the first week of its year.
  const week = weekAfter(weekOf(new Date(Date.UTC(Number(year), 0, 4))), Number(number) - 1);
  return weekName(week) === name ? week : null;
}

/** "16/11–22/11/2026" */
export function weekInWords(week: Week, last: Week = week): string {
  const [, month, day] = week.split("-").map(Number);
  const [endYear, endMonth, endDay] = isoDay(new Date(Date.parse(`${last}T00:00:00Z`) + 6 * DAY_MS))
    .split("-")
    .map(Number);
  return `${day}/${month}–${endDay}/${endMonth}/${endYear}`;
}

function midnight(week: Week): Date {
  const start = vietnamMidnight(week);
  if (start === null) throw new RangeError(`${week} is no day`);
  return start;
}

const isoDay = (moment: Date) => moment.toISOString().slice(0, 10);
