"""How many more women would it take to match?"""

import polars as pl

from dashboard import numbers, statements
from dashboard.exhibit import Exhibit
from dashboard.reading import Reading, only_row

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
    return Exhibit(
        key="extra_women",
        question=QUESTION,
        statement=statements.extra_women(area, group, here, reading.comparator_name, period),
        source=reading.source_line(SOURCE, period),
        table=_table(here),
        rows=rows,
        notes=(
            "If the men now in treatment stay, every further woman adds to the total. If places are fixed, each "
            "further woman takes a place a man would have had, so fewer women are needed.",
        ),
        cannot_tell=(
            "Matching a share elsewhere is a yardstick, not a target: it does not say how many women need treatment. "
            "The range in brackets follows from the 95% interval of the share.",
        ),
        synthetic_note=reading.synthetic_note,
    )


def _table(here: dict[str, object] | None) -> pl.DataFrame:
    columns = ("If", "More women", "Range")
    if here is None or here["extra_women"] is None or here["share"] is None:
        return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    low, high = (numbers.people(_number(here[f"extra_women_{end}"])) for end in ("low", "high"))
    fixed = numbers.people(_number(here["extra_women_if_places_fixed"]))
    return pl.DataFrame(
        {
            "If": ["men stay", "places are fixed"],
            "More women": [numbers.people(_number(here["extra_women"])), fixed],
            "Range": [numbers.interval(low, high), "not calculated"],
        }
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
