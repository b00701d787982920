"""Where two sources give the same number for this area: do they agree, and if not, why might that be?"""

import polars as pl

from dashboard import numbers
from dashboard.exhibit import Exhibit
from dashboard.reading import Reading, source_name

QUESTION = "Do two sources of one number agree?"
WHY_THEY_DIFFER = (
    "Rounding: figures by authority from ViewIt are rounded to the nearest 5.",
    "Which records: ours are those loaded here; the national system holds every provider's, and drops what fails its "
    "own checks.",
    "When: later extracts carry late and mended records, so an older publication counts fewer people.",
    "Where someone lives: ours is the area of the latest episode by the period's end; publishers may use another.",
    "Definitions that we remember and could not verify: the 21 days between episodes, the clock of a wait.",
)


def answer(reading: Reading) -> Exhibit:
    """Each number with a second source: how many pairs agree, and what women are counted by both."""
    area = reading.area
    rows = reading.ask("reconciliation_of_area", area_code=area.code)
    sources = [*rows["shown_source"], *rows["beside_source"]] if rows.height else []
    return Exhibit(
        key="agreement",
        question=QUESTION,
        statement=_statement(area.name, rows),
        source=reading.source_line(sources, "all years") if sources else "",
        table=_table(rows),
        rows=rows.with_columns(pl.lit(area.code).alias("area_code")),
        notes=("Pages show the first source; the other is a check.",) if rows.height else (),
        cannot_tell=WHY_THEY_DIFFER if rows.height else (),
        synthetic_note=reading.synthetic_note,
    )


def _statement(name: str, rows: pl.DataFrame) -> str:
    compared = int((rows["pairs"] - rows["not_compared"]).sum())
    if not compared:
        return f"{name}: no number is held from two sources."
    agree = int(rows["agree"].sum())
    if agree == compared:
        return f"{name}: {numbers.counted(compared, 'number is', 'numbers are')} held from two sources, and all agree."
    return (
        f"{name}: of {numbers.counted(compared, 'number', 'numbers')} held from two sources, "
        f"{numbers.people(agree)} agree within rounding."
    )


def _table(rows: pl.DataFrame) -> pl.DataFrame:
    columns = ("Figure", "Period", "Shown, and beside it", "Agree", "Women: shown, beside")
    return pl.DataFrame(
        [
            {
                "Figure": row["name"],
                "Period": row["period"],
                "Shown, and beside it": f"{_names(row['shown_source'])}; {_names(row['beside_source'])}",
                "Agree": f"{numbers.people(row['agree'])} of {numbers.people(row['pairs'] - row['not_compared'])}",
                "Women: shown, beside": _women(row["women_shown"], row["women_beside"]),
            }
            for row in rows.iter_rows(named=True)
            if row["pairs"] > row["not_compared"]
        ],
        schema=dict.fromkeys(columns, pl.String),
    )


def _names(sources: str) -> str:
    return ", ".join(source_name(source) for source in sources.split(" + "))


def _women(shown: float | None, beside: float | None) -> str:
    if shown is None or beside is None:
        return "–"
    whole = float(shown).is_integer() and float(beside).is_integer()
    words = [numbers.people(value) if whole else numbers.rounded(value, 1) for value in (shown, beside)]
    return ", ".join(words)
