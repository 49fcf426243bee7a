import { parseArgs } from "node:util";
import { vietnamMidnight } from "../../../retrieval/index.ts";
import type { Against } from "../../replay/index.ts";
import type { ExchangeFilter } from "../../review/filter.ts";
import { usageError } from "../usage.ts";

/** What is replayed, over what, and how it is told. */
export interface ReplayArguments {
  /** Given one by one; else the range. */
  ids: readonly string[];
  range: ExchangeFilter | null;
  against: Against;
  readAgain: boolean;
  withModel: boolean;
  format: "text" | "json" | "jsonl";
  /** What was asked and answered is shown, which may name persons. */
  words: boolean;
}

/** Throws `usage`. */
export function replayArguments(args: readonly string[]): ReplayArguments {
  const { values, positionals: ids } = parsed(args);
  const { from, to, unit, channel, against = "then", reparse = false } = values;
  if (against !== "then" && against !== "now") throw usageError("--against must be then or now.");
  if (values.json && values.jsonl) throw usageError("Give --json or --jsonl, not both.");
  const isRange = from !== undefined || to !== undefined;
  if (ids.length > 0 === isRange) throw usageError("Give ids of answers, or --from DAY --to DAY.");
  if (!isRange && (unit !== undefined || channel !== undefined))
    throw usageError("--unit and --channel narrow a range: give --from and --to.");
  return {
    ids,
    range: isRange ? { ...days(from, to), unit, channels: channel } : null,
    against: reparse ? "now" : against,
    readAgain: reparse,
    withModel: values["with-model"] ?? false,
    format: values.json ? "json" : values.jsonl ? "jsonl" : "text",
    words: values.words ?? false,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ from: { type: "string" }, to: { type: "string" }, unit: { type: "string" } },
        channel: { type: "string", multiple: true },
        against: { type: "string" },
        ...{ reparse: { type: "boolean" }, "with-model": { type: "boolean" }, words: { type: "boolean" } },
        ...{ json: { type: "boolean" }, jsonl: { type: "boolean" } },
      },
    });
  } catch (error) {
    throw usageError(error instanceof Error ? (error.message.split(". ")[0] ?? "") : "Wrong options.");
  }
}

/** From the first day's beginning to the last one's, in Vietnam: 2026-11-20 to 2026-11-27 are seven days. */
function days(from: string | undefined, to: string | undefined): Pick<ExchangeFilter, "from" | "to"> {
  if (from === undefined || to === undefined) throw usageError("A range needs --from DAY and --to DAY.");
  const range = { from: dayOf(from), to: dayOf(to) };
  if (range.from >= range.to) throw usageError("--to is the day after the last one, later than --from.");
  return range;
}

function dayOf(text: string): Date {
  const day = vietnamMidnight(text);
  if (day !== null) return day;
  throw usageError(`"${text}" is not a day: write it as 2026-11-20.`);
}
