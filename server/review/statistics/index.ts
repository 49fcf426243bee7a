/** What officials ask and how they are helped, by whole weeks, with nothing in it about too few persons. */

export { type Labels, labelsOf } from "./labels.ts";
export {
  type Change,
  type Chosen,
  changeOf,
  chosenSlice,
  type Period,
  type Portion,
  periodOf,
  portionOf,
  type Trend,
} from "./period.ts";
export { publishedWeeks, type Statistics } from "./published.ts";
export { firstAsked, listWeeks, markSent, sentAt } from "./store.ts";
export type { Counted, ListName, Percentiles, PublishedWeek, Reviewed, Slice } from "./types.ts";
export {
  boundsOf,
  latestWeek,
  readWeek,
  type Week,
  weekAfter,
  weekInWords,
  weekName,
  weekOf,
  weeksBetween,
} from "./weeks.ts";
export { wilson } from "./wilson.ts";
