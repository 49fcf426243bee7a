import { readFileSync } from "node:fs";
import { type DecodedFile, type ParsedDocument, parseDocument } from "../../retrieval/document/index.ts";

const FOLDER = new URL("../fixtures/formats/", import.meta.url);

export const fixture = (name: string): Uint8Array => readFileSync(new URL(name, FOLDER));
export const fixtureText = (name: string): string => readFileSync(new URL(name, FOLDER), "utf8").trim();

export const parseDecoded = (decoded: Pick<DecodedFile, "text" | "pages" | "warnings">): ParsedDocument =>
  parseDocument({ ...decoded, sourceName: "van-ban" });

/** What a reader of the document would tell: header, tree of its parts, who has to do what, what it cites. */
export function reading({ header, outline, duties, passages, references, text }: ParsedDocument) {
  const flat = (words: string) => words.replace(/\s+/gu, " ");
  const slice = ({ start, end }: { start: number; end: number }) => flat(text.slice(start, end));
  return {
    header: {
      number: header.number?.value,
      type: header.type?.value,
      issuer: header.issuer?.value,
      issuedOn: header.issuedOn?.value,
      title: header.title?.value && flat(header.title.value),
      signer: header.signer?.value,
      addressees: header.addressees.map(({ value }) => flat(value)),
      recipients: header.recipients.map(({ value }) => flat(value)),
    },
    outline: outline.map(({ kind, label, heading }) => `${kind} ${label} ${heading}`),
    duties: duties.map(({ agency, role, span, deadline, partners, passage }) => ({
      agency: agency.key,
      role,
      words: slice(span),
      deadline: deadline?.on,
      partners,
      locator: passages[passage]?.locator.replace(/, trang .*/u, ""),
    })),
    references: references.map(({ relation, number }) => `${relation} ${number}`),
  };
}

/** Letters changed, added or lost to turn one text into the other, as a share of the right one; white space aside. */
export function characterErrorRate(right: string, read: string): number {
  const [a, b] = [right, read].map((text) => [...text.normalize("NFC").replace(/\s+/gu, "")]) as [string[], string[]];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of a.entries()) {
    const next = [i + 1];
    for (const [j, other] of b.entries())
      next.push(
        Math.min((row[j] as number) + (letter === other ? 0 : 1), (row[j + 1] as number) + 1, (next[j] as number) + 1),
      );
    row = next;
  }
  return (row.at(-1) as number) / a.length;
}
