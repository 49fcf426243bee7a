import { isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";
import { AppError } from "../retrieval/index.ts";

/** One setting: where it is read from, what it may hold, and the sentence that the README prints for it. */
interface Setting<T> {
  env: string;
  doc: string;
  /** As the README shows it. */
  shownDefault: string;
  secret?: boolean;
  schema: z.ZodType<T, string | undefined>;
}

const setting = <T>(entry: Setting<T>): Setting<T> => entry;

const optionalText = z
  .string()
  .trim()
  .optional()
  .transform((value) => (value === undefined || value === "" ? null : value));

const port = z
  .string()
  .regex(/^\d{1,5}$/, "must be a whole number from 0 to 65535")
  .default("3000")
  .transform(Number)
  .refine((value) => value <= 65_535, "must be a whole number from 0 to 65535");

const notLoopback =
  "is not a loopback address. There is no sign-in yet, so everybody who can reach the port could read every document " +
  "and every question; keep 127.0.0.1, ::1 or localhost, and put a proxy that checks who is asking in front of it";

const postgresAddress = optionalText.refine(
  (value) => value === null || isUrl(value, ["postgres:", "postgresql:"]),
  "must look like postgresql://USER:PASSWORD@HOST:5432/DATABASE",
);

/** Every setting there is. The README's table is checked against this one by `test/server/config.test.ts`. */
export const settings = {
  host: setting({
    env: "HOST",
    doc: "Address to listen on; only a loopback address is accepted until there is a sign-in.",
    shownDefault: "127.0.0.1",
    schema: z.string().trim().default("127.0.0.1").refine(isLoopback, notLoopback),
  }),
  port: setting({
    env: "PORT",
    doc: "Port to listen on; 0 takes any free one.",
    shownDefault: "3000",
    schema: port,
  }),
  dataDir: setting({
    env: "DATA_DIR",
    doc: "Folder of the embedded database. One process at a time.",
    shownDefault: "./data",
    schema: z
      .string()
      .trim()
      .min(1, "must name a folder")
      .default("./data")
      .transform((value) => resolve(value)),
  }),
  databaseUrl: setting({
    env: "DATABASE_URL",
    doc: "PostgreSQL 15 or later with pgvector; empty means the embedded database.",
    shownDefault: "(embedded)",
    secret: true,
    schema: postgresAddress,
  }),
  samples: setting({
    env: "SAMPLES",
    doc: "Index the bundled samples when the server first starts on an empty database (yes or no).",
    shownDefault: "yes",
    schema: z
      .enum(["yes", "no"], "must be yes or no")
      .default("yes")
      .transform((value) => value === "yes"),
  }),
} as const;

export interface Config {
  host: string;
  port: number;
  dataDir: string;
  databaseUrl: string | null;
  samples: boolean;
}

export type Environment = Record<string, string | undefined>;

/**
 * Reads and checks every setting at once.
 * @throws AppError `config.invalid` that lists all faults; a secret's value is never in it.
 */
export function readConfig(environment: Environment = process.env): Config {
  const faults: string[] = [];
  const values = Object.entries(settings).map(([key, entry]) => {
    const raw = environment[entry.env];
    // Compose files and shells hand over "" for "not set".
    const parsed = entry.schema.safeParse(raw === "" ? undefined : raw);
    if (parsed.success) return [key, parsed.data] as const;
    const shown = "secret" in entry ? entry.env : `${entry.env}=${raw}`;
    faults.push(`${shown} ${parsed.error.issues[0]?.message ?? "is not valid"}`);
    return [key, undefined] as const;
  });
  const config = Object.fromEntries(values) as unknown as Config;
  if (faults.length > 0) throw new AppError({ code: "config.invalid", message: `${faults.join(".\n")}.` });
  return config;
}

/** The settings as they may be shown or logged: secrets are stars, and an address keeps its host but not its password. */
export function describeConfig(config: Config): Record<string, string> {
  const shown = Object.entries(settings).map(([key, entry]) => {
    const value = config[key as keyof Config];
    const secret = "secret" in entry && value !== null;
    return [entry.env, secret ? "***" : String(value ?? entry.shownDefault)] as const;
  });
  return { ...Object.fromEntries(shown), ...databaseShown(config) };
}

/** "postgresql://db.example:5432/trichdan": what may be printed of a database's address. */
export function withoutPassword(address: string): string {
  try {
    const url = new URL(address);
    return `${url.protocol}//${url.host}${url.pathname}`;
  } catch {
    return "(address hidden)";
  }
}

function databaseShown(config: Config): Record<string, string> {
  return config.databaseUrl === null ? {} : { DATABASE_URL: withoutPassword(config.databaseUrl) };
}

function isLoopback(host: string): boolean {
  if (host === "localhost" || host === "::1" || host === "[::1]") return true;
  return isIP(host) === 4 && host.startsWith("127.");
}

function isUrl(value: string, protocols: string[]): boolean {
  try {
    return protocols.includes(new URL(value).protocol);
  } catch {
    return false;
  }
}
