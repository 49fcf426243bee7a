-- What was said of a person and what they wrote are erased apart: with one salt for both, whoever is left with it could
-- try out which of the enrolled persons a forgotten one was.
alter table feedback add column person_salt text not null default '';
update feedback set person_salt = case
  when (select position from audit_head) = 0
  then encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'hex') else salt end;

create or replace function refuse_all_but_forgetting() returns trigger language plpgsql as $$
declare
  kept_old jsonb := to_jsonb(old) - 'person_key' - 'conversation_key' - 'words' - 'salt' - 'person_salt';
  kept_new jsonb := to_jsonb(new) - 'person_key' - 'conversation_key' - 'words' - 'salt' - 'person_salt';
  gone jsonb := jsonb_strip_nulls(to_jsonb(new) - 'salt' - 'person_salt');
begin
  -- Nothing may change but to null (a salt to nothing).
  if kept_old = kept_new and jsonb_strip_nulls(to_jsonb(old) - 'salt' - 'person_salt') @> gone then return new; end if;
  raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'raise_exception';
end
$$;

-- What grows old, oldest first.
create index feedback_given_at on feedback (given_at);
