-- Which model's vectors a generation of the index holds; null where it holds none.
alter table index_generations add column embedding_model text;
alter table index_generations add column embedding_dimensions integer;

-- How much a model's vectors weigh beside the words, as the eval measured it. Without a row: the offline vectors' weight.
create table embedding_weights (
  model text primary key,
  dense_weight double precision not null check (dense_weight between 0 and 1),
  -- What it was measured on, e.g. "samples,seeds 83 questions".
  measured_on text not null,
  measured_at timestamptz not null default now()
);
