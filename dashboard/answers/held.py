"""Which figures are held for this area, from whom, for which years, and for women and men or for all persons only?"""

from typing import Any

import polars as pl

from dashboard import numbers
from dashboard.charts.held import MARKS, held
from dashboard.exhibit import Exhibit
from dashboard.reading import Reading, source_name

QUESTION = "What figures are held here, and for whom?"
BY_SEX, PERSONS, NONE = MARKS


def answer(reading: Reading) -> Exhibit:
    """A row for each figure and source, with the years it is held for and whether for women and men."""
    area = reading.area
    rows = reading.ask("availability_of_area", area_code=area.code)
    figures = _by_year(rows)
    figure = None
    if figures.height:
        heading = (
            f"Figures held for {area.name}. Filled squares: women and men. Open squares: all persons only. "
            "Crosses: listed, but no number was published or all are hidden"
        )
        figure = held(figures, heading, (reading.synthetic_note,) if reading.synthetic_note else ())
    return Exhibit(
        key="held",
        question=QUESTION,
        statement=_statement(area.name, rows),
        source=f"Counted from this build's own tables. Built {reading.build.built_on}.",
        figure=figure,
        table=_table(rows),
        rows=rows.with_columns(pl.lit(area.code).alias("area_code")),
        notes=("Quarters count with their year, and three years together with the last of them.",)
        if rows.height
        else (),
        cannot_tell=(
            "A square says that a number is held, not that it is large enough to say anything: intervals do that.",
        ),
        synthetic_note=reading.synthetic_note,
    )


def _statement(name: str, rows: pl.DataFrame) -> str:
    known = rows.filter(pl.col("known") > 0)
    if not known.height:
        return f"{name}: no figures are held."
    kinds = known.select("what", "source").unique().height
    by_sex = known.filter("is_by_sex").select("what", "source").unique().height
    return (
        f"{name}: {numbers.counted(kinds, 'kind of figure is', 'kinds of figures are')} held, from "
        f"{numbers.counted(known['source'].n_unique(), 'source', 'sources')}; {numbers.people(by_sex)} of them for "
        "women and men."
    )


def _by_year(rows: pl.DataFrame) -> pl.DataFrame:
    """A row for each figure, source and year that one of its periods ends in."""
    best = pl.when(pl.col("is_by_sex")).then(0).when(pl.col("known") > 0).then(1).otherwise(2)
    words = dict(enumerate(MARKS))
    return (
        rows.with_columns(_label(), year_of(pl.col("period")).alias("year"), best.alias("best"))
        .group_by("label", "year", maintain_order=True)
        .agg(pl.col("period").sort().str.join(", ").alias("periods"), pl.col("best").min())
        .with_columns(pl.col("best").replace_strict(words, return_dtype=pl.String).alias("held_for"))
        .select("label", "year", "held_for", "periods")
    )


def _label() -> pl.Expr:
    """The figure's name, and its publisher's where two give it."""
    sources = pl.col("source").map_elements(_short, return_dtype=pl.String)
    is_given_twice = pl.col("source").n_unique().over("name") > 1
    return pl.when(is_given_twice).then(pl.format("{} ({})", "name", sources)).otherwise("name").alias("label")


def _short(source: str) -> str:
    """A source by the name of who publishes it, as it stands in the words for it."""
    words = [source_name(part) for part in source.split(" + ")]
    return ", ".join(word[word.rfind("(") + 1 : -1] if word.endswith(")") else word for word in words)


def year_of(period: pl.Expr) -> pl.Expr:
    """The year a period ends in: 2021-22 and 2019-21 by their last two digits, 2021 and its quarters by the year."""
    start, end = period.str.slice(0, 4).cast(pl.Int32), period.str.extract(r"^\d{4}-(\d{2})").cast(pl.Int32)
    century = start // 100 * 100
    return (
        pl.when(end.is_null()).then(start).otherwise(century + end + pl.when(end < start % 100).then(100).otherwise(0))
    )


def _table(rows: pl.DataFrame) -> pl.DataFrame:
    columns = ("Figure", "From", "For women and men", "For all persons only")
    return pl.DataFrame(
        [_line(of) for of in rows.partition_by("what", "source", maintain_order=True)],
        schema=dict.fromkeys(columns, pl.String),
    )


def _line(of: pl.DataFrame) -> dict[str, Any]:
    known = of.filter(pl.col("known") > 0)
    first = of.row(0, named=True)
    return {
        "Figure": first["name"],
        "From": _short(first["source"]),
        "For women and men": _span(known.filter("is_by_sex")),
        "For all persons only": _span(known.filter(~pl.col("is_by_sex"))),
    }


def _span(periods: pl.DataFrame) -> str:
    """The first and last period, and how many lie between; a dash where there is none."""
    held_for = periods["period"].unique().sort().to_list()
    if len(held_for) < 2:
        return held_for[0] if held_for else "–"
    return f"{held_for[0]} to {held_for[-1]}, {len(held_for)} periods"
