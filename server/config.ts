import { AppError } from "../retrieval/index.ts";
import { assemble } from "./config/assemble.ts";
import { crossFaults } from "./config/rules.ts";
import type { Setting } from "./config/setting.ts";
import { settings } from "./config/settings.ts";
import type { Config, Values } from "./config/types.ts";

export { withoutPassword } from "./config/addresses.ts";
export { envExample } from "./config/env-example.ts";
export { settings } from "./config/settings.ts";
export type { Config, Mode, TelegramConfig, ZaloBotConfig, ZaloOaConfig } from "./config/types.ts";

export type Environment = Record<string, string | undefined>;

/**
 * Reads and checks every setting at once.
 * @throws AppError `config.invalid` that lists all faults; a secret's value is never in it.
 */
export function readConfig(environment: Environment = process.env): Config {
  const read = Object.entries(settings).map(([key, entry]) => ({ key, ...readSetting(entry, environment) }));
  const values = Object.fromEntries(read.flatMap(({ key, value }) => (value === undefined ? [] : [[key, value]])));
  const faults = [...read.flatMap(({ fault }) => fault ?? []), ...crossFaults(values as Partial<Values>)];
  if (faults.length > 0) throw new AppError({ code: "config.invalid", message: `${faults.join(".\n")}.` });
  return assemble(values as Values);
}

function readSetting(entry: Setting<unknown>, environment: Environment): { value?: unknown; fault?: string } {
  const raw = environment[entry.env]?.trim();
  // Compose files and shells hand over "" for "not set".
  const parsed = entry.schema.safeParse(raw === "" ? undefined : raw);
  if (parsed.success) return { value: parsed.data };
  const shown = entry.secret ? entry.env : `${entry.env}=${raw}`;
  return { fault: `${shown} ${parsed.error.issues[0]?.message ?? "is not valid"}` };
}

/** The settings as they may be shown or logged: secrets are stars, and an address keeps its host but not its password. */
export const describeConfig = (config: Config): Readonly<Record<string, string>> => config.shown;
