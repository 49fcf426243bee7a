-- The reviewers' desk. What waits for their eyes is kept in a row of its own, brought up to date by whatever changes it:
-- a page of the queue reads as many rows as it shows, however long the log is.

-- The third seat settles what two judged differently.
alter table reviews drop constraint reviews_seat_check;
alter table reviews add constraint reviews_seat_check check (seat in (1, 2, 3));
alter table review_assignments drop constraint review_assignments_seat_check;
alter table review_assignments add constraint review_assignments_seat_check check (seat in (1, 2, 3));
create index if not exists reviews_replaces on reviews (replaces);
create index if not exists reviews_reviewer on reviews (reviewer);
create index if not exists review_assignments_reviewer on review_assignments (reviewer);

create table review_items (
  answer_id text primary key references answers (id) on delete cascade,
  -- Of the answer: its age.
  sequence integer not null,
  -- The answer's signals but 'double'; 'down' while a thumb down stands, 'disputed' while two judged differently.
  reasons text[] not null,
  -- Of the most urgent reason, from 1.
  urgency smallint not null,
  -- Judgements that it takes, and those of them that are there.
  seats smallint not null,
  judged smallint not null,
  waits boolean not null
);
create index review_items_waiting on review_items (urgency, sequence) where waits;
create index review_items_reasons on review_items using gin (reasons);

create index if not exists answers_by_status on answers (status, sequence);
create index if not exists answers_by_channel on answers (channel, sequence);
create index if not exists answers_by_agency on answers using gin ((searched -> 'agencies'));
create index if not exists answer_people_by_unit on answer_people (unit) where unit is not null;
create index if not exists answer_citations_by_version on answer_citations (version_id);

create function review_urgency(reasons text[]) returns smallint language sql immutable as $$
  select coalesce(min(array_position(
           array['down', 'disputed', 'low-confidence', 'dropped-claims', 'doubtful-scan', 'press', 'near-miss', 'sample'], r)),
         9)::smallint
    from unnest(reasons) r
$$;

create function refresh_review_item(of_answer text) returns void language plpgsql as $$
declare
  answer record;
  judgements record;
  is_double boolean;
  why text[];
  last_down timestamptz;
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
  is_disputed := is_double and judgements.opinions > 1 and judgements.settled = 0;
  why := array_remove(answer.signals, 'double');
  if last_down is not null then why := why || 'down'::text; end if;
  if is_disputed then why := why || 'disputed'::text; end if;
  if why = '{}' and not exists (select 1 from review_items i where i.answer_id = of_answer) then return; end if;
  insert into review_items (answer_id, sequence, reasons, urgency, seats, judged, waits)
  values (of_answer, answer.sequence, why, review_urgency(why), case when is_double then 2 else 1 end, judgements.judged,
          -- A thumb down that came after it was judged wants another look.
          answer.has_words and why <> '{}' and (is_disputed or coalesce(last_down > judgements.last_at, false)
            or judgements.judged < case when is_double then 2 else 1 end))
  on conflict (answer_id) do update
     set reasons = excluded.reasons, urgency = excluded.urgency, judged = excluded.judged, waits = excluded.waits;
end
$$;

create function refresh_review_item_of_row() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform refresh_review_item(old.answer_id);
  else
    perform refresh_review_item(new.answer_id);
  end if;
  return null;
end
$$;

-- An answer's words are the last part of it that is written and the first that is erased.
create trigger answer_words_to_review after insert or delete on answer_words
  for each row execute function refresh_review_item_of_row();
create trigger feedback_to_review after insert on feedback
  for each row when (new.answer_id is not null and new.verdict is not null)
  execute function refresh_review_item_of_row();
create trigger reviews_to_review after insert on reviews
  for each row execute function refresh_review_item_of_row();

select refresh_review_item(id) from answers
 where signals <> '{}' or exists (select 1 from feedback f where f.answer_id = answers.id and f.verdict = 'down');
