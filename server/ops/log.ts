import { pino } from "pino";
import { describeError } from "./log-error.ts";
import { textLine } from "./log-text.ts";
import { createScrub, type Scrub } from "./scrub.ts";

/**
 * What a line may say. Values are codes, ids, numbers and routes; anything with a space or a diacritic in it could be
 * what an official wrote and is not shown.
 */
export interface LogFields {
  /** One id from the webhook to the delivery. */
  traceId?: string;
  answerId?: string | null;
  channel?: string;
  queue?: string;
  role?: string;
  owner?: string;
  event?: string | number;
  attempt?: number;
  attempts?: number;
  count?: number;
  seconds?: number;
  status?: string | number;
  outcome?: string;
  result?: string;
  reason?: string;
  fault?: string;
  code?: string;
  told?: boolean;
  check?: string;
  mode?: string;
  route?: string;
  method?: string;
  address?: string;
  signal?: string;
  error?: unknown;
  /** The only sentence: the program's own, in English, for whoever operates it. */
  notice?: string;
}

/** The log of operations: one line an event. `message` is a fixed English sentence, what varies is a field. */
export interface Log {
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  /** The same log, with these fields in every line. */
  child(fields: LogFields): Log;
}

export interface LogOptions {
  level: "info" | "warn" | "error" | "silent";
  /** Null or absent: text on a terminal, else JSON. */
  format?: "json" | "text" | null;
  /** Values that must not appear, whoever puts them into a line: `Config.secrets`. */
  secrets?: readonly string[];
  /** Default: standard output, where a container's log is taken from. */
  destination?: { write(line: string): unknown; isTTY?: boolean };
}

export function createLog(options: LogOptions): Log {
  const { level, secrets = [], destination = process.stdout } = options;
  const format = options.format ?? (destination.isTTY === true ? "text" : "json");
  const logger = pino(
    {
      level,
      base: null,
      messageKey: "message",
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => void destination.write(format === "text" ? textLine(line) : line) },
  );
  const scrub = createScrub(secrets);
  const bound = (own: LogFields): Log => {
    const write = (severity: "info" | "warn" | "error") => (fields: LogFields, message: string) => {
      if (!logger.isLevelEnabled(severity)) return;
      logger[severity](fieldsOf({ ...own, ...fields }, scrub), scrub(message));
    };
    return {
      info: write("info"),
      warn: write("warn"),
      error: write("error"),
      child: (fields) => bound({ ...own, ...fields }),
    };
  };
  return bound({});
}

const names: Record<keyof LogFields, true> = {
  ...{ traceId: true, answerId: true, channel: true, queue: true, role: true, owner: true, event: true },
  ...{ attempt: true, attempts: true, count: true, seconds: true, status: true, outcome: true, result: true },
  ...{ reason: true, fault: true, code: true, told: true, check: true, mode: true, route: true, method: true },
  ...{ address: true, signal: true, error: true, notice: true },
};

/** Callers reach this through narrower and wider types than `LogFields`, so the list holds at run time too. */
function fieldsOf(fields: LogFields, scrub: Scrub): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  const dropped: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue;
    if (!Object.hasOwn(names, name)) dropped.push(name);
    else if (name === "error") shown.error = describeError(value, scrub);
    else if (name === "notice") shown.notice = scrub(String(value));
    else shown[name] = shownValue(value, scrub);
  }
  // So that a field somebody added is missed where it is written and not when it is needed.
  return dropped.length === 0 ? shown : { ...shown, dropped };
}

const NOT_SHOWN = "(not shown)";

function shownValue(value: unknown, scrub: Scrub): unknown {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return Math.round(value * 1000) / 1000;
  return typeof value === "string" && /^[\w.:/@+*{}[\],-]{1,120}$/.test(value) ? scrub(value) : NOT_SHOWN;
}
