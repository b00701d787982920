-- Authorities that stand somewhere in a funnel without a number that is shown, or nowhere with one.
select
    indicator,
    source,
    area_code,
    period,
    sex,
    substance_group
from funnel
where (status = 'ok') <> (share is not null)
    or (status = 'ok') <> (label <> 'not_compared')
    or (status = 'ok') <> (spread_label <> 'not_compared')
