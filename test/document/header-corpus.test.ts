import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findFurniture } from "../../retrieval/document/furniture.ts";
import { type HeaderReading, readHeader } from "../../retrieval/document/header/index.ts";
import { parseSidecar } from "../../retrieval/document/sidecar.ts";
import { canonicalise, fold, sameNumber } from "../../retrieval/text/index.ts";

const folder = new URL("../../../shared/corpus/real/", import.meta.url);
const present = existsSync(folder);

interface Case {
  sidecar: ReturnType<typeof parseSidecar>;
  /** True when the copy's letterhead was cut off: number and date are not in the text at all. */
  beheaded: boolean;
  text: string;
  alone: HeaderReading;
  vouched: HeaderReading;
}

function load(): Case[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .map((name) => {
      const text = canonicalise(readFileSync(new URL(name, folder), "utf8"));
      const json = readFileSync(new URL(name.replace(/txt$/, "json"), folder), "utf8");
      const sidecar = parseSidecar(json, name);
      const furniture = findFurniture(text);
      const beheaded = (JSON.parse(json) as { header_missing: boolean }).header_missing && !sidecar.date;
      return {
        sidecar,
        beheaded,
        text,
        alone: readHeader(text, furniture),
        vouched: readHeader(text, furniture, sidecar),
      };
    });
}

const share = (cases: readonly Case[], right: (each: Case) => boolean) => cases.filter(right).length / cases.length;

describe.skipIf(!present)("headers of the shared corpus (skipped: ../shared is absent)", () => {
  const cases = present ? load() : [];
  const directives = cases.filter((each) => each.sidecar.number);
  const whole = directives.filter((each) => !each.beheaded);

  it("reads number, date and type from the text alone in 98 of 100 directives that print them", () => {
    expect(whole.length).toBeGreaterThan(100);
    expect(
      share(whole, ({ alone, sidecar }) => sameNumber(alone.header.number?.value ?? "", sidecar.number ?? "")),
    ).toBeGreaterThanOrEqual(0.98);
    const dated = whole.filter((each) => each.sidecar.date);
    expect(share(dated, ({ alone, sidecar }) => alone.header.issuedOn?.value === sidecar.date)).toBeGreaterThanOrEqual(
      0.98,
    );
    expect(share(directives, ({ alone, sidecar }) => alone.header.type?.value === sidecar.type)).toBeGreaterThanOrEqual(
      0.98,
    );
  });

  it("reads the issuer in 95 of 100 and a signer in all", () => {
    const issuer = ({ alone, sidecar }: Case) => fold(alone.header.issuer?.value ?? "") === fold(sidecar.issuer ?? "");
    expect(share(whole, issuer)).toBeGreaterThanOrEqual(0.95);
    expect(share(directives, ({ alone }) => alone.header.signer !== null)).toBe(1);
  });

  it("tells directives from reports and reads what the reports report", () => {
    expect(share(directives, ({ vouched }) => vouched.form === "official" && vouched.tier === "original")).toBe(1);
    const reports = cases.filter((each) => !each.sidecar.number);
    expect(share(reports, ({ vouched }) => vouched.tier === "press" || vouched.tier === "portal")).toBe(1);
    expect(share(reports, ({ vouched }) => vouched.header.number !== null)).toBeGreaterThanOrEqual(0.95);
  });

  it("shows the sidecar's contradictions and no others", () => {
    const warned = directives.flatMap(({ vouched }) =>
      vouched.warnings.filter((warning) => warning.code === "sidecar.contradiction"),
    );
    expect(warned.length).toBeGreaterThan(0);
    expect(warned.length).toBeLessThanOrEqual(3);
    expect(cases.flatMap((each) => each.vouched.alternativeNumbers)).toHaveLength(1);
  });

  it("points every number and title at words that hold it", () => {
    for (const { text, alone } of cases) {
      const { number, title } = alone.header;
      if (number?.span)
        expect(sameNumber(text.slice(number.span.start, number.span.end).replace(/\s/gu, ""), number.value)).toBe(true);
      if (title?.span) expect(title.span.end).toBeGreaterThan(title.span.start);
      expect(alone.bodyEnd).toBeGreaterThan(alone.bodyStart);
    }
  });
});
