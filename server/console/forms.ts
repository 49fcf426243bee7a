import type { Context } from "hono";
import { decodeBody } from "../http/question.ts";
import { consoleError } from "./faults.ts";

/** A posted form's fields, trimmed. */
export interface Form {
  text(name: string): string;
  /** Null when empty. */
  optional(name: string): string | null;
  /** As it was typed: a password may begin with a space. */
  raw(name: string): string;
  /** Throws `console.bad_form` for anything else. */
  oneOf<T extends string>(name: string, values: readonly T[]): T;
  /** Throws `console.bad_form` for anything but a whole number. */
  id(name: string): number;
  all(name: string): string[];
}

/** Throws `request.not_utf8`. */
export async function readForm(context: Context): Promise<Form> {
  return formOf(new URLSearchParams(decodeBody(await context.req.arrayBuffer())));
}

export function formOf(fields: URLSearchParams): Form {
  const text = (name: string) => (fields.get(name) ?? "").trim();
  return {
    text,
    optional: (name) => text(name) || null,
    raw: (name) => fields.get(name) ?? "",
    oneOf: (name, values) => {
      const found = values.find((value) => value === text(name));
      if (found === undefined) throw consoleError("console.bad_form", `The field ${name} has an unknown value.`);
      return found;
    },
    id: (name) => wholeNumber(text(name)) ?? fail(name),
    all: (name) => fields.getAll(name),
  };
}

/** Null for anything but a whole number that the database can hold. */
export function wholeNumber(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return null;
  const value = Number(text);
  return value <= 2_147_483_647 ? value : null;
}

function fail(name: string): never {
  throw consoleError("console.bad_form", `The field ${name} is no whole number.`);
}

/** The number in a path such as `/van-ban/:id`. Throws `console.not_found`. */
export function idOf(context: Context, name = "id"): number {
  const id = wholeNumber(context.req.param(name));
  if (id === null) throw consoleError("console.not_found", "The address holds no id.");
  return id;
}
