"""Ranks with the ranks that chance might have given instead, by simulation."""

import polars as pl

from pipelines.warehouse import Warehouse

DRAWS = 2000
SEED = 2025
"""The same draws in every build, so that the same numbers have the same ranks."""

RANKED = """
    select set_number, area_code, middle, error from staging.ranked_area
    where value is not null order by set_number, area_code
"""
ROWS = """
    insert into mart.area_rank by name
    select
        r.indicator, r.source, r.period, r.sex, r.substance_group, r.breakdown, r.category, r.area_code, r.value,
        case when r.value is not null then r.rank end as rank,
        -- an area far from its middle for its few people might otherwise lie outside its own draws
        case when r.value is not null then least(s.rank_low, r.rank) end as rank_low,
        case when r.value is not null then greatest(s.rank_high, r.rank) end as rank_high,
        case when r.value is not null then r.sharing_rank end as sharing_rank,
        case when r.value is not null then tenth(r.rank, r.areas) end as tenth,
        r.areas, r.areas_without, r.status
    from staging.ranked_area as r
    left join simulated as s using (set_number, area_code)
"""


def fill(warehouse: Warehouse) -> None:
    """Fill `mart.area_rank`; where no number has ten areas it stays empty."""
    warehouse.script("staging", "ranked_area.sql")
    ranked = warehouse.frame(RANKED)
    if ranked.is_empty():
        return
    with warehouse.seen_as("simulated", _simulated(ranked)):
        warehouse.run(ROWS)


def _simulated(ranked: pl.DataFrame) -> pl.DataFrame:
    """The limits of each area's rank."""
    import numpy as np

    from pipelines.statistics.simulated_rank import normal_draws, rank_limits

    sets, middle, error = (ranked[column].to_numpy() for column in ("set_number", "middle", "error"))
    starts = np.flatnonzero(np.diff(sets, prepend=-1))
    ends = np.append(starts[1:], len(sets))
    draws = normal_draws(DRAWS, int((ends - starts).max()), SEED)
    limits = [rank_limits(middle[start:end], error[start:end], draws) for start, end in zip(starts, ends, strict=True)]
    low, high = (np.concatenate([limit[side] for limit in limits]) for side in (0, 1))
    return ranked.select("set_number", "area_code").with_columns(rank_low=pl.Series(low), rank_high=pl.Series(high))
