-- One row per source, place, financial year, sex and substance group: people who completed and did not come back, over all.
select
    completed.source,
    completed.area_code,
    completed.period,
    completed.sex,
    completed.substance_group,
    completed.value as numerator,
    everyone.value as denominator,
    case
        when completed.status <> 'ok' then completed.status
        when everyone.status <> 'ok' then everyone.status
    end as published_status,
    completed.rounded_to,
    completed.note
from mart.published_figure as completed
join mart.published_figure as everyone
    using (source, measure, area_code, period, sex, substance_group, age_band)
where measure = 'completion_and_return'
    and age_band = 'all'
    and completed.category = 'completed_without_return'
    and everyone.category = 'in_treatment'
