-- One row per area, three years and sex: the age-standardised rate of deaths from drug misuse, as published.
-- The latest edition wins where several cover a period; a renumbered area is read under today's code.
with followed as (
    select
        coalesce(change.new_code, d.area_code) as area_code,
        d.period,
        d.sex,
        d.edition,
        d.file_number,
        d.deaths,
        d.rate,
        d.rate_low,
        d.rate_high,
        d.rate_status,
        change.old_code
    from staging.ons_drug_deaths as d
    left join reference.area_change as change
        on change.old_code = d.area_code
        and change.change = 'recode'
    where d.measure = 'drug_misuse'
        and d.kind = 'rate'
        and d.left_out is null
)

select
    area_code,
    period,
    sex,
    deaths as numerator,
    rate as published_value,
    rate_low as published_low,
    rate_high as published_high,
    rate_status as published_status,
    nullif(
        concat_ws(
            '; ',
            case
                when old_code is not null
                    then format('published under {}, the code before the present one', old_code)
            end,
            case
                when rate is not null and deaths < 10
                    then 'a rate was published although there were fewer than ten deaths'
                when rate is null and deaths >= 10
                    then 'no rate was published although there were ten deaths or more'
            end
        ),
        ''
    ) as note
from followed
qualify row_number() over (
    partition by area_code, period, sex
    order by edition desc, old_code nulls first, file_number desc
) = 1
