-- Published numbers that stand twice.
select
    source,
    measure,
    category,
    area_code,
    period,
    sex,
    substance_group,
    age_band
from published_figure
group by all
having count(*) > 1
