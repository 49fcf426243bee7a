import { fold } from "../text/index.ts";
import type { SourceTier } from "./types.ts";

export interface TierFacts {
  /** True for the official form (letterhead, Kính gửi, signing block), false for an article or a notice. */
  official: boolean;
  /** Number read from the text or vouched for by the sidecar. */
  numbered: boolean;
  /** Number or day left blank in the form itself. */
  blank: boolean;
  /** A signing block or a metadata box with the signer. */
  signed: boolean;
  sourceAddress: string | null;
}

const PORTAL_CUES =
  /luot xem ?:|thong ke truy cap|so luot truy cap|dang online|\(chinhphu\.vn\)|cong thong tin dien tu (?:cua )?(?:tinh|thanh pho|bo|so|ubnd) .{0,40}$/m;

/**
 * How the directive is held. The address decides between an agency's portal and the press where it is known; without
 * one the page's own marks do (counters of an agency's portal, "(Chinhphu.vn)").
 */
export function decideTier(text: string, facts: TierFacts): SourceTier {
  const host = hostOf(facts.sourceAddress);
  const agencySite = host === null ? null : /(?:^|\.)(?:gov\.vn|chinhphu\.vn|dangcongsan\.vn)$/.test(host);
  if (facts.official) {
    if (facts.blank) return "unnumbered-copy";
    if (facts.numbered && facts.signed) return "original";
    if (agencySite) return "portal";
    if (facts.numbered) return "original";
    return facts.signed || host === null ? "unnumbered-copy" : "press";
  }
  if (agencySite !== null) return agencySite ? "portal" : "press";
  return PORTAL_CUES.test(fold(text)) ? "portal" : "press";
}

function hostOf(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  return new URL(address).hostname.toLowerCase().replace(/^www\./, "");
}
