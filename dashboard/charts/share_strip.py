"""Where one area stands among all authorities: a dot for each, ours ringed and named, England as a line."""

from collections.abc import Sequence
from math import ceil, floor

import plotly.graph_objects as go
import polars as pl

from dashboard import numbers
from dashboard.charts.theme import BLACK, OTHERS, OTHERS_EDGE, TEXT_PX, WHITE, WOMEN, finish, in_lines

BIN = 0.004  # dots within 0.4 percentage points of each other are stacked
NAME_LETTERS = 22


def stacked(shares: pl.Series) -> pl.Series:
    """A height for each dot, so that dots of about the same share stand above and below each other."""
    order = (
        pl.DataFrame({"share": shares})
        .with_row_index("place")
        .with_columns((pl.col("share") / BIN).round().alias("bin"))
        .sort("share", "place")
        .with_columns(pl.int_range(pl.len()).over("bin").alias("nth"))
        .with_columns(
            (((pl.col("nth") + 1) // 2) * pl.when(pl.col("nth") % 2 == 1).then(1).otherwise(-1)).alias("height")
        )
        .sort("place")
    )
    return order["height"]


def share_strip(
    authorities: pl.DataFrame, ours: pl.DataFrame, lines: pl.DataFrame, heading: str, notes: Sequence[str]
) -> go.Figure:
    """The strip.

    `authorities` (area_name, share): all others. `ours` (area_name, share, share_low, share_high): one row or none.
    `lines` (area_name, share): what we compare with, England first. Shares between 0 and 1.
    """
    others = authorities.drop_nulls("share")
    mine = ours.drop_nulls("share")
    marks = lines.drop_nulls("share")
    seen = pl.concat([others["share"], mine["share"], mine["share_low"], mine["share_high"], marks["share"]])
    low, high = _limits(seen)
    reach = 1.0
    figure = go.Figure()
    if others.height:
        heights = stacked(others["share"])
        reach = max(float(heights.cast(pl.Float64).abs().max() or 0.0), 1.0)  # type: ignore[arg-type]
        figure.add_scatter(
            name="other authorities",
            x=others["share"],
            y=heights,
            mode="markers",
            cliponaxis=False,
            marker={"color": OTHERS, "size": 9, "line": {"color": OTHERS_EDGE, "width": 1}},
            text=others["area_name"],
            hovertemplate="%{text}: %{x:.1%}<extra></extra>",
        )
    top = reach * 1.25 + 1
    for number, (name, share) in enumerate(marks.select("area_name", "share").iter_rows()):
        figure.add_scatter(
            name=name,
            x=[share, share],
            y=[-top, top],
            mode="lines",
            line={"color": BLACK, "width": 2, "dash": "solid" if number == 0 else "dot"},
            hovertemplate=f"{name}: {numbers.percent(share)}<extra></extra>",
        )
        _name(figure, name, share, top, low, high, level=number, colour=BLACK)
    if mine.height:
        name, share, at_least, at_most = mine.select("area_name", "share", "share_low", "share_high").row(0)
        figure.add_scatter(
            name=f"{name}, 95% interval",
            x=[at_least, at_most],
            y=[0, 0],
            mode="lines",
            line={"color": WOMEN, "width": 4},
            hoverinfo="skip",
        )
        figure.add_scatter(
            name=name,
            x=[share],
            y=[0],
            mode="markers",
            cliponaxis=False,
            marker={"color": WHITE, "size": 18, "symbol": "circle", "line": {"color": WOMEN, "width": 5}},
            hovertemplate=f"{name}: {numbers.percent(share)}<extra></extra>",
        )
        _name(figure, name, share, -top, low, high, level=0, colour=WOMEN)
    starts = "" if low == 0 else f" (from {numbers.rounded(low * 100, 0)}%)"
    figure.update_xaxes(range=[low, high], tickformat=".0%", nticks=6, title_text=f"Women, % of people{starts}")
    figure.update_yaxes(visible=False, range=[-top - reach * 0.9 - 1, top + reach * 0.9 + 1])
    return finish(figure, heading, notes, height=290)


def _limits(shares: pl.Series) -> tuple[float, float]:
    """Whole five per cents around everything drawn."""
    if not shares.len():
        return 0.0, 1.0
    low, high = float(shares.min()), float(shares.max())  # type: ignore[arg-type]
    return max(floor((low - 0.005) * 20) / 20, 0.0), min(ceil((high + 0.005) * 20) / 20, 1.0)


def _name(
    figure: go.Figure, name: str, share: float, y: float, low: float, high: float, *, level: int, colour: str
) -> None:
    """A label that stays inside the figure: it hangs towards the middle when its point is near an edge."""
    place = (share - low) / (high - low)
    anchor = "left" if place < 1 / 3 else "right" if place > 2 / 3 else "center"
    figure.add_annotation(
        text=f"<b>{in_lines(name, NAME_LETTERS)} {numbers.percent(share)}</b>",
        x=share,
        y=y,
        xanchor=anchor,
        yanchor="bottom" if y > 0 else "top",
        yshift=(level * 20 if y > 0 else 0),
        showarrow=False,
        align=anchor,
        font={"size": TEXT_PX, "color": colour},
        bgcolor=WHITE,
    )
