/** Tables as files: CSV and XLSX, written as they are read, with no text that becomes a formula; and a ZIP around them. */
export { csvBytes } from "./csv.ts";
export { guardFormula, isFormulaLike, unguardFormula } from "./formulas.ts";
export { type Cell, type Table, type TableColumn, vietnamTime } from "./table.ts";
export { CELL_CHARACTERS, type XlsxOptions, xlsxBytes } from "./xlsx.ts";
export { type ZipEntry, zipBytes } from "./zip.ts";
