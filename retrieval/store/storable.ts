/** PostgreSQL stores neither U+0000 nor half a surrogate pair; what people type, and platforms pass on, may hold both. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll("\u0000", "\uFFFD");
}

/** JSON for a `jsonb` parameter. */
export function storableJson(value: object): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "string" ? storable(inner) : inner));
}
