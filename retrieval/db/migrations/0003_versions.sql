-- Versions that wait, are judged, come back; a reindex that is prepared beside what is searched; what an admin vouches
-- for: validity and corrections.

-- Original bytes by their SHA-256, so that a better parser can read a document again. Versions stored before this
-- migration have none and are read again from their canonical text.
create table document_originals (
  hash text primary key,
  bytes bytea not null
);

alter table document_versions
  -- 'shadow': prepared by a reindex that has not been switched to; nobody has seen it.
  add column status text not null default 'retired'
    check (status in ('pending', 'live', 'retired', 'rejected', 'shadow')),
  add column original_hash text references document_originals (hash),
  -- {header, duties, references, warnings} as they were read, where corrections have changed the rows; else null.
  add column extraction jsonb;
update document_versions set status = 'live' where live;
alter table document_versions add constraint document_versions_live_status check (live = (status = 'live'));
create index document_versions_pending on document_versions (document_id) where status = 'pending';
-- Search joins it on every question: an index of a few pages instead of the rows with their texts.
create index document_versions_live on document_versions (id) where live;

-- Who did what to a version, and why. Append-only.
create table version_events (
  id integer generated always as identity primary key,
  version_id integer not null references document_versions (id),
  event text not null check (event in ('approved', 'rejected', 'superseded', 'rolled-back', 'retired', 'reindexed')),
  actor text not null,
  reason text,
  at timestamptz not null default now()
);
create index version_events_version on version_events (version_id);
create trigger version_events_append_only before update or delete on version_events
  for each row execute function refuse_change();
create trigger version_events_no_truncate before truncate on version_events
  for each statement execute function refuse_change();

-- What an indexed version adds to the index's counts. Rows in passage_index are prepared apart from counting them, so
-- that a switch of a thousand documents moves counts and flags, not weights.
create table version_frequencies (
  version_id integer primary key references document_versions (id),
  passages integer not null,
  total_length bigint not null,
  dimensions integer[] not null,
  frequencies integer[] not null
);
insert into version_frequencies (version_id, passages, total_length, dimensions, frequencies)
select counted.version_id, counted.passages, counted.total_length,
       coalesce(terms.dimensions, '{}'), coalesce(terms.frequencies, '{}')
  from (select version_id, count(*)::integer as passages, sum(length) as total_length
          from passage_index group by version_id) counted
  left join (
    select version_id, array_agg(dimension) as dimensions, array_agg(passages) as frequencies
      from (select p.version_id, split_part(element, ':', 1)::integer as dimension, count(*)::integer as passages
              from passage_index p,
                   lateral unnest(string_to_array(substring(p.accented::text from '\{(.*)\}'), ',') ||
                                  string_to_array(substring(p.folded::text from '\{(.*)\}'), ',')) as element
             where element <> ''
             group by 1, 2) each_term
     group by version_id) terms using (version_id);

-- Vectors of two models stand side by side while the second is being computed; a question is compared with its own.
alter table passage_embeddings drop constraint passage_embeddings_pkey;
alter table passage_embeddings add primary key (passage_id, model);
alter table index_state add column model text;
update index_state set model = (select model from passage_embeddings order by passage_id limit 1);

-- What an admin corrects, apart from what was read. The target is named by words, not by row numbers, so that it is
-- found again in another reading or version of the document.
create table corrections (
  id integer generated always as identity primary key,
  document_id integer not null references documents (id),
  kind text not null check (kind in ('header', 'duty', 'reference')),
  -- Header field; 'agency', 'role', 'deadline', 'add', 'remove' of a duty; 'relation', 'remove' of a reference.
  field text not null,
  -- {passageHash, locator, words, agencyKey} of a duty, {passageHash, words} of a reference, null of a header field.
  target jsonb,
  old_value jsonb,
  new_value jsonb,
  actor text not null,
  reason text,
  created_at timestamptz not null default now(),
  withdrawn_by text,
  withdrawn_at timestamptz
);
create index corrections_document on corrections (document_id);
create trigger corrections_fixed
  before update of document_id, kind, field, target, old_value, new_value, actor, reason, created_at on corrections
  for each row execute function refuse_change();
create trigger corrections_kept before delete on corrections
  for each row execute function refuse_change();
create trigger corrections_no_truncate before truncate on corrections
  for each statement execute function refuse_change();

-- From when to when a document is in force, what replaced or repealed it. A proposal is read from a text; only a person
-- confirms or dismisses.
create table validity_facts (
  id integer generated always as identity primary key,
  document_id integer not null references documents (id),
  kind text not null check (kind in ('in-force-from', 'in-force-to', 'replaced-by', 'repealed-by')),
  -- ISO date; of 'replaced-by' and 'repealed-by' the day from which, where known.
  date text,
  -- "bãi bỏ khoản 2 Điều 5 của …": the rest stays in force.
  partial boolean not null default false,
  by_document_id integer references documents (id),
  -- As the source or the admin writes it.
  by_label text,
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'dismissed')),
  -- The words it was read from; null where an admin entered it.
  source_version_id integer references document_versions (id),
  span_start integer,
  span_end integer,
  quote text,
  created_at timestamptz not null default now(),
  decided_by text,
  decided_at timestamptz
);
-- Reading the same text again proposes nothing twice, and nothing that was dismissed.
create unique index validity_facts_once
  on validity_facts (document_id, kind, coalesce(by_document_id, 0), coalesce(date, ''), partial);
-- "Which answers quote this passage?" is asked before every approval.
create index answer_citations_passage on answer_citations (passage_id);
create index validity_facts_document on validity_facts (document_id);

-- Reading everything again, with another parser or another model, beside what is searched.
create table reindex_runs (
  id integer generated always as identity primary key,
  reason text not null,
  parser_version text not null,
  -- Null: no vectors.
  model text,
  state text not null default 'running' check (state in ('running', 'stopped', 'switched', 'done', 'abandoned')),
  -- Last document that was prepared.
  cursor integer not null default 0,
  generation integer references index_generations (id),
  started_by text not null,
  started_at timestamptz not null default now(),
  finished_at timestamptz
);
create unique index reindex_runs_one on reindex_runs ((true)) where state in ('running', 'stopped', 'switched');

create table reindex_documents (
  run_id integer not null references reindex_runs (id),
  document_id integer not null references documents (id),
  outcome text not null check (outcome in ('prepared', 'embedded', 'unchanged', 'failed')),
  -- The live version that was read again; another one by the time of the switch: read again.
  base_version_id integer not null references document_versions (id),
  -- Corrections that were applied, as `corrections_stamp` tells them.
  stamp text not null,
  shadow_version_id integer references document_versions (id),
  -- Read from the stored text: the original bytes are not held.
  from_text boolean not null default false,
  reason text,
  -- Document frequencies that change when the shadow takes the place of its base. Worked out when it is prepared: most
  -- terms stay, and the switch has a few rows to move instead of every term of every document.
  dimensions integer[] not null default '{}',
  changes integer[] not null default '{}',
  primary key (run_id, document_id)
);

-- Changes with every correction that is made or withdrawn.
create function corrections_stamp(document integer) returns text language sql stable as $$
  select count(*) || '/' || coalesce(max(id), 0) || '/' || count(withdrawn_at) from corrections where document_id = document
$$;
