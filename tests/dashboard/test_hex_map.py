"""The map of hexagons: every state told without colour, every authority drawn once, one ringed and named in words."""

import csv
from itertools import combinations
from math import dist

import plotly.graph_objects as go
import polars as pl
import pytest

from dashboard.charts import theme
from dashboard.charts.hex_map import LOOKS, RING, centre, figure
from pipelines.warehouse import PACKAGE
from tests.dashboard.test_charts import NOTES, contrast, words

AREAS = pl.DataFrame(
    {
        "area_code": ["A", "B", "C", "D", "E", "F", "G", "H"],
        "area_name": [
            "Ayton",
            "Beeton",
            "Bournemouth, Christchurch and Poole",
            "Deeton",
            "Eton",
            "Fenton",
            "Glenton",
            "Hexton",
        ],
        "column": [0, 1, 0, 1, 0, 1, 0, 1],
        "row": [0, 0, 1, 1, 2, 2, 3, 3],
        "state": ["offered", "planned", "not_offered", "not_known", None, "offered", "planned", "not_offered"],
        "is_stale": [False, False, False, None, None, True, True, True],
    }
)
HEXAGON = 8  # seven corners, the first again at the end, and the lift of the pen


@pytest.fixture
def drawn() -> go.Figure:
    return figure(AREAS, "C", "Women-only group", NOTES)


def fills(figure: go.Figure) -> dict[str, go.Scatter]:
    return {trace.name: trace for trace in figure.data if trace.fill == "toself"}


def signs(figure: go.Figure) -> dict[str, str]:
    """The sign on each authority, by what a pointer is told of it."""
    return {
        told: sign
        for trace in figure.data
        if trace.mode == "text"
        for told, sign in zip(trace.hovertext, trace.text, strict=True)
        if ": " in told
    }


def test_every_authority_is_drawn_once_with_its_sign_and_told_in_words(drawn: go.Figure) -> None:
    assert signs(drawn) == {
        "Ayton: offered": "✓",
        "Beeton: planned": "→",
        "Bournemouth, Christchurch and Poole: not offered": "–",
        "Deeton: not known": "?",
        "Eton: not known": "?",
        "Fenton: offered (old)": "✓'",
        "Glenton: planned (old)": "→'",
        "Hexton: not offered (old)": "–'",
    }
    in_key = len(LOOKS)
    assert sum(len(trace.x) for trace in fills(drawn).values()) == (AREAS.height + in_key) * HEXAGON


def test_states_are_told_by_signs_and_fills_that_grey_print_keeps_apart(drawn: go.Figure) -> None:
    assert len({look.sign for look in LOOKS.values()}) == len(LOOKS)
    for look in LOOKS.values():
        assert contrast(look.ink, look.fill) >= 4.5, look.words
        assert contrast(look.edge, theme.WHITE) >= 3, look.words
        assert fills(drawn)[look.words].fillcolor == look.fill
        assert fills(drawn)[look.words].line.color == look.edge
    fresh = [LOOKS[state].fill for state in ("offered", "planned", "not_offered")]
    for one, other in combinations(fresh, 2):
        assert contrast(one, other) >= 2
    hatched = {name for name, trace in fills(drawn).items() if trace.fillpattern.shape}
    assert hatched == {"not known", "offered (old)"}


def test_old_evidence_is_drawn_apart_and_only_then_in_the_key(drawn: go.Figure) -> None:
    for name, trace in fills(drawn).items():
        assert (trace.line.dash == "dot") == name.endswith("(old)"), name
    for state in ("offered", "planned", "not_offered"):
        old, fresh = LOOKS[f"{state}_old"], LOOKS[state]
        assert (old.fill, old.hatch, old.is_old) != (fresh.fill, fresh.hatch, fresh.is_old)
        assert contrast(old.fill, theme.WHITE) < contrast(LOOKS["offered"].fill, theme.WHITE)
    fresh_only = figure(AREAS.with_columns(pl.lit(False).alias("is_stale")), "C", "Women-only group", NOTES)
    assert not [name for name in fills(fresh_only) if name.endswith("(old)")]
    assert fresh_only.layout.height < drawn.layout.height


