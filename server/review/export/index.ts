/** The answer log as a file: CSV, XLSX or JSONL of any filtered view, streamed, with a signed manifest. */
export { COLUMNS, columnsOf, type ExportColumn } from "./columns.ts";
export { createExports, type ExportRequest, type Exports, type ExportsOptions, type OpenExport } from "./exports.ts";
export { type ExportFormat, FORMATS } from "./formats.ts";
export { faultOfRecord } from "./jsonl.ts";
export {
  type FoundFile,
  type Manifest,
  type ManifestFault,
  manifestFaults,
  manifestText,
  parseManifest,
} from "./manifest.ts";
