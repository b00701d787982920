"""How many women are in treatment here, what share is that, and is it different?"""

import polars as pl

from dashboard import discussion, numbers, statements, suppliers
from dashboard.charts.share_strip import share_strip
from dashboard.exhibit import Exhibit
from dashboard.reading import ENGLAND, SUBSTANCE_GROUPS, Reading, only_row

SOURCE = "ndtms_records"
QUESTION = "How many women are in treatment here, and is that different?"


def answer(reading: Reading) -> Exhibit:
    """Women's share of people in treatment against the comparator, with every authority beside it."""
    area, group, period = reading.area, reading.substance_group, reading.period
    here = only_row(_here(reading).filter(pl.col("measure") == "in_treatment"))
    everywhere = reading.ask("womens_share_everywhere", period=period, substance_group=group)
    # partnerships are made of the authorities shown: only the one that is asked about stands among them
    everywhere = everywhere.filter((pl.col("area_kind") != "partnership") | (pl.col("area_code") == area.code))
    statement = statements.womens_share(area, group, here, reading.comparator_name, period)
    authorities = everywhere.filter((pl.col("area_kind") == "local_authority") & (pl.col("area_code") != area.code))
    lines = everywhere.filter(pl.col("area_code") == ENGLAND)
    if reading.comparator == "region":
        lines = pl.concat([lines, everywhere.filter(pl.col("area_code") == (area.region_code or ""))])
    ours = everywhere.filter((pl.col("area_code") == area.code) & (pl.col("area_code") != ENGLAND))
    sources = everywhere["source"] if everywhere.height else [SOURCE]
    hidden = authorities.filter(pl.col("share").is_null()).height
    figure = None
    if authorities["share"].drop_nulls().len() or ours["share"].drop_nulls().len():
        what = f"Women's share of people in treatment, {SUBSTANCE_GROUPS[group].lower()}, {period}"
        heading = f"{what}. Each dot is a local authority"
        figure = share_strip(authorities, ours, lines, heading, reading.image_notes(sources, period))
    notes = ["Adults recorded as women in NDTMS, the national treatment records, by where they live."]
    if rate := _treatment_rate(reading):
        notes.insert(0, rate)
    if here is not None and here["rounded_to"] > 1:
        rounding = numbers.rounding_of_sums if area.is_partnership else numbers.rounding
        notes.append(rounding(here["rounded_to"]))
    if hidden:
        which = numbers.counted(hidden, "other authority is", "other authorities are")
        notes.append(f"{which} not drawn: figures hidden or missing.")
    missing = "" if here is not None and here["share"] is not None else suppliers.treatment(area, here)
    return Exhibit(
        key="womens_share",
        question=QUESTION,
        statement=statement,
        source=reading.source_line(sources, period),
        figure=figure,
        table=_table(everywhere, reading),
        rows=everywhere.with_columns(pl.lit(period).alias("period"), pl.lit(group).alias("substance_group")),
        notes=tuple(notes),
        cannot_tell=(
            *reading.cannot_tell("womens_share_in_treatment"),
            "A share cannot say how many women need treatment. The line through our ring is the 95% interval (Wilson).",
        ),
        to_discuss=discussion.of_share(here),
        missing=missing,
        synthetic_note=reading.synthetic_note,
    )


def _here(reading: Reading) -> pl.DataFrame:
    return reading.ask(
        "womens_share_here",
        area_code=reading.area.code,
        period=reading.period,
        substance_group=reading.substance_group,
        comparator=reading.comparator,
    )


def _treatment_rate(reading: Reading) -> str:
    rows = reading.ask(
        "treatment_rate",
        area_code=reading.area.code,
        period=reading.period,
        substance_group=reading.substance_group,
    )
    women, men = (only_row(rows.filter(place="here", sex=sex)) for sex in ("female", "male"))
    england = only_row(rows.filter(place="england", sex="female"))
    return statements.treatment_rate(women, men, england)


def _table(everywhere: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """This area first, then its region, England and the authorities beside or within it; the file has them all."""
    area = reading.area
    members: list[str] = []
    if area.is_partnership:
        members = reading.ask("partnership_members", partnership_code=area.code)["area_code"].to_list()
    order = (
        pl.when(pl.col("area_code") == area.code)
        .then(0)
        .when(pl.col("area_code") == (area.region_code or ""))
        .then(1)
        .when(pl.col("area_code") == ENGLAND)
        .then(2)
        .when(pl.col("area_code").is_in(members))
        .then(3)
        .when(pl.col("region_code").eq_missing(area.region_code) & pl.lit(area.has_region and not area.is_partnership))
        .then(3)
        .when((pl.col("region_code") == area.code) & pl.lit(area.kind == "region"))
        .then(3)
        .when((pl.col("area_kind") == "region") & pl.lit(area.is_england))
        .then(3)
    )
    chosen = everywhere.with_columns(order.alias("order")).drop_nulls("order").sort("order", "area_name")
    return pl.DataFrame(
        [
            {
                "Area": row["area_name"],
                "Women of all people": numbers.part_of(row["women"], row["people"], row["status"]),
                "Women's share (95% interval)": numbers.share_with_interval(
                    row["share"], row["share_low"], row["share_high"], row["status"]
                ),
            }
            for row in chosen.iter_rows(named=True)
        ],
        schema=dict.fromkeys(("Area", "Women of all people", "Women's share (95% interval)"), pl.String),
    )
