-- One row per number that is held, source, area and period: whether it is there for women, for men and for all, and how many
-- of the figures are known.
create table mart.availability (
    what varchar not null,
    what_kind varchar not null check (what_kind in ('indicator', 'published', 'measure')),
    source varchar not null,
    area_code varchar not null,
    period varchar not null,
    has_women boolean not null,
    has_men boolean not null,
    has_all boolean not null,
    figures bigint not null,
    known bigint not null,
    primary key (what, what_kind, source, area_code, period),
    check (known <= figures)
);
comment on table mart.availability is 'Which numbers are held for which area and period, from which source and for which sex; measures of treatment by all substances together. A figure that is not known has a status that says why.';

insert into mart.availability
with figure as (
    select
        v.indicator as what,
        'indicator' as what_kind,
        v.source,
        v.area_code,
        v.period,
        -- women's share tells of women and of men
        unnest(if(i.polarity = 'balance', ['female', 'male'], [v.sex])) as sex,
        v.status in ('ok', 'unreliable') as is_known
    from mart.indicator_value as v
    join mart.indicator as i using (indicator)
    union all
    select measure, 'published', source, area_code, period, sex, status in ('ok', 'unreliable')
    from mart.published_figure
    union all
    select intervention_order || '_waits', 'measure', 'ndtms_records', area_code, period, sex, status = 'ok'
    from mart.waiting_time
    where length(period) = 7
    union all
    select m.measure, 'measure', 'ndtms_records', c.area_code::varchar, c.period, c.sex::varchar, c.status[m.place] = 'ok'
    from mart.treatment_count as c
    join mart.measure as m
        on m.of_whole = c.of_whole::varchar
    where length(c.period) = 7
        and c.substance_group = 'all'
        and c.status[m.place] is not null
        and m.measure not in (select indicator from mart.indicator)
)

select
    what,
    what_kind,
    source,
    area_code,
    period,
    bool_or(sex = 'female' and is_known),
    bool_or(sex = 'male' and is_known),
    bool_or(sex = 'all' and is_known),
    count(*),
    count(*) filter (where is_known)
from figure
group by what, what_kind, source, area_code, period;
