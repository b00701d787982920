"""How every figure looks, so that the screen and a saved image agree.

Women are a solid purple line with filled circles, men a dashed teal line with open diamonds, whatever we compare
with is black: the two can be told apart in grey print and with any colour vision. Teal is too pale for text, so
words about men are in a darker teal or in black.
"""

from collections.abc import Sequence
from textwrap import wrap

import plotly.graph_objects as go

WOMEN = "#3F2577"
MEN = "#28A197"
MEN_TEXT = "#106165"
BLACK = "#0B0C0C"
OTHERS = "#BFBFBF"
OTHERS_EDGE = "#858686"
GRID = "#E5E5E5"
AXIS = "#858686"
WHITE = "#FFFFFF"

FONT = "Arial, Helvetica, sans-serif"
TEXT_PX = 14
LINE_PX = 18
LETTERS_A_LINE = 40  # what fits a line of 14 px Arial on a screen 320 px wide
MOST_TICKS = 4
UNDER_AXIS = 64  # room for tick labels and the axis title

SERIES = {
    "female": {"colour": WOMEN, "dash": "solid", "symbol": "circle", "word": "women", "text": WOMEN},
    "male": {"colour": MEN, "dash": "dash", "symbol": "diamond-open", "word": "men", "text": MEN_TEXT},
}


def template() -> go.layout.Template:
    """The project's own look; pages switch Streamlit's off."""
    axis = {
        "showgrid": True,
        "gridcolor": GRID,
        "zeroline": False,
        "linecolor": AXIS,
        "ticks": "outside",
        "ticklen": 6,
        "tickcolor": WHITE,
        "tickfont": {"size": TEXT_PX},
        "title": {"font": {"size": TEXT_PX}, "standoff": 8},
        "fixedrange": True,  # a finger on a phone scrolls the page, not the chart
        "automargin": False,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": TEXT_PX, "color": BLACK},
            "paper_bgcolor": WHITE,
            "plot_bgcolor": WHITE,
            "colorway": [WOMEN, MEN, BLACK],
            "showlegend": False,
            "dragmode": False,
            "hoverlabel": {"font": {"family": FONT, "size": TEXT_PX}, "bgcolor": WHITE},
            "xaxis": axis,
            "yaxis": axis,
        }
    )


def in_lines(text: str, letters: int = LETTERS_A_LINE) -> str:
    """Text broken for a narrow screen; Plotly does not wrap."""
    return "<br>".join(wrap(text, letters, break_long_words=False))


def finish(
    figure: go.Figure, heading: str, notes: Sequence[str], *, height: int, left: int = 16, right: int = 16
) -> go.Figure:
    """Give a figure its look, what it measures above, and its source and notes below, inside the image.

    `height` is that of the plot alone in pixels; the words above and below are added to it.
    """
    above = in_lines(heading)
    below = "<br>".join(in_lines(note) for note in notes)
    top = 14 + LINE_PX * (above.count("<br>") + 1) + 12
    feet = LINE_PX * (below.count("<br>") + 1) + 10 if below else 0
    bottom = UNDER_AXIS + feet
    figure.update_layout(
        template=template(),
        height=top + height + bottom,
        margin={"l": left, "r": right, "t": top, "b": bottom},
        title={
            "text": above,
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 14, "l": 0},
            "font": {"size": TEXT_PX, "weight": "bold"},
        },
    )
    if below:
        figure.add_annotation(
            name="source",
            text=below,
            xref="paper",
            x=0,
            xshift=-left,
            xanchor="left",
            yref="paper",
            y=0,
            yshift=-UNDER_AXIS,
            yanchor="top",
            align="left",
            showarrow=False,
            borderpad=0,
            font={"size": TEXT_PX},
        )
    return figure


def row_label(figure: go.Figure, y: float, name: str, words: str, colour: str) -> None:
    """The name of a row and its numbers in words, above its line at the left edge."""
    figure.add_annotation(
        text=f"<b>{name}</b><br>{words}",
        xref="paper",
        x=0,
        xshift=4,
        y=y,
        yshift=12,
        xanchor="left",
        yanchor="bottom",
        align="left",
        showarrow=False,
        bgcolor=WHITE,
        font={"size": TEXT_PX, "color": colour},
    )


def ticks(labels: Sequence[str]) -> tuple[list[int], list[str]]:
    """Positions and texts of a few evenly spaced labels, the last always among them, so that none overlap."""
    last = len(labels) - 1
    step = max(1, -(-len(labels) // MOST_TICKS))
    positions = sorted(range(last, -1, -step))
    return positions, [labels[position] for position in positions]


def mark(look: dict[str, str], *, size: int, width: int) -> dict[str, object]:
    """A series' marker with its outline in the same colour."""
    return {
        "color": look["colour"],
        "size": size,
        "symbol": look["symbol"],
        "line": {"color": look["colour"], "width": width},
    }


def see_through(colour: str, opacity: float) -> str:
    """A colour for an area under a line."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
