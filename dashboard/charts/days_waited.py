"""How long half of women and men waited, and how long nine in ten, with three weeks marked."""

from collections.abc import Sequence

import plotly.graph_objects as go
import polars as pl

from dashboard import numbers
from dashboard.charts.theme import AXIS, BLACK, SERIES, TEXT_PX, WHITE, finish, mark, row_label

THREE_WEEKS = 21
CLOCKS = {"offered": "first appointment offered", "started": "treatment started"}


def days_waited(waits: pl.DataFrame, heading: str, notes: Sequence[str]) -> go.Figure:
    """One bar from the median to the 90th percentile for each clock and sex.

    `waits`: clock, sex, median_days, p90_days, days_status, at most one row for each clock and sex.
    """
    figure = go.Figure()
    rows = [
        (clock, sex, waits.filter((pl.col("clock") == clock) & (pl.col("sex") == sex)))
        for clock in CLOCKS
        for sex in ("female", "male")
    ]
    longest = max([float(value) for value in waits["p90_days"].drop_nulls()] + [THREE_WEEKS * 1.15])
    for place, (clock, sex, found) in enumerate(rows):
        y = len(rows) - place
        look = SERIES[sex]
        row = found.row(0, named=True) if found.height else {"median_days": None, "p90_days": None, "days_status": None}
        half, most = row["median_days"], row["p90_days"]
        if half is None or most is None:
            words = numbers.words_for(row["days_status"])
        else:
            words = f"half {numbers.within(half)}, 9 in 10 {numbers.within(most)}"
            figure.add_scatter(
                name=f"{look['word']}, {CLOCKS[clock]}",
                x=[half, most],
                y=[y, y],
                mode="lines+markers",
                cliponaxis=False,
                line={"color": look["colour"], "width": 4, "dash": look["dash"]},
                marker=mark(look, size=13, width=3),
                hoverinfo="skip",
            )
        row_label(figure, y, f"{look['word'].capitalize()}, {CLOCKS[clock]}", words, look["text"])
    figure.add_vline(x=THREE_WEEKS, line={"color": BLACK, "width": 2, "dash": "dot"}, layer="below")
    figure.add_annotation(
        text="3 weeks",
        x=THREE_WEEKS,
        yref="paper",
        y=0,
        yshift=4,
        xshift=-4,
        xanchor="right",
        yanchor="bottom",
        showarrow=False,
        bgcolor=WHITE,
        font={"size": TEXT_PX, "color": BLACK},
    )
    figure.update_xaxes(range=[0, longest * 1.05], nticks=6, title_text="Days waited: half, and 9 in 10")
    figure.update_yaxes(visible=False, range=[0.2, len(rows) + 0.95], linecolor=AXIS)
    return finish(figure, heading, notes, height=360)
