"""How many more women would it take to match?"""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard import numbers, statements
from dashboard.charts.women_needed import Way, women_needed
from dashboard.exhibit import Exhibit
from dashboard.reading import SUBSTANCE_GROUPS, Reading, only_row

SOURCE = "ndtms_records"
QUESTION = "How many more women would it take?"


def answer(reading: Reading) -> Exhibit:
    """The number of women that would bring the share to the comparator's, in both forms."""
    area, group, period = reading.area, reading.substance_group, reading.period
    rows = reading.ask(
        "womens_share_here",
        area_code=area.code,
        period=period,
        substance_group=group,
        comparator=reading.comparator,
    ).filter(pl.col("measure") == "in_treatment")
    here = only_row(rows)
    sources = (here["source"], here["comparator_source"]) if here else (SOURCE,)
    return Exhibit(
        key="extra_women",
        question=QUESTION,
        statement=statements.extra_women(area, group, here, reading.comparator_name, period),
        source=reading.source_line(sources, period),
        figure=_figure(reading, here, reading.image_notes(sources, period)),
        table=_table(here),
        rows=rows,
        notes=(
            "If the men now in treatment stay, every further woman adds to the total. If places are fixed, each "
            "further woman takes a place a man would have had, so fewer women are needed.",
        ),
        cannot_tell=(
            "Matching a share elsewhere is a yardstick, not a target: it does not say how many women need treatment. "
            "Whole women, rounded up. The range in brackets follows from the 95% interval of the share.",
        ),
        synthetic_note=reading.synthetic_note,
    )


FORMS = {"men stay": "extra_women", "places are fixed": "extra_women_if_places_fixed"}
"""The two ways to reach a share, and the column that counts each."""


def _figure(reading: Reading, here: dict[str, Any] | None, image_notes: tuple[str, ...]) -> go.Figure | None:
    if here is None or here["extra_women"] is None:
        return None
    women = here["women"]
    ways = [
        Way(f"To match, if {form}", women + here[column], women + here[f"{column}_low"], women + here[f"{column}_high"])
        for form, column in FORMS.items()
    ]
    other = reading.comparator_name
    heading = (
        f"Women in treatment, and how many to match {other} ({numbers.percent(here['comparator_share'])}), "
        f"{reading.area.name}, {SUBSTANCE_GROUPS[reading.substance_group].lower()}, {reading.period}"
    )
    return women_needed(Way("Now", women, women, women), ways, heading, image_notes)


def _table(here: dict[str, Any] | None) -> pl.DataFrame:
    columns = ("If", "More women", "Range")
    if here is None or here["extra_women"] is None:
        return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    return pl.DataFrame(
        [
            {
                "If": form,
                "More women": numbers.people(here[column]),
                "Range": numbers.interval(*(numbers.people(here[f"{column}_{end}"]) for end in ("low", "high"))),
            }
            for form, column in FORMS.items()
        ]
    )
