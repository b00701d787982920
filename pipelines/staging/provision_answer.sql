-- One row per return, and one per return and offer it tells of: what the service said, and whether that is the offer.

-- One row per service, area and round, under today's code of the area, with the last day of the round.
-- A service that fills in its code later, or leaves it out once, is the same service: who runs it and what it is leads to
-- its code, where they lead to one alone and nobody else has that code in the round.
create or replace table staging.provision_return as
with returned as (
    select
        file_number,
        line,
        getvariable('area_of_return')[area_code] as area_code,
        service,
        audit_round,
        (round_begins + interval 3 month - interval 1 day)::date as round_ends,
        provider,
        service_id,
        lower(service_type) as service_type,
        lower(commissioned_status) as commissioned_status,
        lower(evidence_type) as evidence_type,
        evidence_url,
        verified_date as verified_on,
        notes
    from staging.provision_audit
),

code as (
    select area_code, upper(provider) as provider, service_type, any_value(service_id) as service_id
    from returned
    where service_id is not null
    group by area_code, upper(provider), service_type
    having count(distinct service_id) = 1
),

found as (
    select r.file_number, r.line, code.service_id as code
    from returned as r
    join code
        on code.area_code = r.area_code and code.provider = upper(r.provider) and code.service_type = r.service_type
    where
        r.service_id is null
        and not exists (
            from returned as other
            where other.area_code = r.area_code
                and other.audit_round = r.audit_round
                and other.service_id = code.service_id
        )
    -- two providers of one code may both have left it out
    qualify count(*) over (partition by r.area_code, r.audit_round, code.service_id) = 1
),

known as (
    select r.* replace (coalesce(found.code, r.service) as service)
    from returned as r
    left join found using (file_number, line)
)

select
    *,
    -- a later round of a service takes the place of its earlier ones
    row_number() over (partition by area_code, service order by round_ends desc) = 1 as is_in_use
from known;

-- One row per return and column that was answered, the answer as text.
create or replace table staging.provision_answer as
with text as (
    select file_number, line, columns(* exclude (file_number, line, service, round_begins))::varchar
    from staging.provision_audit
)

select
    r.area_code,
    r.service,
    r.audit_round,
    a.column_name,
    if(q.kind = 'enum', lower(a.answer), a.answer) as answer
from (
    unpivot text on columns(* exclude (file_number, line)) into name column_name value answer
) as a
join mart.provision_question as q using (column_name)
join staging.provision_return as r using (file_number, line)
where q.part not in ('key', 'evidence');

-- One row per return and offer it tells of. An answer that tells nothing of an offer leaves it unknown: where one answer
-- is enough for the offer, nobody has said no before all have.
create or replace table staging.provision_state as
with asked as (
    select o.offer, o.needs, a.column_name
    from mart.offer as o
    join (select distinct offer, column_name from mart.offer_answer) as a using (offer)
),

told as (
    select
        r.area_code,
        r.service,
        r.audit_round,
        asked.offer,
        asked.needs,
        any_value(
            case
                when m.offered_from is null then m.state
                when try_cast(a.answer as double) >= m.offered_from then 'offered'
                else 'not_offered'
            end
        ) as state
    from staging.provision_return as r
    cross join asked
    left join staging.provision_answer as a
        on a.area_code = r.area_code
        and a.service = r.service
        and a.audit_round = r.audit_round
        and a.column_name = asked.column_name
    left join mart.offer_answer as m
        on m.offer = asked.offer
        and m.column_name = asked.column_name
        and a.answer is not null
        and (m.answer = a.answer or m.answer is null)
    group by r.area_code, r.service, r.audit_round, asked.offer, asked.needs, asked.column_name
),

settled as (
    select
        area_code,
        service,
        audit_round,
        offer,
        case
            when any_value(needs) = 'any' and bool_or(state = 'offered') then 'offered'
            when any_value(needs) = 'all' and bool_or(state = 'not_offered') then 'not_offered'
            when any_value(needs) = 'any' and bool_or(state = 'planned') then 'planned'
            when count(*) > count(state) then null
            when bool_or(state = 'planned') then 'planned'
            when any_value(needs) = 'all' then 'offered'
            else 'not_offered'
        end as state
    from told
    group by area_code, service, audit_round, offer
)

select area_code, service, audit_round, offer, state
from settled
where state is not null;
