-- Sets of areas that count another number of ranked areas, or of areas without a rank, than they hold; or fewer than ten.
select
    indicator,
    source,
    period,
    sex,
    substance_group
from area_rank
group by indicator, source, period, sex, substance_group, breakdown, category
having min(areas) <> count(rank)
    or max(areas) <> count(rank)
    or max(areas_without) <> count(*) - count(rank)
    or min(areas_without) <> count(*) - count(rank)
    or count(rank) < 10
