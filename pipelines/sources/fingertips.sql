-- One row per indicator, area, period, sex and age: the value as published, with its limits and what it was divided from.
select
    file_number,
    line,
    format('indicator {}', indicator_id) as column_label,
    measure,
    area_code,
    period,
    sex,
    age_band,
    figure as value,
    figure_low as value_low,
    figure_high as value_high,
    numerator,
    denominator,
    coalesce(
        figure_mark,
        case
            when figure is not null then null
            when contains(lower(value_note), 'suppress') then 'suppressed'
            when contains(lower(value_note), 'too small') or contains(lower(value_note), 'too few') then 'too_few'
            else 'not_published'
        end
    ) as mark,
    value_note as note
from staging.fingertips
