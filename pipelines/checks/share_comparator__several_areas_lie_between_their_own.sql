-- Shares of similar areas together that are less than the least of them, or more than the greatest; and of the best quarter
-- where fewer than ten authorities are shown.
with own as (
    select distinct area_code, period, substance_group, measure, share
    from womens_share
    where provider_code = 'all'
),

alike as (
    select
        s.area_code,
        o.period,
        o.substance_group,
        o.measure,
        min(o.share) as least,
        max(o.share) as greatest
    from similar_area as s
    join own as o
        on o.area_code = s.similar_code
    group by all
)

select
    c.area_code,
    c.comparator,
    c.period,
    c.substance_group,
    c.measure
from share_comparator as c
left join alike as s using (area_code, period, substance_group, measure)
where (
        c.comparator = 'similar'
        and c.share is not null
        and (s.least is null or c.share < s.least - 1e-9 or c.share > s.greatest + 1e-9)
    )
    or (c.comparator = 'best_quarter' and c.share is not null and c.areas < 10)
