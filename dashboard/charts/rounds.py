"""Audit rounds: how many authorities have answered, how many of them are known on one thing, and how many have it."""

from collections.abc import Sequence

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.theme import BLACK, OTHERS_EDGE, WOMEN, finish, ticks

LINES = {
    "areas_with_return": ("with a return", OTHERS_EDGE, "dot", "circle-open"),
    "areas_known": ("known", BLACK, "dash", "diamond-open"),
    "areas_offered": ("offered", WOMEN, "solid", "circle"),
}
"""Column, word at the line's end, colour, dash and mark."""


def rounds(rows: pl.DataFrame, heading: str, notes: Sequence[str]) -> go.Figure:
    """Three lines. `rows` (audit_round and the columns of LINES): one for each round, the earliest first."""
    figure = go.Figure()
    labels = rows["audit_round"].to_list()
    last = rows.height - 1
    for column, (words, colour, dash, symbol) in LINES.items():
        counts = rows[column]
        figure.add_scatter(
            name=words,
            x=list(range(rows.height)),
            y=counts,
            mode="lines+markers",
            cliponaxis=False,
            line={"color": colour, "dash": dash, "width": 3},
            marker={"symbol": symbol, "size": 10, "color": colour, "line": {"color": colour, "width": 2}},
            text=[f"{label}: {count} authorities {words}" for label, count in zip(labels, counts, strict=True)],
            hovertemplate="%{text}<extra></extra>",
        )
        figure.add_annotation(
            x=last, y=counts[last], text=f"{counts[last]} {words}", xanchor="right", yanchor="bottom", yshift=6,
            showarrow=False, font={"color": BLACK if colour == OTHERS_EDGE else colour},
        )  # fmt: skip
    places, texts = ticks(labels)
    figure.update_xaxes(range=[-0.15, last + 0.15], tickvals=places, ticktext=texts)
    figure.update_yaxes(range=[0, int(rows["areas_with_return"].max() or 1) * 1.15], nticks=5)  # type: ignore[arg-type]
    return finish(figure, heading, notes, height=260, left=40)
