-- One row per area, measure, kind, period and sex: deaths as published, and for three years their rate.
-- A renumbered area is read under today's code; the latest edition wins where several cover a period.
create or replace table staging.death as
with followed as (
    select
        coalesce(change.new_code, d.area_code) as area_code,
        d.measure,
        d.kind,
        d.period,
        d.sex,
        d.edition,
        d.file_number,
        d.deaths,
        d.deaths_status,
        d.rate,
        d.rate_low,
        d.rate_high,
        d.rate_status,
        change.old_code
    from staging.ons_drug_deaths as d
    left join reference.area_change as change
        on change.old_code = d.area_code
        and change.change = 'recode'
),

latest as (
    select
        area_code,
        measure,
        kind,
        period,
        sex,
        deaths,
        deaths_status,
        rate,
        rate_low,
        rate_high,
        rate_status,
        case
            when old_code is not null
                then format('published under {}, the code before the present one', old_code)
        end as note_of_code
    from followed
    qualify row_number() over (
        partition by area_code, measure, kind, period, sex
        order by edition desc, old_code nulls first, file_number desc
    ) = 1
)

select
    area_code,
    measure,
    kind,
    period,
    sex,
    deaths,
    deaths_status,
    rate,
    rate_low,
    rate_high,
    rate_status,
    case
        when area_code = 'K04000001' then 'includes people who lived outside England and Wales'
        else note_of_code
    end as deaths_note,
    nullif(
        concat_ws(
            '; ',
            note_of_code,
            case
                when rate is not null and deaths < 10
                    then 'a rate was published although there were fewer than ten deaths'
                when rate is null and deaths >= 10
                    then 'no rate was published although there were ten deaths or more'
            end
        ),
        ''
    ) as rate_note
from latest;
