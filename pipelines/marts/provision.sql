-- One row per place (authority or partnership) and offer: whether it is offered, from the best evidence there is.
create table mart.provision (
    area_code varchar not null,
    offer varchar not null,
    state varchar not null check (state in ('offered', 'planned', 'not_offered', 'not_known')),
    evidence_kind varchar check (evidence_kind in ('audit', 'contract', 'example')),
    evidence_type varchar,
    evidence_id varchar,
    evidence_area_code varchar,
    evidence_on date,
    is_stale boolean,
    source_url varchar,
    services integer not null,
    services_answering integer not null,
    services_offering integer not null,
    note varchar,
    primary key (area_code, offer),
    check ((state = 'not_known') = (evidence_kind is null))
);
comment on table mart.provision is 'Not known is neither no nor nought. Fresh evidence outranks stale, whatever it says; of what is equally fresh, one yes is a yes, and it is a no only if all that answered say no (settled rule 24).';
comment on column mart.provision.evidence_kind is 'Of the evidence that agrees with the state, the best: audit, then contract, then example, then the latest.';
comment on column mart.provision.evidence_area_code is 'The authority the evidence is of: for a partnership one of its members.';
comment on column mart.provision.services is 'Services with a return in the place.';
comment on column mart.provision.services_answering is 'Services that told of this offer, as fresh as what is shown: old answers do not count beside a fresh one.';
comment on column mart.provision.services_offering is 'How many of these say that it is there.';

insert into mart.provision
with evidence as (
    select place.place_code, e.*
    from staging.provision_place as place
    join staging.provision_evidence as e using (area_code)
),

in_force as (
    select *
    from evidence
    qualify is_stale = min(is_stale) over (partition by place_code, offer)
),

settled as (
    select place_code, offer, state_of_several(state) as state
    from in_force
    group by place_code, offer
),

best as (
    select s.place_code, s.offer, s.state, f.* exclude (place_code, offer, state)
    from settled as s
    join in_force as f using (place_code, offer, state)
    qualify row_number() over (
        partition by s.place_code, s.offer
        order by
            list_position(['audit', 'contract', 'example'], f.evidence_kind),
            f.evidence_on desc,
            f.evidence_id,
            f.area_code
    ) = 1
),

services as (
    select place.place_code, count(distinct (r.area_code, r.service)) as services
    from staging.provision_place as place
    join staging.provision_return as r using (area_code)
    group by place.place_code
),

answering as (
    select
        place_code,
        offer,
        count(*) as services_answering,
        count(*) filter (state = 'offered') as services_offering
    from in_force
    where evidence_kind <> 'example'
    group by place_code, offer
)

select
    place.place_code as area_code,
    o.offer,
    coalesce(b.state, 'not_known') as state,
    b.evidence_kind,
    b.evidence_type,
    b.evidence_id,
    b.area_code as evidence_area_code,
    b.evidence_on,
    b.is_stale,
    b.source_url,
    coalesce(s.services, 0) as services,
    coalesce(a.services_answering, 0) as services_answering,
    coalesce(a.services_offering, 0) as services_offering,
    b.note
from (select distinct place_code from staging.provision_place) as place
cross join mart.offer as o
left join best as b using (place_code, offer)
left join services as s using (place_code)
left join answering as a using (place_code, offer);
