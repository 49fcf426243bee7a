/**
 * What a spreadsheet may take for a formula when it opens a CSV: = + - @ and their full-width twins, which some Excel
 * versions for East Asian languages take for the same, also behind blanks, quotes and characters that are not seen; and a
 * tab or carriage return in front, behind which some readers begin a cell of its own.
 */
const FORMULA = /^[\s\p{Cc}\p{Cf}"'“”‘’«»]*[\t\r=+\-@＝＋－＠]/u;

export const isFormulaLike = (text: string): boolean => FORMULA.test(text);

/** The text with ' in front where it could be taken for a formula. */
export const guardFormula = (text: string): string => (isFormulaLike(text) ? `'${text}` : text);

/** Undoes it, for every text: what begins with ' and would be guarded without it, was guarded. */
export const unguardFormula = (field: string): string =>
  field.startsWith("'") && isFormulaLike(field.slice(1)) ? field.slice(1) : field;
