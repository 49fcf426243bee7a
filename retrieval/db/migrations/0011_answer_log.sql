-- The answer log as evidence: what people wrote stands apart from what was decided, so that it can be erased while the
-- chain of hashes over the rest still verifies.

create table answer_words (
  answer_id text primary key references answers (id),
  -- Random; goes with the words, so that a short question cannot be guessed from its hash.
  salt text not null,
  question text not null,
  history jsonb not null,
  -- What was said, and the choices that were offered.
  answer text not null,
  choices jsonb,
  -- The question as it was understood: {text, topic, documents: ["ct 07", …]}.
  understood jsonb not null,
  -- {rewritten?, dropped: [{reason, text, passage}]}: the model's own words.
  model jsonb
);

alter table answers disable trigger user;
-- 32 random hexadecimal digits from two UUIDs would be a pattern; a hash of them is none.
insert into answer_words (answer_id, salt, question, history, answer, choices, understood, model)
select id, encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'hex'), question, history,
       coalesce(answer ->> 'answer', ''), answer -> 'choices',
       jsonb_build_object('text', searched -> 'text', 'topic', searched -> 'topic', 'documents',
         coalesce((select jsonb_agg(d -> 'raw') from jsonb_array_elements(
           case jsonb_typeof(searched -> 'documents') when 'array' then searched -> 'documents' else '[]' end) d), '[]')),
       case when prompt is null then null
            else jsonb_strip_nulls(jsonb_build_object('rewritten', prompt -> 'rewritten', 'dropped', prompt -> 'dropped')) end
  from answers;
update answers
   set answer = answer - 'answer' - 'choices',
       searched = case jsonb_typeof(searched -> 'documents')
         when 'array' then jsonb_set(searched - 'text' - 'topic', '{documents}',
           coalesce((select jsonb_agg(d - 'raw') from jsonb_array_elements(searched -> 'documents') d), '[]'))
         else searched - 'text' - 'topic' end,
       prompt = case when prompt is null then null else (prompt - 'rewritten') || jsonb_build_object('dropped',
         coalesce((select jsonb_agg(d - 'text') from jsonb_array_elements(
           case jsonb_typeof(prompt -> 'dropped') when 'array' then prompt -> 'dropped' else '[]' end) d), '[]')) end;
alter table answers enable trigger user;

alter table answers
  drop column question,
  drop column history,
  -- The day that the answer took for today (Vietnam); null in rows that are older than the column.
  add column asked_on text,
  -- What each search found, by leg: [{passageId, versionId, lexical, dense, score}], best first.
  add column candidates jsonb not null default '[]',
  -- What became of what the question took for granted; null where it took nothing.
  add column premise text,
  -- 0…1; null where nothing measures it.
  add column confidence double precision,
  -- Why a reviewer should look: 'press', 'doubtful-scan', 'dropped-claims', 'near-miss', 'low-confidence', 'sample', 'double'.
  add column signals text[] not null default '{}',
  -- {parser, embedding, program}; prompt and model stand in prompt.
  add column versions jsonb not null default '{}',
  add column tokens integer,
  -- In the currency of the setting that it was worked out with.
  add column cost double precision;

create index answers_asked_at on answers (asked_at);
create index answers_signals on answers using gin (signals);
create index answer_citations_answer on answer_citations (answer_id);
create index answer_words_search on answer_words
  using gin (to_tsvector('simple'::regconfig, folded_words(question || ' ' || answer)));

alter table answer_people add column salt text not null default '';
update answer_people set salt = encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'hex');
alter table answer_people alter column salt drop default;

alter table feedback
  add column salt text not null default '',
  -- A person's verdict on an answer is the latest; the one before stays.
  add column replaces integer references feedback (id);
update feedback set salt = encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'hex');
alter table feedback alter column salt drop default;
create index feedback_replaces on feedback (replaces);

-- What came of sending it, one row for each part of an answer that a platform took or did not.
create table answer_deliveries (
  id integer generated always as identity primary key,
  answer_id text not null references answers (id),
  purpose text not null,
  state text not null check (state in ('sent', 'failed')),
  fault text,
  at timestamptz not null
);
create index answer_deliveries_answer on answer_deliveries (answer_id);
alter table outgoing_messages
  add column purpose text not null default 'answer' check (purpose in ('answer', 'correction', 'report'));

-- Whose words or person were taken out of what, why and by whom.
create table erasures (
  id integer generated always as identity primary key,
  what text not null check (what in ('words', 'person')),
  reason text not null check (reason in ('request', 'forget', 'retention')),
  actor text not null,
  at timestamptz not null
);
create table erased_subjects (
  erasure_id integer not null references erasures (id),
  kind text not null check (kind in ('answer', 'feedback', 'review')),
  subject text not null,
  primary key (kind, subject, erasure_id)
);

create table reviews (
  id integer generated always as identity primary key,
  answer_id text not null references answers (id),
  -- Name of the account.
  reviewer text not null,
  -- Two seats where the exchange is judged twice, blind.
  seat smallint not null check (seat in (1, 2)),
  overall text not null check (overall in ('complete', 'missing', 'should-abstain')),
  -- [{marker, verdict}]: 'supported', 'partly', 'unsupported', 'wrong-document', 'out-of-force'.
  claims jsonb not null,
  -- The reviewer's earlier judgement of the same exchange.
  replaces integer references reviews (id),
  at timestamptz not null
);
create index reviews_answer on reviews (answer_id);
-- A reviewer's words may repeat the person's: they are erased together.
create table review_words (
  review_id integer primary key references reviews (id),
  salt text not null,
  missing text,
  corrected text,
  note text
);
create table review_assignments (
  answer_id text not null references answers (id),
  seat smallint not null check (seat in (1, 2)),
  reviewer text not null,
  until timestamptz not null,
  primary key (answer_id, seat)
);

