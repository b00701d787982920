"""How far apart authorities lie on the map of hexagons: steps from one to the next, the shortest way."""

import polars as pl


def steps_from(areas: pl.DataFrame, own: list[str]) -> pl.DataFrame:
    """`areas` (area_code, column, row) with `steps`: from each to the nearest of our `own`; null where none is there.

    Rows count from the south, and odd ones stand half a hexagon further east.
    """
    across = pl.col("column") - (pl.col("row") - pl.col("row") % 2) // 2  # along one of the grid's three directions
    placed = areas.with_columns(across.cast(pl.Int64).alias("across"), pl.col("row").cast(pl.Int64).alias("up"))
    ours = placed.filter(pl.col("area_code").is_in(own)).select("across", "up").rows()
    steps = [
        min((_steps(across - our_across, up - our_up) for our_across, our_up in ours), default=None)
        for across, up in placed.select("across", "up").iter_rows()
    ]
    return areas.with_columns(pl.Series("steps", steps, dtype=pl.Int64))


def _steps(across: int, up: int) -> int:
    return max(abs(across), abs(up), abs(across + up))
