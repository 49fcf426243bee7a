import { type Database, listedAgency } from "../../../retrieval/index.ts";
import { documentName, titleInWords } from "../../pages/index.ts";
import type { ListName, PublishedWeek } from "./types.ts";

/** What the values of the lists are called, and where more about them stands. */
export interface Labels {
  nameOf(list: ListName, value: string): string;
  /** A document's title; null for what is none or has none. */
  titleOf(list: ListName, value: string): string | null;
  /** A document that was asked for and was not held then is held by now. */
  isHeld(value: string): boolean;
}

const DOCUMENTS: ReadonlySet<ListName> = new Set(["document", "nearest"]);

/** Names come from the documents and our own tables, never from what somebody typed. */
export async function labelsOf(db: Database, weeks: readonly PublishedWeek[]): Promise<Labels> {
  const slices = weeks.flatMap(({ all, units, channels }) => [...(all ? [all] : []), ...units, ...channels]);
  const valuesOf = (list: ListName) => [
    ...new Set(slices.flatMap(({ lists }) => lists[list].map(({ value }) => value))),
  ];
  const documents = await documentsOf(db, [...new Set([...DOCUMENTS].flatMap(valuesOf))].map(Number));
  const agencies = await agenciesOf(db, valuesOf("agency"));
  const held = await heldOf(db, valuesOf("missing"));
  return {
    nameOf: (list, value) => {
      if (DOCUMENTS.has(list)) return documents.get(Number(value))?.name ?? `Văn bản ${value}`;
      if (list === "agency") return listedAgency(value) ?? agencies.get(value) ?? value;
      return list === "missing" ? missingName(value) : value;
    },
    titleOf: (list, value) => (DOCUMENTS.has(list) ? (documents.get(Number(value))?.title ?? null) : null),
    isHeld: (value) => held.has(value),
  };
}

async function documentsOf(db: Database, ids: readonly number[]) {
  const rows = await db.query<{
    id: number;
    number: string | null;
    blankNumber: string | null;
    type: string | null;
    title: string | null;
  }>(
    `select distinct on (document_id) document_id as id, header -> 'number' ->> 'value' as number,
            header -> 'blankNumber' ->> 'value' as "blankNumber", header -> 'type' ->> 'value' as type,
            header -> 'title' ->> 'value' as title
       from document_versions where document_id = any($1::integer[]) order by document_id, live desc, id desc`,
    [ids],
  );
  return new Map(
    rows.map(({ id, title, ...row }) => [
      id,
      { name: documentName(row), title: title === null ? null : titleInWords(title) },
    ]),
  );
}

/** As documents write them most often. */
async function agenciesOf(db: Database, keys: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ key: string; name: string }>(
    `select agency_key as key, mode() within group (order by agency ->> 'name') as name
       from duties where agency_key = any($1::text[]) group by agency_key`,
    [keys],
  );
  return new Map(rows.map(({ key, name }) => [key, name]));
}

/** "7||ct-ttg|Chỉ thị" → "Chỉ thị 07/CT-TTG" */
function missingName(value: string): string {
  const [seq = "", year = "", symbol = "", type = ""] = value.split("|");
  const number = [seq.padStart(2, "0"), year, symbol.toUpperCase()].filter((part) => part !== "").join("/");
  return `${type === "" ? "Văn bản" : type} ${number}`;
}

/** A year or symbol that one side lacks is no difference. */
async function heldOf(db: Database, values: readonly string[]): Promise<Set<string>> {
  const rows = await db.query<{ value: string }>(
    `select w.value from unnest($1::text[]) as w(value)
      where exists (
        select 1 from document_versions v
         where v.live and v.number_seq = split_part(w.value, '|', 1)
           and (v.number_year is null or split_part(w.value, '|', 2) in ('', v.number_year))
           and (v.number_symbol is null or split_part(w.value, '|', 3) in ('', v.number_symbol)))`,
    [values],
  );
  return new Set(rows.map(({ value }) => value));
}
