-- Who may use the console, who is signed in, who did what there; uploaded files that wait to be read.

create table admin_accounts (
  id integer generated always as identity primary key,
  name text not null,
  -- Lower case: two names that differ by their case alone would be taken for one person.
  name_key text not null unique,
  role text not null check (role in ('admin', 'reviewer')),
  -- PHC string: algorithm and cost stand in it, so that both can be raised without asking anybody for a new password.
  password_hash text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  password_changed_at timestamptz not null default now(),
  disabled_at timestamptz
);

create table admin_sessions (
  id integer generated always as identity primary key,
  -- SHA-256 of the cookie's token: a copy of the database signs nobody in.
  token_hash text not null unique,
  account_id integer not null references admin_accounts (id),
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  ended_at timestamptz
);

create index admin_sessions_account on admin_sessions (account_id) where ended_at is null;

-- Append-only. `actor` is the account's name as it was, or "cli".
create table admin_actions (
  id integer generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  target text,
  detail jsonb
);

create trigger admin_actions_append_only before update or delete on admin_actions
  for each row execute function refuse_change();
create trigger admin_actions_no_truncate before truncate on admin_actions
  for each statement execute function refuse_change();

create table ingest_jobs (
  id integer generated always as identity primary key,
  collection text not null,
  source_name text not null,
  sha256 text not null,
  size integer not null,
  -- Both null once the job is done: what became of them is stored with the document.
  bytes bytea,
  sidecar text,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  -- Counted when it is taken, so that a file which kills its worker is not taken for ever.
  attempts integer not null default 0,
  lease_owner text,
  lease_until timestamptz,
  outcome text,
  document_id integer references documents (id),
  version_id integer references document_versions (id),
  warnings integer,
  fault_code text,
  -- One Vietnamese sentence for the admin.
  fault text,
  uploaded_by text not null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);

create index ingest_jobs_open on ingest_jobs (id) where state in ('waiting', 'running');
-- The same file sent twice, by an impatient click or another browser, waits once.
create unique index ingest_jobs_once on ingest_jobs (collection, source_name, sha256, md5(coalesce(sidecar, '')))
  where state in ('waiting', 'running');

create table ingest_job_events (
  id integer generated always as identity primary key,
  job_id integer not null references ingest_jobs (id),
  at timestamptz not null default now(),
  level text not null check (level in ('info', 'warning', 'error')),
  message text not null
);

create index ingest_job_events_job on ingest_job_events (job_id, id);

-- Words as they are compared without diacritics, like fold() in retrieval/text. lower() alone leaves letters outside
-- ASCII as they are where the database's locale is C.
create function folded_words(words text) returns text language sql immutable as $$
  select translate(lower(normalize(words, NFC)),
    'àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ',
    'aaaaaaaaaaaaaaaaadeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyaaaaaaaaaaaaaaaaadeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyy')
$$;
