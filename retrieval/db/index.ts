export { type OpenDatabaseOptions, openDatabase } from "./open.ts";
export type { Database } from "./port.ts";
