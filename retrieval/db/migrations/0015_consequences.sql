-- What follows from a review: notices of correction that two people answer for, questions of the evaluation set, and
-- answers that a new version or the end of a document touches.

alter table correction_notices
  -- Goes with the words.
  add column salt text not null,
  -- [{marker, versionId, passageId, start, end, quote}]: what the words quote, checked when they were proposed.
  add column citations jsonb not null default '[]',
  -- The first exchange that was given this answer: one open notice at a time for all who were given the same.
  add column first_answer_id text not null references answers (id),
  drop constraint correction_notices_state_check,
  add check (state in ('proposed', 'confirmed', 'rejected', 'withdrawn')),
  add check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
  add check (state not in ('confirmed', 'rejected') or decided_by <> proposed_by),
  add check (state <> 'withdrawn' or decided_by = proposed_by);
create unique index correction_notices_one_open on correction_notices (first_answer_id) where state = 'proposed';

alter table correction_recipients
  drop constraint correction_recipients_state_check,
  -- 'covered': the same chat was told through another exchange of it.
  add check (state in ('queued', 'waiting', 'shown', 'unreachable', 'covered'));
create index correction_recipients_answer on correction_recipients (answer_id);
create index correction_recipients_waiting on correction_recipients (answer_id) where state = 'waiting';

-- Who was given the same answer; the text itself is compared too, this only finds it.
create index answer_words_given on answer_words (md5(answer));
create index outgoing_messages_correction on outgoing_messages (answer_id) where purpose = 'correction';

alter table erased_subjects
  drop constraint erased_subjects_kind_check,
  add check (kind in ('answer', 'feedback', 'review', 'notice'));

-- Asked of the reviewers, for a reason that no signal of the answer's own moment could hold.
create table review_requests (
  answer_id text not null references answers (id),
  reason text not null check (reason in ('version', 'validity')),
  requested_by text not null,
  at timestamptz not null,
  primary key (answer_id, reason)
);

create function guard_notice() returns trigger language plpgsql as $$
declare
  kept_old jsonb := to_jsonb(old) - 'state' - 'decided_by' - 'decided_at';
  kept_new jsonb := to_jsonb(new) - 'state' - 'decided_by' - 'decided_at';
begin
  -- A decision, once, on what was proposed and as it was proposed.
  if old.state = 'proposed' and new.state <> 'proposed' and kept_old = kept_new
     and (new.state <> 'confirmed' or new.words is not null) then
    return new;
  end if;
  -- The words go where an erasure says so.
  if new.words is null and new.salt = '' and to_jsonb(old) - 'words' - 'salt' = to_jsonb(new) - 'words' - 'salt'
     and exists (select 1 from erased_subjects where kind = 'notice' and subject = old.id || ':proposed') then
    return new;
  end if;
  raise exception 'correction_notices: % refused', tg_op using errcode = 'raise_exception';
end
$$;

create function guard_new_notice() returns trigger language plpgsql as $$
begin
  if new.state = 'proposed' and new.words is not null then return new; end if;
  raise exception 'correction_notices: a notice begins as a proposal' using errcode = 'raise_exception';
end
$$;

create function guard_recipient() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if exists (select 1 from correction_notices where id = new.notice_id and state = 'confirmed') then return new; end if;
    raise exception 'correction_recipients: nobody is told before the second person has confirmed' using errcode = 'raise_exception';
  end if;
  if old.state = 'waiting' and new.state = 'shown'
     and to_jsonb(old) - 'state' - 'at' = to_jsonb(new) - 'state' - 'at' then return new; end if;
  raise exception 'correction_recipients: % refused', tg_op using errcode = 'raise_exception';
end
$$;

create trigger correction_notices_begin before insert on correction_notices
  for each row execute function guard_new_notice();
create trigger correction_notices_decision before update on correction_notices
  for each row execute function guard_notice();
create trigger correction_notices_kept before delete on correction_notices
  for each row execute function refuse_change();
create trigger correction_notices_no_truncate before truncate on correction_notices
  for each statement execute function refuse_change();
create trigger correction_recipients_guard before insert or update on correction_recipients
  for each row execute function guard_recipient();
create trigger correction_recipients_kept before delete on correction_recipients
  for each row execute function refuse_change();
create trigger correction_recipients_no_truncate before truncate on correction_recipients
  for each statement execute function refuse_change();
