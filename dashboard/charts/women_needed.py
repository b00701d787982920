"""How many women are in treatment, and how many would match: two ways to get there, each with its range."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard import numbers
from dashboard.charts.theme import AXIS, SERIES, finish, mark, row_label

LOOK = SERIES["female"]
NOW_SYMBOL = "circle-open"


@dataclass(frozen=True)
class Way:
    """A number of women and the way it comes about; `low` and `high` are its range, equal to it when it has none."""

    name: str
    women: float
    low: float
    high: float

    @property
    def words(self) -> str:
        """The number as it stands beside the mark."""
        if self.low == self.high:
            return numbers.counted(self.women, "woman", "women")
        return f"{numbers.people(self.women)} women ({numbers.interval(*map(numbers.people, (self.low, self.high)))})"


def women_needed(now: Way, ways: Sequence[Way], heading: str, notes: Sequence[str]) -> go.Figure:
    """A ring for the women in treatment now; below it, for each way, a filled mark with its range."""
    figure = go.Figure()
    rows = [now, *ways]
    for place, way in enumerate(rows):
        y = len(rows) - place
        look = LOOK if place else LOOK | {"symbol": NOW_SYMBOL}
        figure.add_scatter(
            name=f"{way.name}, range",
            x=[way.low, way.high],
            y=[y, y],
            mode="lines",
            line={"color": LOOK["colour"], "width": 4},
            hoverinfo="skip",
        )
        figure.add_scatter(
            name=way.name,
            x=[way.women],
            y=[y],
            mode="markers",
            marker=mark(look, size=13, width=3),
            cliponaxis=False,
            hoverinfo="skip",
        )
        row_label(figure, y, way.name, way.words, LOOK["text"])
    figure.update_xaxes(range=[0, max(way.high for way in rows) * 1.08 or 1], nticks=5, title_text="Women in treatment")
    figure.update_yaxes(visible=False, range=[0.4, len(rows) + 0.95], linecolor=AXIS)
    return finish(figure, heading, notes, height=250)