create table correction_notices (
  id integer generated always as identity primary key,
  answer_id text not null references answers (id),
  review_id integer not null references reviews (id),
  -- What is told; null once the words of the answer were erased.
  words text,
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'withdrawn')),
  proposed_by text not null,
  proposed_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  check (state <> 'confirmed' or decided_by <> proposed_by)
);
create index correction_notices_answer on correction_notices (answer_id);
-- Who was given that answer: told through the outbox, or in the web chat when they next look.
create table correction_recipients (
  notice_id integer not null references correction_notices (id),
  answer_id text not null references answers (id),
  channel text not null,
  state text not null check (state in ('queued', 'waiting', 'shown', 'unreachable')),
  at timestamptz not null,
  primary key (notice_id, answer_id)
);

-- Reviewed exchanges that became questions of the evaluation set. Goes with the words of the answer.
create table eval_questions (
  id integer generated always as identity primary key,
  answer_id text not null unique references answers (id),
  review_id integer not null references reviews (id),
  question jsonb not null,
  created_by text not null,
  created_at timestamptz not null default now()
);

create table weekly_reports (
  -- Monday of the week, ISO.
  week text primary key,
  body jsonb not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz
);

-- One line for everything above that must not change unnoticed; each hash covers the line before.
create table audit_log (
  position bigint primary key,
  at timestamptz not null,
  kind text not null,
  subject text not null,
  -- SHA-256 of the subject's canonical JSON; of its words and of its person, each with the subject's salt.
  content_hash text not null,
  words_hash text,
  person_hash text,
  previous_hash text not null,
  hash text not null,
  unique (kind, subject)
);
create table audit_head (
  id boolean primary key default true check (id),
  position bigint not null,
  hash text not null
);
insert into audit_head (position, hash) values (0, repeat('0', 64));
-- Signed heads: who could recompute the chain from some row on cannot sign it.
create table audit_seals (
  position bigint primary key,
  hash text not null,
  at timestamptz not null,
  key_id text not null,
  signature text not null
);

-- Words are deleted, persons set to null, only where an erasure says so.
create function refuse_unrecorded_erasure() returns trigger language plpgsql as $$
declare
  subject_kind text := tg_argv[0];
  subject_id text := to_jsonb(old) ->> tg_argv[1];
begin
  if exists (select 1 from erased_subjects where kind = subject_kind and subject = subject_id) then
    if tg_op = 'DELETE' then return old; end if;
    return new;
  end if;
  raise exception '% is append-only: % without an erasure refused', tg_table_name, tg_op using errcode = 'raise_exception';
end
$$;

create function refuse_all_but_forgetting() returns trigger language plpgsql as $$
declare
  kept_old jsonb := to_jsonb(old) - 'person_key' - 'conversation_key' - 'words' - 'salt';
  kept_new jsonb := to_jsonb(new) - 'person_key' - 'conversation_key' - 'words' - 'salt';
  gone jsonb := jsonb_strip_nulls(to_jsonb(new) - 'salt');
begin
  -- Nothing may change but to null (a salt to nothing).
  if kept_old = kept_new and jsonb_strip_nulls(to_jsonb(old) - 'salt') @> gone then return new; end if;
  raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'raise_exception';
end
$$;

create trigger answer_words_erasure before delete on answer_words
  for each row execute function refuse_unrecorded_erasure('answer', 'answer_id');
create trigger answer_words_fixed before update on answer_words for each row execute function refuse_change();
create trigger answer_words_no_truncate before truncate on answer_words
  for each statement execute function refuse_change();
create trigger review_words_erasure before delete on review_words
  for each row execute function refuse_unrecorded_erasure('review', 'review_id');
create trigger review_words_fixed before update on review_words for each row execute function refuse_change();
create trigger review_words_no_truncate before truncate on review_words
  for each statement execute function refuse_change();
create trigger answer_people_forgetting before update on answer_people
  for each row execute function refuse_all_but_forgetting();
create trigger answer_people_erasure before update on answer_people
  for each row execute function refuse_unrecorded_erasure('answer', 'answer_id');
create trigger answer_people_kept before delete on answer_people for each row execute function refuse_change();
create trigger answer_people_no_truncate before truncate on answer_people
  for each statement execute function refuse_change();
create trigger feedback_forgetting before update on feedback
  for each row execute function refuse_all_but_forgetting();
create trigger feedback_erasure before update on feedback
  for each row execute function refuse_unrecorded_erasure('feedback', 'id');
create trigger feedback_kept before delete on feedback for each row execute function refuse_change();
create trigger feedback_no_truncate before truncate on feedback for each statement execute function refuse_change();
create trigger answer_deliveries_append_only before update or delete on answer_deliveries
  for each row execute function refuse_change();
create trigger answer_deliveries_no_truncate before truncate on answer_deliveries
  for each statement execute function refuse_change();
create trigger erasures_append_only before update or delete on erasures
  for each row execute function refuse_change();
create trigger erasures_no_truncate before truncate on erasures for each statement execute function refuse_change();
create trigger erased_subjects_append_only before update or delete on erased_subjects
  for each row execute function refuse_change();
create trigger erased_subjects_no_truncate before truncate on erased_subjects
  for each statement execute function refuse_change();
create trigger reviews_append_only before update or delete on reviews
  for each row execute function refuse_change();
create trigger reviews_no_truncate before truncate on reviews for each statement execute function refuse_change();
create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function refuse_change();
create trigger audit_log_no_truncate before truncate on audit_log
  for each statement execute function refuse_change();
create trigger audit_seals_append_only before update or delete on audit_seals
  for each row execute function refuse_change();
create trigger audit_seals_no_truncate before truncate on audit_seals
  for each statement execute function refuse_change();
