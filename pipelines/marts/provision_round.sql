-- One row per audit round, place (England or region) and offer: its authorities by what returns up to that round say.
create table mart.provision_round (
    audit_round varchar not null,
    area_code varchar not null,
    offer varchar not null,
    areas integer not null,
    areas_with_return integer not null,
    areas_offered integer not null,
    areas_planned integer not null,
    areas_not_offered integer not null,
    primary key (audit_round, area_code, offer),
    check (areas_offered + areas_planned + areas_not_offered <= areas_with_return)
);
comment on table mart.provision_round is 'Returns only, each service by its latest up to the round; what was older than 18 months at the end of the round counts as not known. Examples of the register are of no round.';

insert into mart.provision_round
with round as (
    select distinct audit_round, round_ends
    from staging.provision_return
),

latest as (
    select round.audit_round, round.round_ends, r.area_code, r.service, r.audit_round as answered_in, r.verified_on
    from round
    join staging.provision_return as r
        on r.round_ends <= round.round_ends
    qualify row_number() over (
        partition by round.audit_round, r.area_code, r.service order by r.round_ends desc
    ) = 1
        and not is_stale_on(r.verified_on, round.round_ends)
),

told as (
    select l.audit_round, l.area_code, s.offer, state_of_several(s.state) as state
    from latest as l
    join staging.provision_state as s
        on s.area_code = l.area_code
        and s.service = l.service
        and s.audit_round = l.answered_in
    group by l.audit_round, l.area_code, s.offer
),

authority as (
    select distinct
        round.audit_round,
        place.area_code,
        l.area_code is not null as has_return
    from round
    cross join (select distinct area_code from staging.provision_place) as place
    left join latest as l using (audit_round, area_code)
)

select
    authority.audit_round,
    place.place_code as area_code,
    o.offer,
    count(*) as areas,
    count(*) filter (authority.has_return) as areas_with_return,
    count(*) filter (t.state = 'offered') as areas_offered,
    count(*) filter (t.state = 'planned') as areas_planned,
    count(*) filter (t.state = 'not_offered') as areas_not_offered
from authority
join (
    select area_code, unnest([region_code, 'E92000001']) as place_code from mart.area
) as place using (area_code)
cross join mart.offer as o
left join told as t using (audit_round, area_code, offer)
group by authority.audit_round, place.place_code, o.offer;
