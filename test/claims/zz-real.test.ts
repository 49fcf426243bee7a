import { test } from "vitest";
import { lieOver, worksFor } from "./lying.ts";
import { writeFileSync } from "node:fs";
test("real", async () => {
  const works = await worksFor("../shared/corpus/real", "../shared/eval/questions-real.jsonl");
  const rates = await lieOver(works);
  writeFileSync("/tmp/real-rates.json", JSON.stringify(rates, null, 1));
}, 900_000);
