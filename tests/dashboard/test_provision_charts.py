"""The charts of provision: every state told without colour, and words that fit a narrow screen."""

import plotly.graph_objects as go
import polars as pl
import pytest

from dashboard.charts import theme
from dashboard.charts.reach import ABOVE_PX, BAR, ROW_PX, reach
from dashboard.charts.rounds import LABEL_PX, LINES, rounds
from tests.dashboard.small_provision import OFFERS
from tests.dashboard.test_charts import NOTES
from tests.dashboard.test_charts import words as words_in


def height_of(text: str) -> int:
    """What a text takes up, one line below another."""
    return theme.LINE_PX * (text.count("<br>") + 1)


class TestCharts:
    ROWS = pl.DataFrame(
        {
            "name": ["A group", "Menopause, domestic abuse and pregnancy policies, and the like", "Nothing known"],
            "areas": [153, 153, 153],
            "areas_offered": [57, 100, 0],
            "areas_offered_stale": [7, 0, 0],
            "areas_planned": [7, 3, 0],
            "areas_not_offered": [28, 50, 0],
            "areas_not_known": [61, 0, 153],
            "areas_by_example": [57, 2, 0],
        }
    )

    @pytest.fixture
    def bars(self) -> go.Figure:
        return reach(self.ROWS, "Authorities by what is known", NOTES)

    def test_bars_add_up_to_all_authorities_and_the_unknown_are_hatched(self, bars: go.Figure) -> None:
        assert [bar.name for bar in bars.data] == [
            *("offered", "offered, old evidence"),
            *("planned", "not offered", "not known"),
        ]
        assert bars.layout.barmode == "stack"
        assert [sum(counts) for counts in zip(*(bar.x for bar in bars.data), strict=True)] == [153, 153, 153]
        assert bars.layout.xaxis.range == (0, 153)
        assert [bool(bar.marker.pattern.shape) for bar in bars.data] == [False, True, False, False, True]
        assert bars.data[1].text[0] == "A group: offered, old evidence in 7 authorities"
        assert bars.data[4].text[0] == "A group: not known in 61 authorities"

    def test_the_first_row_is_at_the_top(self, bars: go.Figure) -> None:
        assert list(bars.data[0].y) == [2, 1, 0]

    def test_each_bar_says_how_many_of_how_many_known_and_a_count_is_not_broken(self, bars: go.Figure) -> None:
        texts = [note.text.replace("\N{NO-BREAK SPACE}", " ") for note in bars.layout.annotations[:3]]
        assert texts == [
            "A group: 57 of 92 known",
            "Menopause, domestic abuse and pregnancy<br>policies, and the like: 100 of 153 known",
            "Nothing known: 0 of 0 known",
        ]

    def test_where_examples_alone_are_known_there_is_no_share(self) -> None:
        rows = self.ROWS.with_columns(areas_by_example=pl.col("areas") - pl.col("areas_not_known"))
        drawn = reach(rows, "Authorities by what is known", NOTES)
        texts = [note.text.replace("\N{NO-BREAK SPACE}", " ") for note in drawn.layout.annotations[:3]]
        assert texts[0] == "A group: 57 (examples only)"
        assert texts[2] == "Nothing known: 0 of 0 known"

    def test_words_fit_between_the_bars(self, bars: go.Figure) -> None:
        for note in bars.layout.annotations[:3]:
            assert note.yshift == ABOVE_PX > BAR * ROW_PX / 2
            assert note.yshift + height_of(note.text) + BAR * ROW_PX / 2 <= ROW_PX
            assert (note.font.size or theme.TEXT_PX) >= theme.TEXT_PX
        south, north = bars.layout.yaxis.range
        plot = bars.layout.height - bars.layout.margin.t - bars.layout.margin.b
        assert plot / (north - south) == pytest.approx(ROW_PX, abs=0.2)
        assert (north - 2) * ROW_PX >= ABOVE_PX + height_of(bars.layout.annotations[0].text)

    @pytest.mark.parametrize("longest", list(OFFERS.values()))
    def test_every_offer_fits_two_lines(self, longest: str) -> None:
        drawn = reach(self.ROWS.with_columns(pl.lit(longest).alias("name")), "Heading", NOTES)
        assert all(note.text.count("<br>") <= 1 for note in drawn.layout.annotations[:3])

    @pytest.mark.parametrize(
        "counts",
        [
            ([103, 103], [79, 103], [40, 103]),
            ([57, 103], [43, 79], [18, 40]),
            ([0, 0], [0, 0], [0, 0]),
            ([153, 153], [153, 152], [153, 0]),
        ],
    )
    def test_words_at_the_ends_of_lines_never_meet(self, counts: tuple[list[int], ...]) -> None:
        rows = pl.DataFrame({"audit_round": ["2025Q3", "2026Q3"], **dict(zip(LINES, counts, strict=True))})
        drawn = rounds(rows, "Heading", NOTES)
        assert [line.name for line in drawn.data] == ["with a return", "known", "offered"]
        assert [list(line.y) for line in drawn.data] == [list(own) for own in counts]
        assert len({line.line.dash for line in drawn.data}) == len({line.marker.symbol for line in drawn.data}) == 3
        labels = drawn.layout.annotations[:3]
        assert [label.text for label in labels] == [
            f"{own[-1]} {words}" for own, (words, *_) in zip(counts, LINES.values(), strict=True)
        ]
        plot = drawn.layout.height - drawn.layout.margin.t - drawn.layout.margin.b
        bottom, top = drawn.layout.yaxis.range
        at = [(label.y - bottom) / (top - bottom) * plot for label in labels]
        assert at[0] - at[1] >= LABEL_PX - 0.01
        assert at[1] - at[2] >= LABEL_PX - 0.01
        assert at[0] + labels[0].yshift + theme.LINE_PX <= plot

    def test_rounds_are_named_below_and_the_source_stands_inside(self, bars: go.Figure) -> None:
        rows = pl.DataFrame({"audit_round": ["2025Q3", "2026Q3"], **{column: [1, 1] for column in LINES}})
        drawn = rounds(rows, "Heading", NOTES)
        assert drawn.layout.xaxis.ticktext == ("2025Q3", "2026Q3")
        for figure in (bars, drawn):
            assert all(note in words_in(figure) for note in NOTES)
            for text in [figure.layout.title.text, *(note.text for note in figure.layout.annotations)]:
                assert all(len(line) <= theme.LETTERS_A_LINE for line in text.split("<br>")), text
