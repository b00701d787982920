"""Is women's share rising or falling, and since when can we compare?"""

import polars as pl

from dashboard import numbers, statements
from dashboard.charts.over_time import Panel, over_time
from dashboard.exhibit import Exhibit
from dashboard.reading import SUBSTANCE_GROUPS, Reading, only_row

SOURCE = "ndtms_records"
TWO_YEARS = 2  # the fewest that can be compared
QUESTIONS = {
    "in_treatment": "Is women's share rising or falling, and since when can we compare?",
    "new_presentations": "And among people newly starting treatment?",
}


def answer(reading: Reading, measure: str) -> Exhibit:
    """Women's share by year with its interval, and whether it has changed.

    `measure`: in_treatment or new_presentations.
    """
    area, group = reading.area, reading.substance_group
    years = reading.ask(
        "womens_share_by_year",
        area_code=area.code,
        substance_group=group,
        measure=measure,
        comparator=reading.comparator,
    )
    changes = reading.ask("share_change", area_code=area.code, substance_group=group, measure=measure)
    if changes.height:  # a year that cannot be compared is not drawn
        years = years.filter(pl.col("period") >= changes["from_period"][0])
    # one source from end to end: two that count differently would draw a change that did not happen
    latest = years.filter(pl.col("period") <= reading.period)["source"]
    source = latest[-1] if latest.len() else SOURCE
    years = years.filter(pl.col("source") == source) if years.height else years
    sources = (source, *years["comparator_source"].unique(maintain_order=True))
    change = only_row(changes.filter(pl.col("to_period") == reading.period))
    known = years.drop_nulls("share")
    now = only_row(years.filter(pl.col("period") == reading.period))
    span = f"{years['period'][0]} to {years['period'][-1]}" if years.height else "no years"
    figure = None
    if known.height:
        against = reading.comparator_name
        panel = Panel(
            "female",
            f"{area.name}: purple circles" + (f". {against}: black" if against else ""),
            years.select(
                "period",
                pl.col("share").alias("value"),
                pl.col("share_low").alias("low"),
                pl.col("share_high").alias("high"),
                pl.col("comparator_share").alias("comparator"),
            ),
        )
        figure = over_time(
            [panel],
            f"Women's share of {statements.WHO[measure]}, {SUBSTANCE_GROUPS[group].lower()}, %",
            reading.image_notes(sources, span),
            axis_title="Year to March",
            tick_format=".0%",
            place=area.name,
            comparator=against or "England",
            from_zero=False,
        )
    return Exhibit(
        key=f"share_over_time_{measure}",
        question=QUESTIONS[measure],
        statement=statements.change_of_share(area, group, measure, change, now, reading.period),
        source=reading.source_line(sources, span),
        figure=figure,
        table=_table(years, reading.comparator_name),
        rows=years.with_columns(
            pl.lit(area.code).alias("area_code"),
            pl.lit(group).alias("substance_group"),
            pl.lit(measure).alias("measure"),
        ),
        notes=_notes(measure, known),
        cannot_tell=(
            *reading.cannot_tell(
                "womens_share_in_treatment" if measure == "in_treatment" else "womens_share_of_new_presentations"
            ),
            "The band is the 95% interval of each year's share; the change is judged on the difference of the two.",
        ),
        synthetic_note=reading.synthetic_note,
    )


def _notes(measure: str, known: pl.DataFrame) -> tuple[str, ...]:
    if known.height < TWO_YEARS:
        return ()
    since = f"Comparable since {known['period'][0]}."
    if measure == "in_treatment":
        return (since + " Most people in treatment are counted in several years, so this share moves slowly.",)
    return (since + " Each year counts only people who started in it, so change shows here first.",)


def _table(years: pl.DataFrame, comparator: str) -> pl.DataFrame:
    other = f"Share in {comparator or 'England'}"
    columns = ("Year", "Women of all people", "Women's share (95% interval)", *((other,) if comparator else ()))
    return pl.DataFrame(
        [
            {
                "Year": row["period"],
                "Women of all people": numbers.part_of(row["women"], row["people"], row["status"]),
                "Women's share (95% interval)": numbers.share_with_interval(
                    row["share"], row["share_low"], row["share_high"], row["status"]
                ),
                other: numbers.percent(row["comparator_share"]),
            }
            for row in years.iter_rows(named=True)
        ],
        schema=dict.fromkeys(columns, pl.String),
    )
