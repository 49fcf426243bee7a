/** Viet Nam has one time zone and, since 1975, one time all year. */
const OFFSET_MS = 7 * 3_600_000;

/** The same wall clock as in Vietnam, told as if it were UTC. */
export const vietnamClock = (time: Date): Date => new Date(time.getTime() + OFFSET_MS);

/** ISO day in Vietnam: a directive comes into force at midnight in Hà Nội, wherever the server stands. */
export const dayInVietnam = (time: Date): string => vietnamClock(time).toISOString().slice(0, 10);

/** When an ISO day begins in Vietnam; null for a text that is no day ("2026-02-30" neither). */
export function vietnamMidnight(day: string): Date | null {
  const start = new Date(Date.parse(`${day}T00:00:00Z`) - OFFSET_MS);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(start.getTime());
  // Date takes the 30th of February for the 2nd of March.
  return isDay && dayInVietnam(start) === day ? start : null;
}
