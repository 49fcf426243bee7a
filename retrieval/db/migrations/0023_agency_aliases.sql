-- What an office calls an agency that no document and no table writes so: "TCKH", "Một cửa". Questions are read with the
-- agency's own name in its place. Rows stay after they are withdrawn, so that a replay knows what was understood when.
create table agency_aliases (
  id integer generated always as identity primary key,
  writing text not null,
  -- The syllables folded, with single blanks between them: two that a question cannot tell apart are one.
  writing_key text not null,
  agency_key text not null,
  -- As it is put into the question.
  agency_name text not null,
  added_by text not null,
  added_at timestamptz not null,
  withdrawn_by text,
  withdrawn_at timestamptz,
  check ((withdrawn_by is null) = (withdrawn_at is null))
);
create unique index agency_aliases_in_use on agency_aliases (writing_key) where withdrawn_at is null;
