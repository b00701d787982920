-- One row per area, financial year and caseload that is aimed at: how many full-time keyworkers that would take, and how many
-- more than there are. Made from what is published, so it can give nothing away.
create table mart.keyworker_need (
    area_code varchar not null,
    period varchar not null,
    clients_per_keyworker_aimed_at smallint not null check (clients_per_keyworker_aimed_at > 0),
    clients bigint,
    keyworkers_wte double,
    keyworkers_needed bigint,
    more_keyworkers bigint,
    status varchar not null,
    rounded_to smallint not null,
    note varchar,
    why varchar not null,
    document varchar not null,
    mark varchar not null check (mark in ('V', 'I', 'R', 'D')),
    primary key (area_code, period, clients_per_keyworker_aimed_at)
);
comment on table mart.keyworker_need is 'Whole full-time workers, for the clients and keyworkers of the providers that sent a return: whoever sent none is in neither.';
comment on column mart.keyworker_need.more_keyworkers is 'Beyond those in post; 0 where there are enough, null where it is not known how many there are.';
comment on column mart.keyworker_need.mark is 'Of the caseload aimed at: V verified in the document, D decided by this project.';

insert into mart.keyworker_need
select
    v.area_code,
    v.period,
    t.clients_per_keyworker::smallint as clients_per_keyworker_aimed_at,
    v.numerator::bigint as clients,
    v.denominator as keyworkers_wte,
    whole_people(over(v.numerator, t.clients_per_keyworker::double)) as keyworkers_needed,
    whole_people(over(v.numerator, t.clients_per_keyworker::double) - v.denominator) as more_keyworkers,
    -- with nobody in post there is no caseload, but it can be said how many workers the clients would take
    if(v.numerator is not null and v.denominator is not null, 'ok', v.status) as status,
    v.rounded_to,
    v.note,
    t.why,
    t.document,
    t.mark
from mart.indicator_value as v
cross join reference.caseload_target as t
where v.indicator = 'clients_per_keyworker'
    and v.is_preferred
    and v.sex = 'all';
