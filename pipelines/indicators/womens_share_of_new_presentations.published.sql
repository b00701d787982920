-- One row per source, place, financial year and substance group: women over all, as published.
select
    everyone.source,
    everyone.area_code,
    everyone.period,
    everyone.sex,
    everyone.substance_group,
    women.value as numerator,
    everyone.value as denominator,
    case
        when women.status <> 'ok' then women.status
        when everyone.status <> 'ok' then everyone.status
    end as published_status,
    everyone.rounded_to,
    everyone.note
from mart.published_figure as everyone
join mart.published_figure as women
    using (source, measure, category, area_code, period, substance_group, age_band)
where measure = 'new_presentations'
    and age_band = 'all'
    and everyone.sex = 'all'
    and women.sex = 'female'
