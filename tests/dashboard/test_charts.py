"""What a figure must carry by itself: colours, words large enough, titles, its source and the synthetic note."""

from itertools import combinations

import plotly.graph_objects as go
import polars as pl
import pytest

from dashboard.answers import deaths, extra_women, share_over_time, waits, womens_share
from dashboard.charts import theme
from dashboard.charts.days_waited import days_waited
from dashboard.charts.over_time import Panel, over_time
from dashboard.charts.share_strip import share_strip, stacked
from dashboard.charts.women_needed import Way, women_needed
from dashboard.reading import SYNTHETIC_NOTE
from tests.dashboard.conftest import Looking

NOTES = ("Source: somewhere, 2023-24.", SYNTHETIC_NOTE)
LINES = pl.DataFrame({"area_name": ["England"], "share": [0.33]})
NONE = pl.DataFrame(
    schema={"area_name": pl.String, "share": pl.Float64, "share_low": pl.Float64, "share_high": pl.Float64}
)


def words(figure: go.Figure) -> str:
    """Everything written in a figure, on one line."""
    texts = [figure.layout.title.text or "", *(note.text for note in figure.layout.annotations)]
    return " ".join(texts).replace("<br>", " ")


@pytest.fixture
def figures(looking_at: Looking) -> dict[str, go.Figure]:
    reading = looking_at("Leeds")
    answers = {
        "strip": womens_share.answer(reading),
        "years": share_over_time.answer(reading, "in_treatment"),
        "needed": extra_women.answer(reading),
        "waits": waits.answer(reading),
        "deaths": deaths.answer(reading),
    }
    found = {name: answer.figure for name, answer in answers.items()}
    assert all(found.values())
    return found  # type: ignore[return-value]


def test_the_synthetic_note_and_the_source_are_inside_every_figure(figures: dict[str, go.Figure]) -> None:
    for name, figure in figures.items():
        assert SYNTHETIC_NOTE in words(figure), name
        assert "Source: " in words(figure), name
        assert "Built 21 November 2026" in words(figure), name


def test_every_figure_says_what_it_measures_and_names_its_axis(figures: dict[str, go.Figure]) -> None:
    for name, figure in figures.items():
        assert figure.layout.title.text, name
        assert any(axis.title.text for axis in figure.select_xaxes()), name


def test_words_are_large_enough_and_lines_short_enough_for_a_phone(figures: dict[str, go.Figure]) -> None:
    for name, figure in figures.items():
        assert figure.layout.template.layout.font.size >= 14, name
        for note in figure.layout.annotations:
            assert (note.font.size or 14) >= 14, name
        for text in [figure.layout.title.text, *(note.text for note in figure.layout.annotations)]:
            for line in text.replace("<b>", "").replace("</b>", "").split("<br>"):
                assert len(line) <= theme.LETTERS_A_LINE + 8, (name, line)


def test_heights_are_fixed_and_nothing_can_be_dragged(figures: dict[str, go.Figure]) -> None:
    for name, figure in figures.items():
        assert figure.layout.height, name
        assert figure.layout.template.layout.dragmode is False, name
        assert figure.layout.template.layout.xaxis.fixedrange is True, name


def test_women_are_solid_purple_circles_and_men_dashed_teal_open_diamonds(figures: dict[str, go.Figure]) -> None:
    for name in ("waits", "deaths"):
        women = [t for t in figures[name].data if t.marker.color == "#3F2577" and t.line.dash == "solid"]
        men = [t for t in figures[name].data if t.marker.color == "#28A197" and t.line.dash == "dash"]
        assert women, name
        assert men, name
        assert {trace.marker.symbol for trace in women} == {"circle"}
        assert {trace.marker.symbol for trace in men} == {"diamond-open"}
    england = [t for t in figures["strip"].data if t.name == "England"]
    assert england[0].line.color == "#0B0C0C"


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_palette_can_be_seen_and_told_apart() -> None:
    for drawn in (theme.WOMEN, theme.MEN, theme.BLACK, theme.OTHERS_EDGE, theme.AXIS):
        assert contrast(drawn, theme.WHITE) >= 3, drawn
    for written in (theme.BLACK, theme.WOMEN, theme.MEN_TEXT, *(look["text"] for look in theme.SERIES.values())):
        assert contrast(written, theme.WHITE) >= 4.5, written
    assert contrast(theme.WOMEN, theme.MEN) >= 3
    for one, other in combinations(theme.SERIES.values(), 2):
        assert one["dash"] != other["dash"]
        assert one["symbol"] != other["symbol"]


def test_dots_of_one_share_are_stacked_around_the_middle() -> None:
    heights = stacked(pl.Series([0.3, 0.3, 0.3, 0.4]))
    assert sorted(heights[:3]) == [-1, 0, 1]
    assert heights[3] == 0


