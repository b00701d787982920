"""England as equal hexagons, one for each authority: what each has is told by fill and by sign; one is ringed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.theme import BLACK, OTHERS, OTHERS_EDGE, TEXT_PX, UNDER_AXIS, WHITE, WOMEN, finish, in_lines

Point = tuple[float, float]

ROW_STEP = sqrt(3) / 2  # between rows, where hexagons of one row are 1 apart
FILLED = 0.93  # of its cell: a gap that neighbours' outlines do not meet in
SIGN_PX = 12  # fits a hexagon on a screen 320 px wide, where it is 18 px across
RING = 1.06
KEY_STEP = 1.4  # rows of the key above the map: states two by two, then the area that is ringed
RING_ROWS = 1.7
WITHOUT_RING = 0.4
NAME_LETTERS = 32  # what fits a line of the key in bold
PLOT_PX = 580
KEY_PX = 34  # a row of the key more
NO_AXIS_PX = UNDER_AXIS - 16  # there is no axis to leave room for above the source


PALE, PALEST = "#AA98CF", "#E9E4F3"


@dataclass(frozen=True)
class Look:
    """How a state is drawn. The sign alone tells it, in grey print too; none is drawn as a fault."""

    fill: str
    edge: str
    sign: str
    ink: str
    words: str
    hatch: str = ""
    hatch_ink: str = OTHERS
    is_old: bool = False


LOOKS = {
    "offered": Look(WOMEN, WOMEN, "✓", WHITE, "offered"),
    "planned": Look(PALE, WOMEN, "→", BLACK, "planned"),
    "not_offered": Look(WHITE, BLACK, "–", BLACK, "not offered"),
    "not_known": Look("#F0F0F0", OTHERS_EDGE, "?", BLACK, "not known", "/"),
    "offered_old": Look(PALEST, WOMEN, "✓'", BLACK, "offered (old)", "\\", PALE, is_old=True),
    "planned_old": Look(PALEST, WOMEN, "→'", BLACK, "planned (old)", is_old=True),
    "not_offered_old": Look(WHITE, BLACK, "–'", BLACK, "not offered (old)", is_old=True),
}


def centre(column: float, row: float) -> Point:
    """The middle of a hexagon. Row 0 is the southernmost; odd rows stand half a hexagon further east."""
    return column + (row % 2) / 2, row * ROW_STEP


def figure(
    areas: pl.DataFrame, chosen: str | Collection[str], heading: str, notes: Sequence[str], chosen_name: str = ""
) -> go.Figure:
    """The map.

    `areas` (area_code, area_name, column, row, state, is_stale): a row for each authority; a null `state` is not known,
    and one by stale evidence has a look of its own. `chosen` is the code of the area to ring, or several that
    `chosen_name` names in the key; a code that is not among them rings none.
    """
    drawn = go.Figure()
    told_of = areas.select("area_code", "area_name", "column", "row", "state", "is_stale")
    rows = [(*row, _look_of(state, is_old)) for *row, state, is_old in told_of.iter_rows()]
    ringed = {chosen} if isinstance(chosen, str) else set(chosen)
    found = {state for *_, state in rows}
    looks = {state: look for state, look in LOOKS.items() if not look.is_old or state in found}
    at = {code: centre(column, row) for code, _, column, row, _ in rows}
    west, east = min(x for x, _ in at.values()) - 0.6, max(x for x, _ in at.values()) + 0.6
    south, north = min(y for _, y in at.values()) - 0.7, max(y for _, y in at.values()) + 0.7
    of_states = (len(looks) + 1) // 2
    top = north + (of_states + (RING_ROWS if ringed & at.keys() else WITHOUT_RING)) * KEY_STEP
    for place, (state, look) in enumerate(looks.items()):
        own = [(code, name) for code, name, _, _, is_state in rows if is_state == state]
        key = (west + 0.6 + (place % 2) * (east - west) / 2, top - (place // 2 + 0.5) * KEY_STEP)
        told = [*(f"{name}: {look.words}" for _, name in own), look.words]
        _hexagons(drawn, look, [*(at[code] for code, _ in own), key], told)
        _words_of_key(drawn, key, look.words)
    named = [
        (code, chosen_name or f"{name}: {LOOKS[state].words}") for code, name, _, _, state in rows if code in ringed
    ]
    if named:
        key = (west + 0.6, top - (of_states + 0.8) * KEY_STEP)
        _rings(drawn, [*(at[code] for code, _ in named), key])
        _words_of_key(drawn, key, f"<b>{in_lines(named[0][1], NAME_LETTERS)}</b>")
    drawn.update_xaxes(visible=False, range=[west, east], constrain="domain", constraintoward="left")
    drawn.update_yaxes(visible=False, range=[south, top], constrain="domain", constraintoward="top")
    drawn.update_yaxes(scaleanchor="x")  # equal hexagons on a screen of any width
    finish(drawn, heading, notes, height=PLOT_PX + (of_states - 2) * KEY_PX)
    drawn.update_layout(height=drawn.layout.height - NO_AXIS_PX, margin_b=drawn.layout.margin.b - NO_AXIS_PX)
    return drawn.update_annotations(selector={"name": "source"}, yshift=NO_AXIS_PX - UNDER_AXIS)


def _look_of(state: str | None, is_old: bool | None) -> str:
    return f"{state}_old" if is_old and state not in (None, "not_known") else state or "not_known"


def _outlines(middles: Sequence[Point], size: float) -> dict[str, list[float | None]]:
    """Hexagons with a corner at the top, as one path that is lifted between them."""
    turns = [pi / 6 + pi / 3 * corner for corner in range(7)]
    return {
        "x": [place for x, _ in middles for place in (*(x + size * cos(turn) / sqrt(3) for turn in turns), None)],
        "y": [place for _, y in middles for place in (*(y + size * sin(turn) / sqrt(3) for turn in turns), None)],
    }


def _hexagons(drawn: go.Figure, look: Look, middles: Sequence[Point], told: Sequence[str]) -> None:
    """All hexagons of a state, and the sign in each, which is also what a pointer finds."""
    drawn.add_scatter(
        **_outlines(middles, FILLED),
        name=look.words,
        mode="lines",
        line={"color": look.edge, "width": 1.5, "dash": "dot" if look.is_old else "solid"},
        fill="toself",
        fillcolor=look.fill,
        fillpattern={"shape": look.hatch, "fgcolor": look.hatch_ink, "bgcolor": look.fill, "size": 6, "solidity": 0.15},
        hoverinfo="skip",
    )
    drawn.add_scatter(
        name=f"{look.words}, sign",
        x=[x for x, _ in middles],
        y=[y for _, y in middles],
        mode="text",
        text=[look.sign] * len(middles),
        textfont={"size": SIGN_PX, "color": look.ink, "weight": "bold"},
        hovertext=told,
        hoverinfo="text",
    )


def _rings(drawn: go.Figure, middles: Sequence[Point]) -> None:
    """Black within white, so that it is seen on every fill; no colour, which could be read as a verdict."""
    for colour, width in ((WHITE, 8), (BLACK, 4)):
        line = {"color": colour, "width": width}
        drawn.add_scatter(**_outlines(middles, RING), name="ring", mode="lines", line=line, hoverinfo="skip")


def _words_of_key(drawn: go.Figure, sample: Point, words: str) -> None:
    """What a sample stands for, beside it: over the map, a name would hide what its neighbours have."""
    beside = {"x": sample[0] + RING / 2, "y": sample[1], "xshift": 8, "xanchor": "left", "align": "left"}
    drawn.add_annotation(**beside, text=words, showarrow=False, font={"size": TEXT_PX})
