const listOf = (name: string) =>
  // The oldest rows may lack it.
  `(case jsonb_typeof(a.searched -> '${name}') when 'array' then a.searched -> '${name}' else '[]' end)`;

/** The exchanges of a week, $1 to $2, with who asked as a number that means nothing outside the query; 0: nobody known. */
const EXCHANGES = `
  x as materialized (
    select a.id, a.channel, a.status, a.signals, a.premise, a.candidates, a.found, coalesce(p.unit, '') as unit,
           case when p.person_key is null then 0 else dense_rank() over (order by p.person_key) end::integer as person,
           ${listOf("agencies")} as agencies, ${listOf("documents")} as documents, ${listOf("places")} as places
      from answers a left join answer_people p on p.answer_id = a.id
     where a.asked_at >= $1 and a.asked_at < $2)`;

/**
 * A question is asked again when the same person, within the idle time ($3 minutes) and among their next three questions,
 * names everything that it named (agencies, documents, places; more is no change) and wants the same of it (an intent in
 * common, or one of the two without any). "Còn Sở Nội vụ?" names another agency: a new question. What names nothing is not
 * counted. Words are not looked at, so that an erasure of words changes no number.
 */
const AGAIN = `
  asked as materialized (
    select a.id, a.sequence, a.asked_at, p.person_key,
           ${["agencies", "documents", "places"].map(listOf).join(" || ")} as named,
           ${listOf("intents")} as intents
      from answers a join answer_people p on p.answer_id = a.id
     where p.person_key is not null
       and a.asked_at >= $1 and a.asked_at < $2::timestamptz + $3::double precision * interval '1 minute'),
  ahead as (
    select id, asked_at, named, intents,
           array[lead(own, 1) over later, lead(own, 2) over later, lead(own, 3) over later] as next
      from (select *, jsonb_build_object('at', asked_at, 'named', named, 'intents', intents) as own from asked) q
    window later as (partition by person_key order by sequence)),
  again as (
    select h.id from ahead h
     where h.asked_at < $2 and h.named <> '[]'
       and exists (
         select 1 from unnest(h.next) n
          where (n ->> 'at')::timestamptz <= h.asked_at + $3::double precision * interval '1 minute'
            and n -> 'named' @> h.named
            and (n -> 'intents' = '[]' or h.intents = '[]'
                 or exists (select 1 from jsonb_array_elements_text(h.intents) i where n -> 'intents' ? i))))`;

/** What stands in the week's exchanges: documents that were quoted or came near, agencies that were named. */
export const SUBJECTS = `
  with ${EXCHANGES}
  select 'agency' as kind, e.key as value, null as title from (select distinct jsonb_array_elements_text(agencies) as key from x) e
  union all
  select 'document', v.document_id::text, max(v.header -> 'title' ->> 'value')
    from document_versions v
   where v.id in (select c.version_id from answer_citations c join x on x.id = c.answer_id)
   group by v.document_id`;

/** $4: agencies that are known by name, with their field or null; $5: documents with their topic or null. */
const LABELS = `
  known as (select * from jsonb_to_recordset($4::jsonb) as k(value text, topic text)),
  titled as (select * from jsonb_to_recordset($5::jsonb) as k(value text, topic text)),
  named as (
    select distinct x.id, k.value, k.topic
      from x cross join lateral jsonb_array_elements_text(x.agencies) e join known k on k.value = e),
  quoted as (
    select distinct x.id, v.document_id::text as value
      from x join answer_citations c on c.answer_id = x.id join document_versions v on v.id = c.version_id),
  topics as (
    select id, topic from named where topic is not null
    union
    select q.id, t.topic from quoted q join titled t on t.value = q.value where t.topic is not null),
  labels as (
    select id, 'all' as list, '' as value from x
    union all select id, status, '' from x
    union all select id, 'near', '' from x where 'near-miss' = any(signals)
    union all select id, 'again', '' from again
    union all select id, 'agency', value from named
    union all select id, 'document', value from quoted
    union all select id, 'topic', topic from topics
    union all select t.id, 'gap', t.topic from topics t join x on x.id = t.id where x.status = 'not_found'
    union all select distinct id, 'place', jsonb_array_elements_text(places) from x
    union all
    select distinct x.id, 'missing', concat_ws('|', d ->> 'seq', coalesce(d ->> 'year', ''),
             coalesce((select string_agg(code, '-' order by at)
                         from jsonb_array_elements_text(d -> 'codes') with ordinality c(code, at)), ''),
             coalesce(d ->> 'type', ''))
      from x cross join lateral jsonb_array_elements(x.documents) d
     where x.premise in ('not-held', 'issued-later')
       and not exists (
         select 1 from document_versions v
          where v.number_seq = d ->> 'seq'
            and v.id in (select h::integer from jsonb_array_elements_text(
                           case jsonb_typeof(x.found -> 'held') when 'array' then x.found -> 'held' else '[]' end) h))
    union all
    select x.id, 'nearest', v.document_id::text
      from x join document_versions v on v.id = (x.candidates -> 0 ->> 'versionId')::integer
     where 'near-miss' = any(x.signals))`;

