"""England as equal hexagons, one for each authority: what each has is told by fill and by sign; one is ringed, named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.theme import BLACK, OTHERS, OTHERS_EDGE, TEXT_PX, WHITE, WOMEN, finish, in_lines

Point = tuple[float, float]

ROW_STEP = sqrt(3) / 2  # between rows, where hexagons of one row are 1 apart
FILLED = 0.93  # of its cell: a gap that neighbours' outlines do not meet in
SIGN_PX = 12  # fits a hexagon on a screen 320 px wide, where it is 18 px across
NAME_LETTERS = 14  # what fits beside the North
PLOT_PX = 520


@dataclass(frozen=True)
class Look:
    """How a state is drawn. The sign alone tells it, in grey print too; none is drawn as a fault."""

    fill: str
    edge: str
    sign: str
    ink: str
    words: str
    hatch: str = ""


LOOKS = {
    "offered": Look(WOMEN, WOMEN, "✓", WHITE, "offered"),
    "planned": Look("#AA98CF", WOMEN, "→", BLACK, "planned"),
    "not_offered": Look(WHITE, BLACK, "–", BLACK, "not offered"),
    "not_known": Look("#F0F0F0", OTHERS_EDGE, "?", BLACK, "not known", "/"),
}


def centre(column: float, row: float) -> Point:
    """The middle of a hexagon. Row 0 is the southernmost; odd rows stand half a hexagon further east."""
    return column + (row % 2) / 2, row * ROW_STEP


def figure(areas: pl.DataFrame, chosen: str, heading: str, notes: Sequence[str]) -> go.Figure:
    """The map.

    `areas` (area_code, area_name, column, row, state): a row for each authority; `state` is one of LOOKS, null is not
    known. `chosen` is the code of the area to ring; a code that is not among them rings none.
    """
    drawn = go.Figure()
    rows = list(areas.select("area_code", "area_name", "column", "row", "state").iter_rows())
    at = {code: centre(column, row) for code, _, column, row, _ in rows}
    west, east = min(x for x, _ in at.values()) - 0.6, max(x for x, _ in at.values()) + 0.6
    south, north = min(y for _, y in at.values()) - 0.7, max(y for _, y in at.values()) + 0.7
    key = {
        state: (west + 0.6 + (place % 2) * (east - west) / 2, north + 1.9 - (place // 2) * 1.3)
        for place, state in enumerate(LOOKS)
    }
    for state, look in LOOKS.items():
        own = [(code, name) for code, name, _, _, is_state in rows if (is_state or "not_known") == state]
        _hexagons(drawn, look, [*(at[code] for code, _ in own), key[state]])
        _signs(drawn, look, [at[code] for code, _ in own], [f"{name}: {look.words}" for _, name in own])
        _signs(drawn, look, [key[state]], [look.words])
        drawn.add_annotation(
            x=key[state][0], y=key[state][1], xshift=12, text=look.words, xanchor="left", showarrow=False
        )
    for code, name, _, _, state in rows:
        if code == chosen:
            _ring(drawn, at[code], f"<b>{in_lines(name, NAME_LETTERS)}</b><br>{LOOKS[state or 'not_known'].words}")
            _name(drawn, at[code], name, (west, east, south, north))
    drawn.update_xaxes(visible=False, range=[west, east], constrain="domain", constraintoward="left")
    drawn.update_yaxes(
        visible=False,
        range=[south, north + 2.6],
        scaleanchor="x",  # equal hexagons on a screen of any width
        constrain="domain",
        constraintoward="top",
    )
    return finish(drawn, heading, notes, height=PLOT_PX)
