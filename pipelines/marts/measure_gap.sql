-- One row per measure of treatment, category of its base, area, period and substance group that both women and men can be
-- in: their shares, and how these differ. Worked out from treatment_measure as it is read: a national build has some five million.
create view measure_gap as
with pair as (
    select
        measure,
        category,
        area_code,
        period,
        substance_group,
        w.people as women_counted,
        w.out_of as women_of,
        w.share as women,
        w.share_low as women_low,
        w.share_high as women_high,
        m.people as men_counted,
        m.out_of as men_of,
        m.share as men,
        m.share_low as men_low,
        m.share_high as men_high,
        case when w.status <> 'ok' then w.status else m.status end as status
    from treatment_measure as w
    join treatment_measure as m
        using (measure, category, area_code, period, substance_group)
    join measure_category as k
        using (measure, category)
    where w.sex = 'female'
        and m.sex = 'male'
        and k.is_in_base
),

compared as (
    select
        measure,
        category,
        area_code,
        period,
        substance_group,
        women_counted,
        women_of,
        women,
        women_low,
        women_high,
        men_counted,
        men_of,
        men,
        men_low,
        men_high,
        status,
        women - men as difference,
        mover_low(women, women_low, women_high, men, men_low, men_high) as difference_low,
        mover_high(women, women_low, women_high, men, men_low, men_high) as difference_high
    from pair
)

select
    c.measure,
    c.category,
    c.area_code::varchar as area_code,
    c.period,
    c.substance_group::varchar as substance_group,
    c.women,
    c.women_low,
    c.women_high,
    c.men,
    c.men_low,
    c.men_high,
    c.difference,
    c.difference_low,
    c.difference_high,
    share_ratio(women_counted, women_of, men_counted, men_of) as ratio,
    share_ratio_low(women_counted, women_of, men_counted, men_of) as ratio_low,
    share_ratio_high(women_counted, women_of, men_counted, men_of) as ratio_high,
    gap_direction(
        c.difference_low, c.difference_high, c.difference_high - c.difference_low > 2 * s.middle_half
    ) as direction,
    c.status
from compared as c
left join measure_gap_spread as s
    on s.measure = c.measure
    and s.category = c.category
    and s.year = c.period[1:7]
    and s.substance_group = c.substance_group::varchar;
comment on view measure_gap is 'Difference: women''s share less men''s. Higher is not better. Measures of women only, and women''s share itself, have no gap.';
comment on column measure_gap.ratio is 'By the log method; none where a cell is 0.';
