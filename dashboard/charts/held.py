"""Which figures are held for which years, and for whom: a row for each figure and source, a mark for each year."""

from collections.abc import Sequence

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.theme import BLACK, TEXT_PX, WHITE, WOMEN, finish, in_lines

ROW_PX = 50
MARK_PX = 8  # thirty years side by side on a screen 320 px wide
MOST_LABELS = 6
MARKS = {
    "women and men": {"symbol": "square", "color": WOMEN, "line": {"color": WOMEN, "width": 2}},
    "all persons only": {"symbol": "square", "color": WHITE, "line": {"color": BLACK, "width": 2}},
    "listed, no number": {"symbol": "x-thin", "color": BLACK, "line": {"color": BLACK, "width": 2}},
}
"""For whom a figure is held, and how it is drawn: told apart by shape as well as by colour."""


def held(figures: pl.DataFrame, heading: str, notes: Sequence[str]) -> go.Figure:
    """The matrix.

    `figures` (label, year, held_for, periods): a row for each label and year; `year` is the one a period ends in,
    `held_for` one of MARKS, `periods` the periods that end in it as they are written.
    """
    labels = figures["label"].unique(maintain_order=True).to_list()
    places = {label: len(labels) - 1 - place for place, label in enumerate(labels)}
    years = figures["year"]
    first, last = int(years.min()), int(years.max())  # type: ignore[arg-type]
    figure = go.Figure()
    for name, mark in MARKS.items():
        own = figures.filter(held_for=name)
        figure.add_scatter(
            name=name,
            x=own["year"],
            y=own["label"].replace_strict(places, return_dtype=pl.Int64),
            mode="markers",
            cliponaxis=False,
            marker={"size": MARK_PX, **mark},
            text=[f"{label}, {periods}" for label, periods in own.select("label", "periods").iter_rows()],
            hovertemplate=f"%{{text}}: {name}<extra></extra>",
        )
    for label, place in places.items():
        figure.add_annotation(
            text=in_lines(label),
            xref="paper",
            x=0,
            y=place,
            yshift=8,
            xanchor="left",
            yanchor="bottom",
            align="left",
            showarrow=False,
            font={"size": TEXT_PX - 1},
        )
    step = max(1, -(-(last - first) // MOST_LABELS))
    figure.update_xaxes(range=[first - 0.7, last + 0.7], tick0=last, dtick=step, tickformat="d", title_text="Year to")
    figure.update_yaxes(visible=False, range=[-0.6, len(labels) - 0.1])
    return finish(figure, heading, notes, height=ROW_PX * len(labels) + 20)
