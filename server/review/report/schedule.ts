import { boundsOf, latestWeek, type Week, weekAfter, weekOf } from "../statistics/index.ts";

/** Vietnam time. */
export interface Schedule {
  day: "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
  /** "08:00" */
  time: string;
}

const DAYS: readonly Schedule["day"][] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/**
 * The week whose report is due: that before the one in which the latest scheduled moment lies. After a time of downtime that
 * is the latest missed one alone. Null while a scheduled moment comes before the week is over for good.
 */
export function dueWeek(now: Date, { day, time }: Schedule, idleMinutes: number): Week | null {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const sinceMonday = ((DAYS.indexOf(day) * 24 + hours) * 60 + minutes) * 60_000;
  const current = weekOf(now);
  const isPast = boundsOf(current).start.getTime() + sinceMonday <= now.getTime();
  const week = weekAfter(current, isPast ? -1 : -2);
  return week <= latestWeek(now, idleMinutes) ? week : null;
}
