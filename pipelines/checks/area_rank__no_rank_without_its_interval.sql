-- Ranks that stand without an interval or outside it, and areas that are ranked without a number or not ranked with one.
select
    indicator,
    source,
    area_code,
    period,
    sex,
    substance_group
from area_rank
where (rank is null) <> (value is null)
    or (rank is null) <> (rank_low is null)
    or (rank is null) <> (rank_high is null)
    or (rank is null) <> (tenth is null)
    or rank not between rank_low and rank_high
    or rank_low < 1
    or rank_high > areas
    or (status <> 'ok' and rank is not null)
