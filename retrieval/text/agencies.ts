/** Level of government that an agency's name shows. `unknown` when the words do not say. */
export type AgencyLevel = "central" | "province" | "district" | "commune" | "unknown";

/**
 * An agency as a text names it. `key` is what two namings of the same agency share: folded (no diacritics, lower
 * case, single spaces), abbreviations expanded, place removed: "so tai chinh", "ubnd cap xa", "cong an cap tinh",
 * "phong tai chinh ke hoach". Old and new names of reorganised agencies keep different keys.
 */
export interface Agency {
  key: string;
  /** As printed, on one line, without markdown. */
  name: string;
  level: AgencyLevel;
  /** Province or locality inside the name ("Sở Nội vụ tỉnh Lạng Sơn" → "Lạng Sơn"), else null. */
  place: string | null;
  /** `group`: stands for its members ("các sở, ban, ngành"). `person`: a post ("Giám đốc Sở Nội vụ" keeps the agency's key). */
  kind: "agency" | "group" | "person";
}
