-- One row per number that two sources give for the same area, period, sex and substance group: the one pages show, the
-- other beside it, and whether rounding explains the difference. Worked out as it is read.
create view reconciliation as
with indicator_pair as (
    select
        shown.indicator as what,
        shown.category,
        shown.area_code,
        shown.period,
        shown.sex,
        shown.substance_group,
        shown.source as shown_source,
        shown.value as shown,
        beside.source as beside_source,
        beside.value as beside,
        -- a share or a rate is compared as it is, a count within what rounding can do to both
        case when i.kind = 'count' then (shown.rounded_to + beside.rounded_to) / 2 - 1 else 0 end as rounding
    from indicator_value as shown
    join indicator_value as beside
        using (indicator, area_code, period, sex, substance_group, breakdown, category)
    join indicator as i using (indicator)
    where shown.is_preferred
        and not beside.is_preferred
),

same as (
    select
        f.source,
        m.same_as,
        f.category,
        f.area_code,
        f.period,
        f.sex,
        f.substance_group,
        f.value,
        f.rounded_to
    from published_figure as f
    join published_measure as m
        using (source, measure)
    where m.kind in ('count', 'parts')
        and m.same_as is not null
        and f.age_band = 'all'
),

measure_pair as (
    select
        same.same_as as what,
        same.category,
        same.area_code,
        same.period,
        same.sex,
        same.substance_group,
        'ndtms_records' as shown_source,
        counted.people as shown,
        same.source as beside_source,
        same.value as beside,
        (same.rounded_to - 1) / 2 as rounding
    from same
    join treatment_measure as counted
        on counted.measure = same.same_as
        and counted.category = same.category
        and counted.area_code = same.area_code
        and counted.period = same.period
        and counted.sex = same.sex
        and counted.substance_group = same.substance_group
    where same.same_as not in (select indicator from indicator)
),

wait as (
    unpivot (
        select
            intervention_order || '_waits' as what,
            area_code,
            period,
            sex,
            substance_group,
            within_3_weeks,
            over_3_to_6_weeks,
            over_6_weeks
        from waiting_time
        where clock = 'offered'
    )
    on within_3_weeks, over_3_to_6_weeks, over_6_weeks
    into name category value waits
),

wait_pair as (
    select
        same.same_as as what,
        same.category,
        same.area_code,
        same.period,
        same.sex,
        same.substance_group,
        'ndtms_records' as shown_source,
        wait.waits as shown,
        same.source as beside_source,
        same.value as beside,
        (same.rounded_to - 1) / 2 as rounding
    from same
    join wait
        on wait.what = same.same_as
        and wait.category = same.category
        and wait.area_code = same.area_code
        and wait.period = same.period
        and wait.sex = same.sex
        and wait.substance_group = same.substance_group
),

pair as (
    from indicator_pair
    union all by name
    from measure_pair
    union all by name
    from wait_pair
)

select
    what,
    category,
    area_code,
    period,
    sex,
    substance_group,
    shown_source,
    shown,
    beside_source,
    beside,
    beside - shown as difference,
    case
        when shown is null or beside is null then 'not_compared'
        when abs(beside - shown) <= 1e-6 * greatest(1, abs(shown)) then 'same'
        when abs(beside - shown) <= rounding then 'rounding'
        else 'differs'
    end as agreement
from pair;
comment on view reconciliation is 'What our own counting, or the source pages prefer, gives beside another source of the same number. not_compared: one of the two is hidden or was not published.';
