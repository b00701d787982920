-- One row per place and framework: how many of its standards are known, and how many of these are met.
create table mart.provision_coverage (
    area_code varchar not null,
    framework varchar not null,
    items integer not null,
    known integer not null,
    met integer not null,
    coverage double,
    known_share double not null,
    primary key (area_code, framework),
    check (met <= known and known <= items)
);
comment on table mart.provision_coverage is 'Coverage is of the standards that are known; it is never shown without how many that is.';
comment on column mart.provision_coverage.items is 'Standards of the framework that offers can show and that are asked of the area or its services.';
comment on column mart.provision_coverage.coverage is 'Met of known; null where nothing is known.';

insert into mart.provision_coverage
select
    t.area_code,
    s.framework,
    count(*) as items,
    count(*) filter (t.state <> 'not_known') as known,
    count(*) filter (t.state = 'met') as met,
    over(count(*) filter (t.state = 'met'), count(*) filter (t.state <> 'not_known')) as coverage,
    over(count(*) filter (t.state <> 'not_known'), count(*)) as known_share
from mart.standard_state as t
join mart.standard as s using (standard)
group by t.area_code, s.framework;
