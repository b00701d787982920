-- One row per number, period, sex, substance group, comparator and level: how many authorities are compared, how many of them
-- chance alone would make stand out, and how many do.
create table mart.comparison_count (
    indicator varchar not null,
    period varchar not null,
    sex varchar not null,
    substance_group varchar not null,
    breakdown varchar not null,
    category varchar not null,
    comparator varchar not null,
    level double not null check (level in (0.95, 0.998)),
    comparisons bigint not null,
    expected_false_alarms double not null,
    signals bigint not null,
    primary key (indicator, period, sex, substance_group, breakdown, category, comparator, level),
    check (signals between 0 and comparisons and comparisons > 0)
);
comment on table mart.comparison_count is 'Rows add up over whatever a page compares. Chance alone makes one in twenty stand out at 95%, one in five hundred at 99.8%, if areas are as the comparator is; what differs by more than chance makes many more.';

insert into mart.comparison_count
with compared as (
    select
        c.indicator,
        c.period,
        c.sex,
        c.substance_group,
        c.breakdown,
        c.category,
        c.comparator,
        unnest([
            {'level': 0.95, 'is_signal': c.comparison in ('lower', 'higher')},
            {'level': 0.998, 'is_signal': c.is_beyond_998}
        ], recursive := true)
    from mart.comparison as c
    join mart.area as a using (area_code)
    where a.area_kind = 'local_authority'
        and c.status = 'ok'
        and c.comparison <> 'not_compared'
)

select
    indicator,
    period,
    sex,
    substance_group,
    breakdown,
    category,
    comparator,
    level,
    count(*) as comparisons,
    (1 - level) * count(*) as expected_false_alarms,
    coalesce(count_if(is_signal), 0) as signals
from compared
where is_signal is not null
group by indicator, period, sex, substance_group, breakdown, category, comparator, level;
