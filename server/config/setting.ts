import { z } from "zod";

/** One setting: where it is read from, what it may hold, and the sentence that is printed for it. */
export interface Setting<T> {
  env: string;
  doc: string;
  /** As the README and `.env.example` show it; empty when there is none. */
  shownDefault: string;
  /** Never shown, never logged, and without a default. */
  secret: boolean;
  schema: z.ZodType<T, string | undefined>;
}

export type SettingGroup = Record<string, Setting<unknown>>;

/** What a group of settings reads as. */
export type ValuesOf<G extends SettingGroup> = { [K in keyof G]: G[K] extends Setting<infer T> ? T : never };

type Entry<T> = Omit<Setting<T>, "secret" | "shownDefault"> & { secret?: true; shownDefault?: string };

export const setting = <T>(entry: Entry<T>): Setting<T> => ({ secret: false, shownDefault: "", ...entry });

/** Text, or null when it is not set. */
export const optionalText = z
  .string()
  .trim()
  .optional()
  .transform((value) => (value === undefined || value === "" ? null : value));

export const optionalMatch = (pattern: RegExp, message: string) =>
  optionalText.refine((value) => value === null || pattern.test(value), message);

/** A text with a default that is no whole number, no choice and no address. */
export const text = (initial: string, message: string) => z.string().trim().min(1, message).default(initial);

interface Range {
  from: number;
  to: number;
}

export const wholeNumber = (initial: number, range: Range) =>
  optionalWholeNumber(range).transform((value) => value ?? initial);

export const optionalWholeNumber = ({ from, to }: Range) => {
  const message = `must be a whole number from ${from} to ${to}`;
  return optionalMatch(/^\d{1,9}$/, message)
    .transform((value) => (value === null ? null : Number(value)))
    .refine((value) => value === null || (value >= from && value <= to), message);
};

/** One of a few words, or null when it is not set. */
export const optionalOneOf = <const T extends string>(values: readonly T[]) =>
  z
    .enum(values, `must be ${values.slice(0, -1).join(", ")} or ${values.at(-1)}`)
    .optional()
    .transform((value) => value ?? null);

export const oneOf = <const T extends string>(values: readonly T[], initial: NoInfer<T>) =>
  optionalOneOf(values).transform((value): T => value ?? initial);

export const yesOrNo = (initial: "yes" | "no") => oneOf(["yes", "no"], initial).transform((value) => value === "yes");

/** An http(s) address without a slash at its end, as others are put behind it. */
export const apiRoot = (initial: string) =>
  z
    .string()
    .trim()
    .default(initial)
    .refine((value) => isUrl(value, ["https:", "http:"]), "must be an address such as https://api.example")
    .transform((value) => value.replace(/\/+$/, ""));

export function isUrl(value: string, protocols: readonly string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}
