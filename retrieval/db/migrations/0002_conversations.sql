-- Who may ask, what was said, what came in and what goes out. A person and a conversation appear as keyed hashes
-- (bot/identity.ts); an address, which sending needs, stands only where something is still to be sent.

create table invitations (
  id integer generated always as identity primary key,
  code_hash text not null unique,
  role text not null check (role in ('official', 'reviewer', 'admin')),
  -- The office in its own words, e.g. "Sở Tài chính tỉnh Lạng Sơn"; null for somebody of no office.
  unit text,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);

create table people (
  id integer generated always as identity primary key,
  person_key text not null unique,
  channel text not null,
  role text not null check (role in ('official', 'reviewer', 'admin')),
  unit text,
  invitation_id integer not null references invitations (id),
  enrolled_at timestamptz not null default now(),
  -- Set when an admin ends the enrolment; the row stays for the log.
  removed_at timestamptz
);

create table conversations (
  conversation_key text primary key,
  channel text not null,
  address text not null,
  last_interaction_at timestamptz not null default now()
);

-- What a follow-up leans on. Deleted by /moi and /quen; the log of answers is apart.
create table conversation_turns (
  id integer generated always as identity primary key,
  conversation_key text not null,
  person_key text not null,
  question text not null,
  answer_id text not null references answers (id),
  said_at timestamptz not null default now()
);

create index conversation_turns_session on conversation_turns (conversation_key, person_key, id);

-- Apart from the append-only log, so that a person can be forgotten: then the person goes and the office stays.
create table answer_people (
  answer_id text primary key references answers (id),
  person_key text,
  unit text,
  -- Where it was given: in a group everybody there may open its sources. Goes with the person.
  conversation_key text
);

create index answer_people_person on answer_people (person_key);
create index answer_people_conversation on answer_people (conversation_key);

create table feedback (
  id integer generated always as identity primary key,
  answer_id text references answers (id),
  person_key text,
  verdict text check (verdict in ('up', 'down')),
  words text,
  given_at timestamptz not null default now()
);

create index feedback_answer on feedback (answer_id);
create index feedback_person on feedback (person_key);

-- One row a limit: counted anew when the window that began at window_start is over.
create table rate_limits (
  limit_key text primary key,
  window_start timestamptz not null,
  used integer not null
);

-- The journal of verified events. A row is written before the platform gets its 200.
create table inbound_events (
  sequence bigint generated always as identity primary key,
  channel text not null,
  event_id text not null,
  -- One id from the webhook to the delivery, for the log of operations.
  trace_id text not null,
  conversation_key text not null,
  -- The platform's own order where it has one (update_id, timestamp in ms), else 0: redelivery mixes arrivals.
  platform_order bigint not null,
  -- Null once it is done: what was asked stands in the log of answers, without the person.
  payload jsonb,
  state text not null default 'new' check (state in ('new', 'active', 'retry', 'done', 'failed')),
  -- Counted when it is taken, so that an event which kills its worker is not taken for ever.
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  lease_owner text,
  lease_until timestamptz,
  -- Code of the last fault; never its text, which may hold a message.
  fault text,
  received_at timestamptz not null default now(),
  finished_at timestamptz,
  unique (channel, event_id)
);

-- A conversation has one event under way or waiting to be tried again; the others stand behind it.
create unique index inbound_events_one_a_conversation on inbound_events (conversation_key)
  where state in ('active', 'retry');
create index inbound_events_line on inbound_events (conversation_key, platform_order, sequence)
  where state in ('new', 'active', 'retry');
create index inbound_events_due on inbound_events (sequence) where state in ('new', 'active', 'retry');
create index inbound_events_finished on inbound_events (finished_at) where state in ('done', 'failed');

create table outgoing_messages (
  sequence bigint generated always as identity primary key,
  channel text not null,
  conversation_key text not null,
  trace_id text not null,
  event_sequence bigint references inbound_events (sequence) on delete set null,
  answer_id text references answers (id),
  -- Both null once it is delivered or given up.
  address text,
  content jsonb,
  -- 'held': the platform takes nothing more until the person writes again.
  state text not null default 'ready' check (state in ('ready', 'active', 'held', 'sent', 'failed')),
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  lease_owner text,
  lease_until timestamptz,
  provider_message_id text,
  fault text,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);

create unique index outgoing_messages_one_a_conversation on outgoing_messages (conversation_key)
  where state = 'active';
create index outgoing_messages_line on outgoing_messages (conversation_key, sequence)
  where state in ('ready', 'active', 'held');
create index outgoing_messages_due on outgoing_messages (sequence) where state in ('ready', 'active');
create index outgoing_messages_finished on outgoing_messages (finished_at) where state in ('sent', 'failed');

-- What all processes must know of a channel.
create table channel_states (
  channel text primary key,
  -- Nothing is sent before this: the platform asked for a pause.
  paused_until timestamptz,
  -- Nothing is sent until somebody acts, e.g. 'needs_reconnect'; messages wait.
  blocked_reason text,
  -- Polling cursor, bot name, what was registered: the channel's own.
  detail jsonb not null default '{}',
  updated_at timestamptz not null default now()
);

-- OAuth pair of a Zalo Official Account; both values are sealed (bot/identity.ts).
create table channel_tokens (
  channel text primary key,
  access_token text not null,
  refresh_token text not null,
  expires_at timestamptz not null,
  -- Counts the pairs: a pair is replaced only by what was asked for with it.
  generation integer not null default 1,
  -- The pair before, sealed as well, to find out what happened when a refresh went wrong.
  previous jsonb,
  refreshed_at timestamptz not null default now(),
  -- Set while the platform is asked to refresh this pair; stays when the process dies before it stores the answer.
  refresh_begun_at timestamptz
);

-- Work that one process of all may do at a time: polling a bot, refreshing a token.
create table leases (
  name text primary key,
  owner text not null,
  until timestamptz not null
);
