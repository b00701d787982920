"""One line here with its interval, one line for what we compare with, over the periods we hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

import plotly.graph_objects as go
import polars as pl
from plotly.subplots import make_subplots

from dashboard import numbers
from dashboard.charts.theme import BLACK, LINE_PX, SERIES, TEXT_PX, WHITE, finish, in_lines, mark, see_through, ticks

MANY = 12  # periods; from here on smaller marks, so that they do not touch on a phone


@dataclass(frozen=True)
class Panel:
    """One sex or one measure. `rows`: period, value, low, high, comparator (numbers or null), in period order."""

    sex: str
    title: str
    rows: pl.DataFrame
    nothing_here: str = ""


def over_time(
    panels: Sequence[Panel],
    heading: str,
    notes: Sequence[str],
    *,
    axis_title: str,
    tick_format: str,
    place: str,
    comparator: str,
    from_zero: bool = True,
) -> go.Figure:
    """The panels below one another on the same scales. A missing value leaves a gap: nothing is joined across it.

    Rates start at zero. Shares move within a few per cent, so their axis may start higher, and then says so.
    """
    periods = sorted({period for panel in panels for period in panel.rows["period"]})
    positions, labels = ticks(periods)
    figure = make_subplots(rows=len(panels), cols=1, shared_xaxes=False, vertical_spacing=0.24)
    bottom, top = _limits(panels, from_zero)
    if bottom > 0:
        axis_title += f"; shares from {numbers.rounded(bottom * 100, 0)}%"
    for number, panel in enumerate(panels, start=1):
        _draw(figure, panel, number, {period: i for i, period in enumerate(periods)}, place, comparator, tick_format)
        axis = "" if number == 1 else str(number)
        figure.add_annotation(
            text=f"<b>{in_lines(panel.title)}</b>",
            xref="paper",
            x=0,
            xshift=-44,
            yref=f"y{axis} domain",
            y=1,
            yshift=12,
            xanchor="left",
            yanchor="bottom",
            align="left",
            showarrow=False,
            font={"size": TEXT_PX, "color": SERIES[panel.sex]["text"]},
        )
        if panel.nothing_here and panel.rows["value"].null_count() == panel.rows.height:
            figure.add_annotation(
                text=in_lines(panel.nothing_here, 32),
                xref=f"x{axis} domain",
                x=0.5,
                yref=f"y{axis} domain",
                y=0.25,
                showarrow=False,
                bgcolor=WHITE,
                font={"size": TEXT_PX},
            )
    figure.update_xaxes(
        tickvals=positions, ticktext=labels, tickangle=0, range=[-0.4, max(len(periods) - 1, 0) + 0.4], showgrid=False
    )
    figure.update_xaxes(title_text=axis_title, row=len(panels), col=1)
    figure.update_yaxes(range=[bottom, top], tickformat=tick_format, nticks=5)
    above = max(panel_title_lines(panel) for panel in panels) * LINE_PX
    figure = finish(figure, heading, notes, height=200 * len(panels) + 60 * (len(panels) - 1), left=46, right=30)
    figure.update_layout(margin_t=figure.layout.margin.t + above, height=figure.layout.height + above)
    return figure


def panel_title_lines(panel: Panel) -> int:
    """How many lines the panel's own title takes."""
    return in_lines(panel.title).count("<br>") + 1


def _limits(panels: Sequence[Panel], from_zero: bool) -> tuple[float, float]:
    """One scale for all panels, a little above the highest thing drawn; below it whole five per cents or zero."""
    seen = [
        float(value)
        for panel in panels
        for column in ("value", "low", "high", "comparator")
        for value in panel.rows[column].drop_nulls()
    ]
    if not seen or max(seen) == 0:
        return 0.0, 1.0
    if from_zero:
        return 0.0, max(seen) * 1.1
    return max(floor((min(seen) - 0.01) * 20) / 20, 0.0), min(ceil((max(seen) + 0.01) * 20) / 20, 1.0)


def _draw(
    figure: go.Figure,
    panel: Panel,
    row: int,
    place_of: dict[str, int],
    place: str,
    comparator: str,
    tick_format: str,
) -> None:
    look = SERIES[panel.sex]
    x = panel.rows["period"].replace_strict(place_of, return_dtype=pl.Int64)
    hover = "%{text}: %{y:" + tick_format + "}<extra></extra>"
    for stretch in _stretches(panel.rows):
        along = stretch["period"].replace_strict(place_of, return_dtype=pl.Int64)
        figure.add_scatter(
            name="95% interval",
            x=pl.concat([along, along.reverse()]),
            y=pl.concat([stretch["high"], stretch["low"].reverse()]),
            mode="lines",
            line={"width": 8 if stretch.height == 1 else 0, "color": see_through(look["colour"], 0.18)},
            fill="toself",
            fillcolor=see_through(look["colour"], 0.18),
            hoverinfo="skip",
            row=row,
            col=1,
        )
    figure.add_scatter(
        name=comparator,
        x=x,
        y=panel.rows["comparator"],
        mode="lines+markers",
        line={"color": BLACK, "width": 2, "dash": look["dash"]},
        marker={"color": BLACK, "size": 5, "symbol": "square"},
        text=[f"{comparator}, {period}" for period in panel.rows["period"]],
        hovertemplate=hover,
        connectgaps=False,
        row=row,
        col=1,
    )
    figure.add_scatter(
        name=place,
        x=x,
        y=panel.rows["value"],
        mode="lines+markers",
        line={"color": look["colour"], "width": 3, "dash": look["dash"]},
        marker=mark(look, size=10 if panel.rows.height < MANY else 7, width=2),
        text=[f"{place}, {period}" for period in panel.rows["period"]],
        hovertemplate=hover,
        connectgaps=False,
        row=row,
        col=1,
    )


def _stretches(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """The runs of periods with an interval, so that the ribbon too has gaps."""
    runs = rows.with_columns(
        (pl.col("low").is_not_null() & pl.col("high").is_not_null()).alias("is_known")
    ).with_columns(pl.col("is_known").rle_id().alias("run"))
    return runs.filter("is_known").partition_by("run", maintain_order=True)