def test_a_strip_without_us_or_without_others_still_stands() -> None:
    others = pl.DataFrame({"area_name": ["A", "B"], "share": [0.3, None]})
    without_us = share_strip(others, NONE, LINES, "What", NOTES)
    assert "England 33.0%" in words(without_us)
    ours = pl.DataFrame({"area_name": ["Leeds"], "share": [0.0], "share_low": [0.0], "share_high": [0.2]})
    alone = share_strip(NONE.select("area_name", "share"), ours, LINES.clear(), "What", NOTES)
    assert "Leeds 0%" in words(alone)
    assert "(from" not in alone.layout.xaxis.title.text
    nothing = share_strip(NONE.select("area_name", "share"), NONE, LINES.clear(), "What", ())
    assert list(nothing.layout.xaxis.range) == [0, 1]


@pytest.mark.parametrize(("share", "anchor"), [(0.21, "left"), (0.33, "center"), (0.44, "right")])
def test_labels_hang_towards_the_middle(share: float, anchor: str) -> None:
    ours = pl.DataFrame({"area_name": ["Us"], "share": [share], "share_low": [0.21], "share_high": [0.44]})
    figure = share_strip(NONE.select("area_name", "share"), ours, LINES, "What", NOTES)
    ours_label = next(note for note in figure.layout.annotations if "Us" in note.text)
    assert ours_label.xanchor == anchor


def years(values: list[float | None]) -> pl.DataFrame:
    periods = [f"20{20 + i}-{21 + i}" for i in range(len(values))]
    numbers = pl.Series(values, dtype=pl.Float64)
    return pl.DataFrame(
        {"period": periods, "value": numbers, "low": numbers - 0.01, "high": numbers + 0.01, "comparator": numbers}
    )


def drawn(panels: list[Panel], *, from_zero: bool = True) -> go.Figure:
    return over_time(
        panels,
        "What",
        NOTES,
        axis_title="Year",
        tick_format=".0%",
        place="Us",
        comparator="England",
        from_zero=from_zero,
    )


def test_a_missing_year_leaves_a_gap_in_line_and_band() -> None:
    figure = drawn([Panel("female", "Women", years([0.3, None, 0.31, 0.32]))])
    bands = [trace for trace in figure.data if trace.fill == "toself"]
    assert len(bands) == 2
    assert all(trace.connectgaps is False for trace in figure.data if trace.name == "Us")


def test_no_value_at_all_is_said_inside_the_panel() -> None:
    figure = drawn([Panel("female", "Women", years([None, None]), nothing_here="Too few deaths")])
    assert "Too few deaths" in words(figure)
    assert list(figure.layout.yaxis.range) == [0, 1]


def test_shares_may_start_above_zero_and_then_the_axis_says_so() -> None:
    cropped = drawn([Panel("female", "Women", years([0.3, 0.31]))], from_zero=False)
    assert cropped.layout.yaxis.range[0] == 0.25
    assert "shares from 25%" in cropped.layout.xaxis.title.text
    low = drawn([Panel("female", "Women", years([0.02, 0.03]))], from_zero=False)
    assert low.layout.yaxis.range[0] == 0
    assert "shares from" not in low.layout.xaxis.title.text


def test_many_periods_get_few_labels_and_the_last_is_among_them() -> None:
    positions, labels = theme.ticks([str(year) for year in range(2001, 2022)])
    assert len(labels) <= theme.MOST_TICKS
    assert labels[-1] == "2021"
    assert positions[-1] == 20
    assert theme.ticks([]) == ([], [])


def test_a_wait_that_is_missing_says_why_beside_those_that_are_not() -> None:
    rows = pl.DataFrame(
        {
            "clock": ["offered", "offered", "started"],
            "sex": ["female", "male", "female"],
            "median_days": [3.0, None, 0.0],
            "p90_days": [30.0, None, 9.0],
            "days_status": ["ok", "suppressed", "ok"],
        }
    )
    figure = days_waited(rows, "What", ())
    assert "half within 3 days, 9 in 10 within 30 days" in words(figure)
    assert "half on the same day" in words(figure)
    assert "hidden to protect people" in words(figure)
    assert "not in the files held" in words(figure)
    assert "3 weeks" in words(figure)
    assert not [note for note in figure.layout.annotations if note.name == "source"]


def test_women_needed_are_counted_from_those_in_treatment_now() -> None:
    now = Way("Now", 310, 310, 310)
    figure = women_needed(now, [Way("To match, if men stay", 340, 310, 385)], "What", NOTES)
    assert "<b>Now</b> 310 women" in words(figure)
    assert "<b>To match, if men stay</b> 340 women (310 to 385)" in words(figure)
    ring, mark = (trace for trace in figure.data if trace.mode == "markers")
    assert (list(ring.x), list(mark.x)) == ([310], [340])
    assert figure.layout.xaxis.range[0] == 0


def test_a_place_with_no_women_still_has_an_axis() -> None:
    nobody = Way("Now", 0, 0, 0)
    assert women_needed(nobody, [], "What", NOTES).layout.xaxis.range == (0, 1)
