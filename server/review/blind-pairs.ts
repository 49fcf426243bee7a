import type { Database } from "../../retrieval/index.ts";
import { type Agreement, agreementOf } from "./agreement.ts";
import {
  CLAIM_VERDICTS,
  type ClaimVerdict,
  type Judgement,
  OVERALL_VERDICTS,
  type OverallVerdict,
} from "./verdicts.ts";

/** Two judgements of one exchange, neither made with the other in sight. */
export interface BlindPair {
  answerId: string;
  first: Judgement;
  second: Judgement;
}

/**
 * What each seat said before both were in: a judgement that was changed after looking at the other's is not counted.
 * `from`, `to`: when the exchange was asked.
 */
export async function blindPairs(db: Database, { from, to }: { from?: Date | undefined; to?: Date | undefined } = {}) {
  return db.query<BlindPair>(
    `with bounds as (
       -- The moment from which both may be seen.
       select r.answer_id, greatest(min(r.id) filter (where r.seat = 1), min(r.id) filter (where r.seat = 2)) as both_in
         from reviews r join answers a on a.id = r.answer_id
        where 'double' = any(a.signals) and r.seat < 3
          and ($1::timestamptz is null or a.asked_at >= $1) and ($2::timestamptz is null or a.asked_at < $2)
        group by r.answer_id having count(distinct r.seat) = 2),
     blind as (
       select distinct on (r.answer_id, r.seat) r.answer_id, r.seat,
              jsonb_build_object('overall', r.overall, 'claims', r.claims) as judgement
         from reviews r join bounds b on b.answer_id = r.answer_id
        where r.seat < 3 and r.id <= b.both_in order by r.answer_id, r.seat, r.id desc)
     select one.answer_id as "answerId", one.judgement as first, two.judgement as second
       from blind one join blind two on two.answer_id = one.answer_id and one.seat = 1 and two.seat = 2
      order by one.answer_id`,
    [from ?? null, to ?? null],
  );
}

export interface DeskAgreement {
  /** Exchanges that two have judged. */
  exchanges: number;
  overall: Agreement<OverallVerdict>;
  claims: Agreement<ClaimVerdict>;
}

/** Pure. A claim counts where both judged it. */
export function deskAgreement(pairs: readonly BlindPair[]): DeskAgreement {
  const claims = pairs.flatMap(({ first, second }) =>
    first.claims.flatMap(({ marker, verdict }): [ClaimVerdict, ClaimVerdict][] => {
      const other = second.claims.find((one) => one.marker === marker);
      return other === undefined ? [] : [[verdict, other.verdict]];
    }),
  );
  return {
    exchanges: pairs.length,
    overall: agreementOf(
      pairs.map(({ first, second }) => [first.overall, second.overall] as const),
      OVERALL_VERDICTS,
    ),
    claims: agreementOf(claims, CLAIM_VERDICTS),
  };
}
