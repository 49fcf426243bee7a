import type { Citation } from "../../bot/index.ts";
import { quoteQuery } from "./document.ts";

export function sourceName({ documentNumber, sourceTier, title, source }: Citation): string {
  if (documentNumber !== null) return documentNumber;
  return sourceTier === "unnumbered-copy" ? "Văn bản chưa ghi số" : (title ?? source);
}

/** Opens the cited version with the quoted span highlighted; the citation's own address gives document and passage. */
export function citationHref(citation: Citation): string {
  const anchor = citation.url.split("#")[1];
  const query = quoteQuery(citation.versionId, citation);
  return `/documents/${citation.documentId}?${query}${anchor === undefined ? "" : `#${anchor}`}`;
}
