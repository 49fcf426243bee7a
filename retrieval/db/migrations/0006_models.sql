-- Which model's vectors a generation of the index is searched with; null while there are none.
alter table index_generations add column embedding_model text;
alter table index_generations add column embedding_dimensions integer;

-- What is known of a model whose vectors the index holds or held.
create table embedding_models (
  model text primary key,
  -- How its service was asked (address, prefixes, length; never a key): while a reindex to another model is under way,
  -- questions are still put to this one. Null for vectors made in the process.
  settings jsonb,
  -- How much its vectors weigh beside the words, as the eval measured it; null: as the offline vectors.
  dense_weight double precision check (dense_weight between 0 and 1),
  -- "samples, seeds: 83 questions"
  measured_on text
);