/** One row for each label at each place, with the persons and how often each of them: what the groups are made of. */
export const MEASURES = `
  with ${EXCHANGES}, ${AGAIN}, ${LABELS}
  select list, value, unit, channel, array_agg(person) as people, array_agg(times) as times
    from (select l.list, l.value, x.unit, x.channel, x.person, count(*)::integer as times
            from labels l join x on x.id = l.id
           group by l.list, l.value, x.unit, x.channel, x.person) counted
   group by list, value, unit, channel`;

/**
 * Times, tokens and cost by slice. Delivery runs from the message's arrival, where its row still stands (14 days), else from
 * the beginning of the answer, to the last part that a platform took.
 */
export const TIMES = `
  with x as materialized (
    select a.id, a.channel, coalesce(p.unit, '') as unit, p.person_key, a.tokens, a.cost, a.asked_at,
           (select sum(value::double precision) from jsonb_each_text(a.timings)) as answering
      from answers a left join answer_people p on p.answer_id = a.id
     where a.asked_at >= $1 and a.asked_at < $2),
  sent as (
    select d.answer_id as id, max(d.at) as at from answer_deliveries d join x on x.id = d.answer_id
     where d.purpose = 'answer' and d.state = 'sent' group by d.answer_id),
  arrived as (
    select o.answer_id as id, min(i.received_at) as at
      from outgoing_messages o join inbound_events i on i.sequence = o.event_sequence
     where o.answer_id is not null group by o.answer_id),
  timed as (
    select x.*, case when sent.at is not null then 1000 * extract(epoch from
             sent.at - coalesce(arrived.at, x.asked_at - x.answering * interval '1 millisecond'))::double precision end as delivery
      from x left join sent on sent.id = x.id left join arrived on arrived.id = x.id)
  select case when grouping(unit) = 0 then 'unit:' || unit when grouping(channel) = 0 then 'channel:' || channel
              else 'all' end as slice,
         percentile_cont(array[0.5, 0.95]) within group (order by answering) as answering,
         percentile_cont(array[0.5, 0.95]) within group (order by delivery) as delivery,
         count(distinct person_key) filter (where delivery is not null)::integer as "deliveredTo",
         coalesce(sum(tokens), 0)::double precision as tokens, coalesce(sum(cost), 0)::double precision as cost
    from timed group by grouping sets ((), (unit), (channel))`;

/** Verdicts of the week as they stood at its end, by who gave them. */
export const FEEDBACK = `
  select f.verdict as list, '' as value, unit, channel, array_agg(f.person) as people, array_agg(f.times) as times
    from (select verdict, unit, channel, person, count(*)::integer as times
            from (select f.verdict, coalesce(p.unit, '') as unit, a.channel,
                         case when f.person_key is null then 0
                              else dense_rank() over (order by f.person_key) end::integer as person
                    from feedback f join answers a on a.id = f.answer_id left join answer_people p on p.answer_id = a.id
                   where f.given_at >= $1 and f.given_at < $2 and f.verdict is not null
                     and not exists (select 1 from feedback l where l.replaces = f.id and l.given_at < $2)) g
           group by verdict, unit, channel, person) f
   group by f.verdict, unit, channel`;

/** Judgements of the week as they stood at its end, one a reviewer; how many persons asked what was judged. */
export const REVIEWS = `
  with r as (
    select r.answer_id, r.overall, r.claims, p.person_key,
           r.overall = 'should-abstain' or exists (
             select 1 from jsonb_array_elements(r.claims) c
              where c ->> 'verdict' in ('unsupported', 'wrong-document', 'out-of-force')) as wrong
      from reviews r left join answer_people p on p.answer_id = r.answer_id
     where r.at >= $1 and r.at < $2
       and not exists (select 1 from reviews l where l.replaces = r.id and l.at < $2))
  select (select count(distinct answer_id) from r)::integer as exchanges,
         (select count(distinct person_key) from r)::integer as persons,
         (select count(distinct answer_id) from r where wrong)::integer as wrong,
         coalesce((select jsonb_object_agg(verdict, n) from (
           select c ->> 'verdict' as verdict, count(*) as n from r, jsonb_array_elements(r.claims) c group by 1) v), '{}') as claims,
         coalesce((select jsonb_object_agg(overall, n) from (
           select overall, count(*) as n from r group by 1) o), '{}') as overall`;
