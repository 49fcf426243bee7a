-- The topic of a forum group in which an answer was given: a later correction of it goes there too. Part of the person's
-- evidence where there is one, and gone with the person.
alter table answer_people add column topic text;

create or replace function refuse_all_but_forgetting() returns trigger language plpgsql as $$
declare
  kept_old jsonb := to_jsonb(old) - 'person_key' - 'conversation_key' - 'topic' - 'words' - 'salt' - 'person_salt';
  kept_new jsonb := to_jsonb(new) - 'person_key' - 'conversation_key' - 'topic' - 'words' - 'salt' - 'person_salt';
  gone jsonb := jsonb_strip_nulls(to_jsonb(new) - 'salt' - 'person_salt');
begin
  -- Nothing may change but to null (a salt to nothing).
  if kept_old = kept_new and jsonb_strip_nulls(to_jsonb(old) - 'salt' - 'person_salt') @> gone then return new; end if;
  raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'raise_exception';
end
$$;
