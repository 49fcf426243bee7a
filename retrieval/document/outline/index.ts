export { buildOutline, type Item, type OutlineOptions, type Zone } from "./build.ts";
export type { Cell, Row, Table } from "./tables.ts";
export { readItems, type Zones } from "./zones.ts";
