import type { Item } from "../outline/index.ts";
import type { Duty, OutlineNode, SourceTier } from "../types.ts";
import type { ItemReading, Order } from "./orders.ts";
import type { Columns } from "./tables.ts";

export interface DutyOptions {
  text: string;
  nodes: readonly OutlineNode[];
  tier: SourceTier;
}

/** What is known while the paragraphs are read one after the other. */
export interface Walk extends DutyOptions {
  duties: Duty[];
  /** Order of each outline node, where it has one. */
  orders: Map<number, Order>;
  /** Order of the lead-in before the first number. */
  leadIn: Order | null;
  /** "Kính gửi": whom a letter's orders are for when they name nobody. */
  addressees: Order | null;
  /** Order of the last unnumbered paragraph: prose goes on without repeating its subject. */
  running: Order | null;
  /** Order of the last "… yêu cầu các sở …:" in running prose, for the list below it. */
  listed: Order | null;
  columns: Map<Item["table"], Columns | null>;
  readings: Map<Item, ItemReading>;
  owner: Order | null;
}
