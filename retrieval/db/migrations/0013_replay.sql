-- What a generation of the index was searched with, so that an answer can be given again as it was. Null in rows that
-- are older than the columns.
alter table index_generations
  -- The average length that BM25's weights were computed with.
  add column weighted_average double precision,
  -- Measured share of the vectors; null beside a weighted_average: the default.
  add column dense_weight double precision;

-- A correction holds in the generations after `made_after`, up to `withdrawn_after`.
alter table corrections
  add column made_after integer,
  add column withdrawn_after integer;
-- The generation that showed a correction was begun in its transaction: the same moment.
update corrections c set
  made_after = (select coalesce(max(id), 0) from index_generations where created_at < c.created_at),
  withdrawn_after = case when withdrawn_at is null then null
    else (select coalesce(max(id), 0) from index_generations where created_at < c.withdrawn_at) end;
alter table corrections alter column made_after set not null;

-- Statements of validity change in place; what each said in an earlier generation stands here.
create table validity_history (
  id integer generated always as identity primary key,
  fact_id integer not null,
  -- The first generation that was searched with it; null until the transaction that changes it begins one.
  generation integer references index_generations (id),
  -- The row from then on; null when it was removed.
  fact jsonb
);
create index validity_history_fact on validity_history (fact_id, id);
create index validity_history_open on validity_history (id) where generation is null;
insert into validity_history (fact_id, generation, fact)
select f.id, (select max(id) from index_generations), to_jsonb(f) from validity_facts f order by f.id;

create function keep_validity() returns trigger language plpgsql as $$
begin
  insert into validity_history (fact_id, fact)
  values (coalesce(new.id, old.id), case when tg_op = 'DELETE' then null else to_jsonb(new) end);
  return null;
end
$$;
create trigger validity_facts_history after insert or update or delete on validity_facts
  for each row execute function keep_validity();