def test_all_authorities_of_a_partnership_are_ringed_and_named_once() -> None:
    drawn = figure(AREAS, ["A", "C"], "Women-only group", NOTES, "Two Towns: 2 authorities")
    ring = [trace for trace in drawn.data if trace.name == "ring"][-1]
    in_key = 1
    assert len(ring.x) == (2 + in_key) * HEXAGON
    assert "<b>Two Towns: 2 authorities</b>" in [note.text for note in drawn.layout.annotations]


def test_nothing_is_coloured_as_a_failing() -> None:
    purple = {theme.WOMEN, "#AA98CF", "#E9E4F3"}
    for look in LOOKS.values():
        for colour in {look.fill, look.edge, look.ink} - purple:
            red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
            assert max(red, green, blue) - min(red, green, blue) <= 3, look.words


def test_the_key_and_the_chosen_area_are_in_words(drawn: go.Figure) -> None:
    texts = [note.text for note in drawn.layout.annotations]
    assert [look.words for look in LOOKS.values()] == texts[: len(LOOKS)]
    assert "<b>Bournemouth, Christchurch and<br>Poole: not offered</b>" in texts
    for text in [drawn.layout.title.text, *texts]:
        for line in text.replace("<b>", "").replace("</b>", "").split("<br>"):
            assert len(line) <= theme.LETTERS_A_LINE, line


def test_the_chosen_area_is_ringed_in_black_within_white(drawn: go.Figure) -> None:
    rings = [trace for trace in drawn.data if trace.name == "ring"]
    assert [trace.line.color for trace in rings] == [theme.WHITE, theme.BLACK]
    assert rings[0].line.width > rings[1].line.width
    middle = centre(0, 1)
    corners = list(zip(rings[1].x, rings[1].y, strict=True))[:6]
    assert all(dist(corner, middle) == pytest.approx(RING / 3**0.5) for corner in corners)


@pytest.mark.parametrize("chosen", ["", "E92000001"])
def test_an_area_that_is_not_on_the_map_rings_none(chosen: str) -> None:
    drawn = figure(AREAS, chosen, "Women-only group", NOTES)
    assert not [trace for trace in drawn.data if trace.name == "ring"]
    assert len(signs(drawn)) == AREAS.height


def test_hexagons_are_equal_on_any_screen_and_none_lies_over_another(drawn: go.Figure) -> None:
    assert drawn.layout.yaxis.scaleanchor == "x"
    assert drawn.layout.yaxis.scaleratio in (None, 1)
    assert drawn.layout.xaxis.constrain == drawn.layout.yaxis.constrain == "domain"
    middles = [centre(column, row) for column, row in AREAS.select("column", "row").iter_rows()]
    assert min(dist(one, other) for one, other in combinations(middles, 2)) == pytest.approx(1)
    low, high = drawn.layout.xaxis.range
    south, north = drawn.layout.yaxis.range
    for trace in drawn.data:
        assert all(low <= x <= high for x in trace.x if x is not None), trace.name
        assert all(south <= y <= north for y in trace.y if y is not None), trace.name


def test_the_source_and_the_synthetic_note_are_inside_the_picture(drawn: go.Figure) -> None:
    for note in NOTES:
        assert note in words(drawn)
    source = next(note for note in drawn.layout.annotations if note.name == "source")
    below = theme.LINE_PX * (source.text.count("<br>") + 1)
    assert drawn.layout.margin.b >= below - source.yshift
    assert drawn.layout.height > drawn.layout.margin.b + drawn.layout.margin.t


def test_it_needs_nothing_from_the_internet_and_no_other_look(drawn: go.Figure) -> None:
    assert {trace.type for trace in drawn.data} == {"scatter"}
    assert drawn.layout.template.layout.paper_bgcolor == theme.WHITE
    assert drawn.layout.template.layout.xaxis.fixedrange is True


def test_all_of_england_is_drawn() -> None:
    with (PACKAGE / "reference" / "area_position.csv").open(encoding="utf-8", newline="") as file:
        places = list(csv.DictReader(file))
    areas = pl.DataFrame(
        [
            {"area_code": row["area_code"], "area_name": row["area_code"], "state": "offered", "is_stale": False}
            | {name: int(row[name]) for name in ("column", "row")}
            for row in places
        ]
    )
    assert len(signs(figure(areas, "E08000035", "Women-only group", NOTES))) == 153
