"""Do women wait longer?"""

import polars as pl

from dashboard import discussion, numbers, statements, suppliers
from dashboard.charts.days_waited import CLOCKS, days_waited
from dashboard.exhibit import Exhibit
from dashboard.reading import ENGLAND, SUBSTANCE_GROUPS, Reading, only_row

SOURCE = "ndtms_records"
QUESTION = "Do women wait longer?"


def answer(reading: Reading) -> Exhibit:
    """Median and 90th percentile of the wait for a first intervention, by sex, on both clocks."""
    area, group, period = reading.area, reading.substance_group, reading.period
    rows = reading.ask("waits", area_code=area.code, period=period, substance_group=group)
    here = rows.filter(pl.col("place") == "here")
    women, men = (
        only_row(here.filter((pl.col("clock") == "started") & (pl.col("sex") == sex))) for sex in ("female", "male")
    )
    if women is None and here.height:
        women = {
            "waits": 0,
            "median_days": None,
            "status": "ok",
            "days_status": "ok",
        }  # there are waits here, none of a woman
    figure = None
    if here["median_days"].drop_nulls().len():
        what = f"Days waited for a first intervention, {area.name}, {SUBSTANCE_GROUPS[group].lower()}, {period}"
        figure = days_waited(here, what, reading.image_notes(SOURCE, period))
    notes = ["Of people who reached triage: people lost between referral and triage are not in these records."]
    if figure is not None:
        notes.append(statements.within_three_weeks(women, men, period))
    return Exhibit(
        key="waits",
        question=QUESTION,
        statement=statements.waits(area, group, women, men, period),
        source=reading.source_line(SOURCE, period),
        figure=figure,
        table=_table(rows, area.name),
        rows=rows.with_columns(
            pl.when(pl.col("place") == "here").then(pl.lit(area.code)).otherwise(pl.lit(ENGLAND)).alias("area_code"),
            pl.lit(period).alias("period"),
            pl.lit(group).alias("substance_group"),
        ).drop("place"),
        notes=tuple(notes),
        cannot_tell=(
            "These are waits that ended; people still waiting, and people who gave up, are not in them.",
            "A difference of a day or two in an area can be chance: no test of the days has been made.",
            "The wait runs from the referral for an intervention to the first appointment offered, or to the day "
            "treatment started. Half of people waited no longer than the first number, nine in ten no longer than the "
            "second (the 90th percentile).",
        ),
        to_discuss=discussion.of_waits(women, men),
        missing=""
        if women is not None and women["median_days"] is not None
        else suppliers.treatment(area, women and women | {"status": women["days_status"]}),
        synthetic_note=reading.synthetic_note,
    )


def _table(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    columns = ("Who, until when", "Waits", "Days: half, 9 in 10", "Within 3 weeks (95% interval)")
    places = {"here": name, "england": "England"}
    return pl.DataFrame(
        [
            {
                columns[0]: f"{places[row['place']]}, {statements.SEXES[row['sex']]}: {CLOCKS[row['clock']]}",
                columns[1]: numbers.people(row["waits"], row["status"]),
                columns[2]: numbers.half_and_most(row["median_days"], row["p90_days"], row["days_status"]),
                columns[3]: numbers.share_with_interval(
                    row["within_3_weeks_share"],
                    row["within_3_weeks_share_low"],
                    row["within_3_weeks_share_high"],
                    statements.hidden_where_null(row),
                ),
            }
            for row in rows.iter_rows(named=True)
        ],
        schema=dict.fromkeys(columns, pl.String),
    )
