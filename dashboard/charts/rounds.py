"""Audit rounds: how many authorities have answered, how many of them are known on one thing, and how many have it."""

from collections.abc import Sequence

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.theme import BLACK, LINE_PX, OTHERS_EDGE, WHITE, WOMEN, finish, see_through, ticks

LINES = {
    "areas_with_return": ("with a return", OTHERS_EDGE, "dot", "circle-open"),
    "areas_known": ("known", BLACK, "dash", "diamond-open"),
    "areas_offered": ("offered", WOMEN, "solid", "circle"),
}
"""Column, word at the line's end, colour, dash and mark; never fewer than in the line after it."""
PLOT_PX = 280
HEADROOM = 1.4  # of the highest count: where all three lines end on it, their words stand above one another
LABEL_PX = LINE_PX + 4


def rounds(rows: pl.DataFrame, heading: str, notes: Sequence[str]) -> go.Figure:
    """Three lines. `rows` (audit_round and the columns of LINES): one for each round, the earliest first."""
    figure = go.Figure()
    labels = rows["audit_round"].to_list()
    last = rows.height - 1
    top = max(int(rows["areas_with_return"].max() or 1), 1) * HEADROOM  # type: ignore[arg-type]
    free, words_at = 0.0, {}
    for column in reversed(LINES):
        words_at[column] = max(rows[column][last], free)
        free = words_at[column] + top * LABEL_PX / PLOT_PX
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
            x=last, y=words_at[column], text=f"{counts[last]} {words}", xanchor="right", yanchor="bottom", yshift=6,
            showarrow=False, bgcolor=see_through(WHITE, 0.8), borderpad=0,
            font={"color": BLACK if colour == OTHERS_EDGE else colour},
        )  # fmt: skip
    places, texts = ticks(labels)
    figure.update_xaxes(range=[-0.15, last + 0.15], tickvals=places, ticktext=texts)
    figure.update_yaxes(range=[0, top], nticks=5)
    return finish(figure, heading, notes, height=PLOT_PX, left=40)
