"""What do deaths tell us, and what can they not?"""

import polars as pl

from dashboard import discussion, numbers, statements, suppliers
from dashboard.charts.over_time import Panel, over_time
from dashboard.exhibit import Exhibit
from dashboard.reading import Reading, only_row

SOURCE = "ons_drug_deaths"
QUESTION = "What do deaths tell us, and what can they not?"


def answer(reading: Reading) -> Exhibit:
    """Drug poisoning death rates of women and men over three years at a time; counts stand beside them."""
    area = reading.area
    rows = reading.ask("deaths", area_code=area.code, comparator=reading.comparator)
    periods = rows["period"].unique().sort().to_list()
    last = periods[-1] if periods else "all years"
    latest = rows.filter(pl.col("period") == last)
    women, men = (only_row(latest.filter(pl.col("sex") == sex)) for sex in ("female", "male"))
    figure = None
    if rows["rate"].drop_nulls().len():
        key = f" and {reading.comparator_name} (black)" if reading.comparator_name else ""
        figure = over_time(
            [_panel(rows, sex, row) for sex, row in (("female", women), ("male", men))],
            f"Drug poisoning deaths per 100,000 a year, {area.name} (coloured){key}",
            reading.image_notes(SOURCE, f"{periods[0]} to {last}"),
            axis_title="Three years together",
            tick_format=".0f",
            place=area.name,
            comparator=reading.comparator_name or "England",
        )
    notes = []
    if rows.height:
        notes.append(statements.deaths(area, "male", men, reading.comparator_name, last))
        notes.append(
            "All substances, whatever group is chosen above. Deaths of residents, by year of registration; half are "
            "registered more than six months after the death."
        )
    return Exhibit(
        key="deaths",
        question=QUESTION,
        statement=statements.deaths(area, "female", women, reading.comparator_name, last),
        source=reading.source_line(SOURCE, last),
        figure=figure,
        table=_table(rows, reading.comparator_name),
        rows=rows.with_columns(pl.lit(area.code).alias("area_code"), pl.lit(reading.comparator).alias("comparator")),
        notes=tuple(notes),
        cannot_tell=(
            *reading.cannot_tell("drug_poisoning_death_rate"),
            "Rates take three years together, because a year's deaths in one area are too few for a rate. Each point "
            "shares two years with the next, so the line is smoother than the deaths were.",
            "The figures do not say who had been in treatment.",
        ),
        to_discuss=discussion.of_deaths(women),
        missing="" if women is not None and women["rate"] is not None else suppliers.deaths(area, women),
        synthetic_note=reading.synthetic_note,
    )


def _panel(rows: pl.DataFrame, sex: str, latest: dict[str, object] | None) -> Panel:
    who = statements.SEXES[sex]
    count = latest["deaths"] if latest is not None else None
    counted = ""
    if latest is not None and isinstance(count, int | float):
        counted = f": {numbers.counted(count, 'death', 'deaths')} in {latest['period']}"
    marks = "purple circles" if sex == "female" else "teal diamonds"
    return Panel(
        sex,
        f"{who.capitalize()} ({marks}){counted}",
        rows.filter(pl.col("sex") == sex).select(
            "period",
            pl.col("rate").alias("value"),
            pl.col("rate_low").alias("low"),
            pl.col("rate_high").alias("high"),
            pl.col("comparator_rate").alias("comparator"),
        ),
        nothing_here=f"Too few deaths among {who} to give a rate",
    )


def _table(rows: pl.DataFrame, comparator: str) -> pl.DataFrame:
    """Latest first, women before men."""
    other = f"Rate in {comparator}"
    columns = ("Years", "Deaths", "Rate per 100,000 (95% interval)", *((other,) if comparator else ()))
    return pl.DataFrame(
        [
            {
                "Years": f"{row['period']}, {statements.SEXES[row['sex']]}",
                "Deaths": numbers.people(row["deaths"], row["deaths_status"]),
                "Rate per 100,000 (95% interval)": numbers.rate_with_interval(
                    row["rate"], row["rate_low"], row["rate_high"], row["status"]
                ),
                other: numbers.rate(row["comparator_rate"]),
            }
            for row in rows.sort("period", "sex", descending=[True, False]).iter_rows(named=True)
        ],
        schema=dict.fromkeys(columns, pl.String),
    )
