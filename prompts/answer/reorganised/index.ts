import { kinNames, type ResolvedQuestion } from "../../../retrieval/index.ts";
import type { AskContext } from "../context.ts";
import type { Draft } from "../draft.ts";
import { inTodaysAgencies } from "./agencies.ts";
import { inBranches } from "./branches.ts";
import { inTodaysProvinces } from "./places.ts";

/** Answers in the names of the time of the documents, and says where they are not those of the question. */
export function composeReorganised(context: AskContext, next: (context: AskContext) => Promise<Draft>): Promise<Draft> {
  return inTodaysProvinces(context, (placed) => inBranches(placed, (named) => inTodaysAgencies(named, next)));
}

/** Names that sentences on the reorganisation rest on: they come from our tables and stand in no document. */
export function reorganisedNames({ agencies, places }: ResolvedQuestion): string[] {
  return [...agencies.flatMap(({ key }) => kinNames(key)), ...places.map(({ province }) => province)];
}
