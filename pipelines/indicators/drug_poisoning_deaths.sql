-- One row per area, period (a year, or three years) and sex: deaths from any drug poisoning, as published.
-- The latest edition wins where several cover a period; a renumbered area is read under today's code.
with followed as (
    select
        coalesce(change.new_code, d.area_code) as area_code,
        d.period,
        d.sex,
        d.edition,
        d.file_number,
        d.deaths,
        d.deaths_status,
        change.old_code
    from staging.ons_drug_deaths as d
    left join reference.area_change as change
        on change.old_code = d.area_code
        and change.change = 'recode'
    where d.measure = 'drug_poisoning'
        and d.left_out is null
)

select
    area_code,
    period,
    sex,
    deaths as numerator,
    nullif(deaths_status, 'ok') as published_status,
    case
        when area_code = 'K04000001' then 'includes people who lived outside England and Wales'
        when old_code is not null then format('published under {}, the code before the present one', old_code)
    end as note
from followed
qualify row_number() over (
    partition by area_code, period, sex
    order by edition desc, old_code nulls first, file_number desc
) = 1
