-- What somebody asks the reviewers to look at again stands in their queue beside what its own signals put there.
create or replace function review_urgency(reasons text[]) returns smallint language sql immutable as $$
  select coalesce(min(array_position(
           array['down', 'disputed', 'requested', 'low-confidence', 'dropped-claims', 'doubtful-scan', 'press', 'near-miss',
                 'sample'], r)),
         9)::smallint
    from unnest(reasons) r
$$;

create or replace function refresh_review_item(of_answer text) returns void language plpgsql as $$
declare
  answer record;
  judgements record;
  is_double boolean;
  why text[];
  last_down timestamptz;
  is_requested boolean;
  is_disputed boolean;
begin
  select a.sequence, a.signals, exists (select 1 from answer_words w where w.answer_id = a.id) as has_words
    into answer from answers a where a.id = of_answer;
  if not found then return; end if;
  is_double := 'double' = any(answer.signals);
  select max(f.given_at) into last_down from feedback f
   where f.answer_id = of_answer and f.verdict = 'down'
     and not exists (select 1 from feedback later where later.replaces = f.id);
  -- One judgement a seat: the one that no later one replaces.
  select count(*) filter (where r.seat <= case when is_double then 2 else 1 end) as judged,
         count(*) filter (where r.seat = 3) as settled,
         count(distinct (r.overall, r.claims)) filter (where r.seat < 3) as opinions, max(r.at) as last_at
    into judgements from reviews r
   where r.answer_id = of_answer and not exists (select 1 from reviews later where later.replaces = r.id);
  -- Answered by the next judgement, unlike a thumb, which stands.
  is_requested := exists (select 1 from review_requests q
                           where q.answer_id = of_answer and q.at > coalesce(judgements.last_at, '-infinity'));
  is_disputed := is_double and judgements.opinions > 1 and judgements.settled = 0;
  why := array_remove(answer.signals, 'double');
  if last_down is not null then why := why || 'down'::text; end if;
  if is_requested then why := why || 'requested'::text; end if;
  if is_disputed then why := why || 'disputed'::text; end if;
  if why = '{}' and not exists (select 1 from review_items i where i.answer_id = of_answer) then return; end if;
  insert into review_items (answer_id, sequence, reasons, urgency, seats, judged, waits)
  values (of_answer, answer.sequence, why, review_urgency(why), case when is_double then 2 else 1 end, judgements.judged,
          -- A thumb down that came after it was judged wants another look.
          answer.has_words and why <> '{}' and (is_disputed or is_requested
            or coalesce(last_down > judgements.last_at, false)
            or judgements.judged < case when is_double then 2 else 1 end))
  on conflict (answer_id) do update
     set reasons = excluded.reasons, urgency = excluded.urgency, judged = excluded.judged, waits = excluded.waits;
end
$$;

create trigger review_requests_to_review after insert or update on review_requests
  for each row execute function refresh_review_item_of_row();
select refresh_review_item(answer_id) from review_requests;
