"""Of all authorities, in how many something is offered, planned, not offered, and not known: a bar for each thing."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.theme import BLACK, OTHERS_EDGE, WHITE, WOMEN, finish, in_lines

ROW_PX = 58  # a bar, and two lines of words above it
BAR = 0.26
BESIDE = 0.5  # rows left free below the last bar and above the first one's words
ABOVE_PX = 9  # of a bar's middle: where its words stand
LEFT = 4  # as far left as can be, so that the words have all of a narrow screen
STATES = {
    "offered": {"color": WOMEN, "line": {"color": WOMEN, "width": 1}},
    "offered_stale": {
        "color": WHITE,
        "line": {"color": WOMEN, "width": 1},
        "pattern": {"shape": "\\", "fgcolor": WOMEN, "bgcolor": WHITE, "size": 6, "solidity": 0.4},
    },
    "planned": {"color": "#AA98CF", "line": {"color": WOMEN, "width": 1}},
    "not_offered": {"color": WHITE, "line": {"color": BLACK, "width": 1}},
    "not_known": {
        "color": WHITE,
        "line": {"color": OTHERS_EDGE, "width": 1},
        "pattern": {"shape": "/", "fgcolor": OTHERS_EDGE, "bgcolor": WHITE, "size": 6, "solidity": 0.2},
    },
}
"""How each state is drawn; what is not known is no colour of a fault, and stands at the end."""


def of_known(row: Mapping[str, Any]) -> str:
    """Offered of known; no share where all that is known are examples, which never say no."""
    known = row["areas"] - row["areas_not_known"]
    if known and row["areas_by_example"] == known:
        return f"{row['areas_offered']} (examples only)"
    return f"{row['areas_offered']} of {known}"


def reach(rows: pl.DataFrame, heading: str, notes: Sequence[str]) -> go.Figure:
    """Stacked bars, one for each row.

    `rows` (name, areas, areas_offered, areas_offered_stale, areas_planned, areas_not_offered, areas_not_known,
    areas_by_example): what is offered by old evidence is among what is offered, and is drawn apart.
    """
    figure = go.Figure()
    places = list(range(rows.height - 1, -1, -1))
    for state, look in STATES.items():
        counts = rows[f"areas_{state}"] - (rows["areas_offered_stale"] if state == "offered" else 0)
        words = "offered, old evidence" if state == "offered_stale" else state.replace("_", " ")
        figure.add_bar(
            name=words,
            x=counts,
            y=places,
            width=BAR,
            orientation="h",
            marker=look,
            text=[f"{name}: {words} in {count} authorities" for name, count in zip(rows["name"], counts, strict=True)],
            textposition="none",
            hovertemplate="%{text}<extra></extra>",
        )
    for row, place in zip(rows.iter_rows(named=True), places, strict=True):
        known = "" if row["areas_by_example"] == row["areas"] - row["areas_not_known"] > 0 else " known"
        told = f"{of_known(row)}{known}".replace(" ", "\N{NO-BREAK SPACE}")
        figure.add_annotation(
            text=in_lines(f"{row['name']}: {told}"),
            xref="paper",
            x=0,
            y=place,
            yshift=ABOVE_PX,
            xanchor="left",
            yanchor="bottom",
            align="left",
            showarrow=False,
        )
    figure.update_layout(barmode="stack")
    figure.update_xaxes(range=[0, int(rows["areas"].max() or 1)], nticks=5, title_text="Authorities")  # type: ignore[arg-type]
    figure.update_yaxes(visible=False, range=[-0.6, rows.height - 0.6 + BESIDE])
    return finish(figure, heading, notes, height=round(ROW_PX * (rows.height + BESIDE)), left=LEFT)
