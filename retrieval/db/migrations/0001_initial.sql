-- What is held: one row a logical document, its versions, what was read out of each version, and the answers given.
-- Order everywhere by identity columns, never by time: two consecutive now() are often equal (147 of 199 on PGlite).

create table documents (
  id integer generated always as identity primary key,
  -- Folder, upload space or 'samples'; a file name is unique inside it.
  collection text not null default '',
  source_name text not null,
  created_at timestamptz not null default now(),
  unique (collection, source_name)
);

create table document_versions (
  id integer generated always as identity primary key,
  document_id integer not null references documents (id),
  -- Exactly one version of a document is searched and cited; old answers keep pointing at theirs.
  live boolean not null,
  content_hash text not null,
  parser_version text not null,
  source_address text,
  tier text not null,
  text text not null,
  header jsonb not null,
  outline jsonb not null,
  furniture jsonb not null,
  warnings jsonb not null,
  sidecar jsonb,
  -- Copies of header fields in the form that filters compare: folded (no diacritics, lower case).
  number_seq text,
  number_year text,
  number_symbol text,
  type_key text,
  issuer_key text,
  place_key text,
  locality_key text,
  issued_on text,
  created_at timestamptz not null default now()
);

create unique index document_versions_one_live on document_versions (document_id) where live;
create index document_versions_hash on document_versions (content_hash);
create index document_versions_number on document_versions (number_seq) where live;

create table passages (
  id integer generated always as identity primary key,
  version_id integer not null references document_versions (id),
  ordinal integer not null,
  kind text not null,
  -- UTF-16 offsets into the version's text, as JavaScript counts them; PostgreSQL's substr counts code points.
  span_start integer not null,
  span_end integer not null,
  locator text not null,
  path jsonb not null,
  node integer,
  -- The version's text between the two offsets, so that reading a passage does not read the whole document.
  text text not null,
  unique (version_id, ordinal)
);

create table duties (
  id integer generated always as identity primary key,
  version_id integer not null references document_versions (id),
  passage_id integer not null references passages (id),
  agency_key text not null,
  agency jsonb not null,
  role text not null,
  agency_start integer not null,
  agency_end integer not null,
  span_start integer not null,
  span_end integer not null,
  partners jsonb not null,
  deadline jsonb,
  reports_to text
);

create index duties_version on duties (version_id);
create index duties_agency on duties (agency_key);

create table document_references (
  id integer generated always as identity primary key,
  version_id integer not null references document_versions (id),
  -- The passage that holds the citation; null where it stands outside every passage.
  passage_id integer references passages (id),
  relation text not null,
  number text,
  number_seq text,
  number_year text,
  number_symbol text,
  type text,
  name text,
  issuer text,
  issued_on text,
  span_start integer not null,
  span_end integer not null
);

create index document_references_version on document_references (version_id);
create index document_references_number on document_references (number_seq);

-- The search index: derived from live versions only, may be emptied and rebuilt at any time.

create table lexicon (
  dimension integer generated always as identity primary key,
  -- 'a' accented, 'f' folded.
  field text collate "C" not null,
  term text collate "C" not null,
  -- Indexed passages that hold the term; changed in the transaction that adds or removes them.
  document_frequency integer not null default 0,
  unique (field, term)
) with (fillfactor = 70);

create table passage_index (
  passage_id integer primary key references passages (id),
  version_id integer not null references document_versions (id),
  document_id integer not null references documents (id),
  kind text not null,
  -- Number of terms, context included: the length that BM25 normalises.
  length integer not null,
  -- Dimensions of the folded field, for candidates by GIN.
  dimensions integer[] not null,
  -- BM25 passage-side weights; their inner product with the question's idf is the score.
  accented sparsevec(1000000000) not null,
  folded sparsevec(1000000000) not null
) with (toast_tuple_target = 8160);

-- A search reads many rows: out of line, each value would cost a look-up of its own; compressed, the floats would not
-- even get smaller.
alter table passage_index alter column accented set storage external;
alter table passage_index alter column folded set storage external;

create index passage_index_version on passage_index (version_id);
create index passage_index_document on passage_index (document_id);
create index passage_index_dimensions on passage_index using gin (dimensions);

-- Apart from the lexical side, so that looking for the nearest of all reads the vectors and nothing else.
create table passage_embeddings (
  passage_id integer primary key references passage_index (passage_id) on delete cascade,
  version_id integer not null references document_versions (id),
  document_id integer not null references documents (id),
  kind text not null,
  model text not null,
  -- Unit length; no fixed number of dimensions, because the model decides it.
  embedding vector not null
) with (toast_tuple_target = 8160);

alter table passage_embeddings alter column embedding set storage external;
create index passage_embeddings_document on passage_embeddings (document_id);

create table index_state (
  id boolean primary key default true check (id),
  -- What BM25 needs to know about the whole index, kept exact by every write.
  passages integer not null default 0,
  total_length bigint not null default 0,
  -- The average length that the stored weights were computed with; they are computed again when it has drifted.
  weighted_average double precision not null default 0
);

insert into index_state default values;

-- One row for each change of what search can see; an answer names the generation that it was made on.
create table index_generations (
  id integer generated always as identity primary key,
  reason text not null,
  document_id integer references documents (id),
  version_id integer references document_versions (id),
  created_at timestamptz not null default now()
);

create table embedding_cache (
  model text not null,
  content_hash text not null,
  embedding vector not null,
  primary key (model, content_hash)
);

-- What was asked for and is not held.

create table missing_documents (
  id integer generated always as identity primary key,
  number_seq text not null,
  number_year text not null default '',
  number_symbol text not null default '',
  type_key text not null default '',
  -- As the person wrote it the first time.
  label text not null,
  asked integer not null default 1,
  first_asked_at timestamptz not null default now(),
  last_asked_at timestamptz not null default now(),
  unique (number_seq, number_year, number_symbol, type_key)
);

-- The log of answers: append-only.

create table answers (
  sequence integer generated always as identity primary key,
  id text not null unique,
  asked_at timestamptz not null default now(),
  channel text not null,
  question text not null,
  history jsonb not null,
  status text not null,
  answer jsonb not null,
  answered_by text not null,
  -- Prompt template and its hash, model id; null for the extractive composer.
  prompt jsonb,
  searched jsonb not null,
  found jsonb not null,
  generation integer references index_generations (id),
  timings jsonb not null
);

create table answer_citations (
  id integer generated always as identity primary key,
  answer_id text not null references answers (id),
  marker integer not null,
  version_id integer not null references document_versions (id),
  passage_id integer not null references passages (id),
  span_start integer not null,
  span_end integer not null,
  quote text not null,
  unique (answer_id, marker)
);

create index answer_citations_version on answer_citations (version_id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'raise_exception';
end
$$;

create trigger answers_append_only before update or delete on answers
  for each row execute function refuse_change();
create trigger answers_no_truncate before truncate on answers
  for each statement execute function refuse_change();
create trigger answer_citations_append_only before update or delete on answer_citations
  for each row execute function refuse_change();
create trigger answer_citations_no_truncate before truncate on answer_citations
  for each statement execute function refuse_change();

-- A cited text never changes under its citations: a correction is a new version.
create trigger document_versions_text_fixed before update of text, content_hash, document_id on document_versions
  for each row execute function refuse_change();
create trigger passages_fixed before update on passages
  for each row execute function refuse_change();
