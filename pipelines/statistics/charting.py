"""Control charts of every place: the quarters that are published, in a grid, and back into rows."""

import polars as pl

from pipelines.warehouse import Warehouse

CHARTS = "select distinct measure, chart, counted from staging.charted_quarter order by all"
QUARTERS = """
    select series_number, quarter_number, x, n from staging.charted_quarter
    where measure = ? order by series_number, quarter_number
"""
ROWS = """
    insert into mart.control_chart by name
    select
        q.measure, q.area_code, q.sex, q.substance_group, q.period, q.chart,
        nullif(c.value, 'nan') as value,
        nullif(c.centre, 'nan') as centre,
        -- counts and shares end at nothing, and shares at all
        case when not isnan(c.width) then greatest(c.centre - c.width, 0) end as low,
        case when not isnan(c.width) then if(q.n is null, c.centre + c.width, least(c.centre + c.width, 1)) end as high,
        case when not isnan(c.value) and not isnan(c.width) then c.rule end as rule,
        case when not isnan(c.value) and not isnan(c.width) then c.direction end as direction,
        c.points,
        c.points < c.fewest_points as is_short,
        case when q.x is null then 'suppressed' when q.n = 0 then 'too_few' else 'ok' end as status
    from charted as c
    join staging.charted_quarter as q using (measure, series_number, quarter_number)
"""


def fill(warehouse: Warehouse) -> None:
    """Fill `mart.control_chart`; without records it stays empty."""
    warehouse.script("staging", "charted_quarter.sql")
    for measure, chart, counted in warehouse.rows(CHARTS):
        charted = _charted(measure, chart, counted, warehouse.frame(QUARTERS, [measure]))
        with warehouse.seen_as("charted", charted):
            warehouse.run(ROWS)


def _charted(measure: str, chart: str, counted: str, quarters: pl.DataFrame) -> pl.DataFrame:
    """A row for each quarter of each series."""
    import numpy as np

    from pipelines.statistics import control_chart

    series, quarter = (quarters[column].to_numpy() for column in ("series_number", "quarter_number"))
    place = (series, quarter - quarter.min())
    shape = (int(series.max()) + 1, int(place[1].max()) + 1)

    def grid(column: str) -> control_chart.Grid:
        values = np.full(shape, np.nan)
        values[place] = quarters[column].fill_null(float("nan")).to_numpy()
        return values

    flow = control_chart.flow(measure, counted, grid("x"))
    if chart == "proportions":
        drawn = control_chart.proportions(flow, control_chart.flow(measure, counted, grid("n")))
    else:
        drawn = control_chart.individuals(flow)
    rule, direction = control_chart.broken_rules(drawn)
    points = np.isfinite(drawn.values).sum(axis=1)
    return pl.DataFrame(
        {
            "measure": measure,
            "series_number": series,
            "quarter_number": quarter,
            "value": drawn.values[place],
            "centre": drawn.centre[place],
            "width": drawn.width[place],
            "rule": rule[place],
            "direction": direction[place],
            "points": points[series],
            "fewest_points": control_chart.FEWEST_POINTS,
        }
    )
