import type { DutyRole, Relation, Signer } from "../document/types.ts";
import { AppError } from "../errors.ts";
import { CORRECTABLE, type CorrectableField } from "../store/index.ts";

export const DUTY_ROLES: readonly DutyRole[] = ["lead", "coordinate", "partner"];
export const RELATIONS: readonly Relation[] = ["carries-out", "based-on", "amends", "replaces", "repeals", "mentions"];

export function checkField(field: CorrectableField, value: string | Signer | null): void {
  checkOneOf(field, CORRECTABLE);
  const isSigner = typeof value === "object" && value !== null;
  if (value !== null && isSigner !== (field === "signer")) throw badValue(field);
  if (typeof value === "string" && (value.trim() === "" || value.length > 1000)) throw badValue(field);
  if (field === "issuedOn" && typeof value === "string") checkDay(value);
}

export function checkOneOf<T extends string>(value: T, allowed: readonly T[]): void {
  if (!allowed.includes(value)) throw badValue(value);
}

/** A day, month or year of the calendar. */
export function checkDay(on: string | null): void {
  if (on === null) return;
  const form = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/;
  const day = new Date(`${`${on}-01-01`.slice(0, 10)}T00:00:00Z`);
  if (!form.test(on) || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(on)) throw badValue(on);
}

const badValue = (value: string): AppError =>
  new AppError({
    code: "correction.bad_value",
    message: `"${value}" cannot be set like this. Dates are written 2024-03-01, roles and relations as they are listed.`,
    userMessage: "Giá trị chỉnh sửa không hợp lệ. Vui lòng kiểm tra lại.",
  });
