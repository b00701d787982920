-- One row per area, period, sex, age and substance: deaths registered, and the rate that stands beside them.
select
    file_number,
    line,
    column_label,
    edition,
    case
        when measure = 'consistent_series' then 'drug_misuse_deaths_consistent_series'
        when category <> 'all' then 'drug_misuse_deaths_by_substance'
        else 'drug_misuse_deaths'
    end as measure,
    category,
    area_named(area_name, '2021') as area_code,
    period,
    sex,
    age_band,
    deaths as value,
    null::double as value_low,
    null::double as value_high,
    if(category = 'all', null, deaths) as numerator,
    -- of a substance: all deaths there
    if(category = 'all', null, whole) as denominator,
    deaths_mark as mark,
    note
from staging.nrs_drug_deaths
where measure <> 'age_specific'
    and (place_kind in ('council', 'board', 'age_count') or deaths is not null or deaths_mark is not null)
union all
select
    file_number,
    line,
    column_label,
    edition,
    if(measure = 'age_specific', 'age_specific_drug_misuse_death_rate', 'drug_misuse_death_rate'),
    category,
    area_named(area_name, '2021'),
    period,
    sex,
    age_band,
    rate,
    rate_low,
    rate_high,
    deaths,
    null,
    rate_mark,
    note
from staging.nrs_drug_deaths
where measure = 'age_specific'
    or place_kind = 'sex'
    or rate is not null
    or rate_mark is not null
