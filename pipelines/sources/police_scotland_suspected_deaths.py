"""Suspected drug deaths in Scotland by calendar quarter: by police division, by age, by sex (Police Scotland).

One workbook a quarter, each with all quarters since 2017, so a later one revises and replaces. Years stand merged above
their quarters, `x` hides a small number or another that would give it away, footnotes follow the rows. Layout seen in
the workbooks of July to September 2021 and April to June 2023. Long for one module, because titles, headers, quarters
and totals are each found and checked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from pipelines.errors import Refused
from pipelines.published_rules import NEGATIVE
from pipelines.source import Column, Rule, Source, TextTable
from pipelines.workbook import open_workbook, words

# What the first column is headed, and what the title says of it.
SUBJECTS = {"police division": "division", "age band": "age", "sex": "sex"}
YEAR = re.compile(r"^(20\d\d)(?!\d)")
QUARTERS = {"jan": ("Q1", "mar"), "apr": ("Q2", "jun"), "jul": ("Q3", "sep"), "oct": ("Q4", "dec")}
MONTHS = re.compile(r"^([a-z]{3})[a-z]*\.?\s*(?:to|-|–)\s*([a-z]{3})[a-z]*\.?$")
TOTAL = re.compile(r"^(total|scotland|all)\b")
OF_YEAR = "the year's total beside its quarters"
TOLD_ELSEWHERE = "total that also stands in the table by sex"


@dataclass(frozen=True)
class Table:
    """A sheet that holds suspected deaths: what its rows are, and the column of each quarter."""

    sheet: str
    subject: str
    rows: pl.DataFrame
    """From the first row under the header on."""
    quarters: dict[str, str]
    """The period of each column, a year where the column is its total."""


def read(path: Path) -> TextTable:
    """Every number of the three tables, one record each; refuses a workbook without one of them."""
    workbook = open_workbook(path)
    sheets = {name: workbook.sheet(name) for name in workbook.sheet_names}
    found = [table for name, rows in sheets.items() if (table := _table(path, name, rows))]
    subjects = [table.subject for table in found]
    missing = [header for header, subject in SUBJECTS.items() if subject not in subjects]
    twice = sorted({subject for subject in subjects if subjects.count(subject) > 1})
    if missing or twice:
        why = _told(missing, sheets) if missing else f"two sheets hold the deaths by {' and by '.join(twice)}"
        raise Refused(
            f"{path}: {why}. Its sheets are {', '.join(workbook.sheet_names)}. Expected Police Scotland's workbook of "
            "suspected drug deaths, with a table by Police Division, one by Age band and one by Sex: download it again."
        )
    records = _against_totals(pl.concat(_records(table) for table in found))
    last = records.filter(pl.col("left_out").ne_missing(OF_YEAR))["period"].max()
    return TextTable(frame=records.with_columns(pl.lit(last).alias("edition")))


def _told(missing: Sequence[str], sheets: dict[str, pl.DataFrame]) -> str:
    """Which tables are missing, and what a header is called that looks like theirs."""
    first_cells = {words(cell) for rows in sheets.values() for cell in rows.head(20)["0"] if words(cell)}
    near = {name: match[0] for name in missing if (match := get_close_matches(name, first_cells, n=1))}
    renamed = "".join(f" (was {name!r} renamed {found!r}?)" for name, found in near.items())
    return f"no table is headed {' or '.join(repr(name) for name in missing)} above years and quarters{renamed}"


def _table(path: Path, sheet: str, rows: pl.DataFrame) -> Table | None:
    """The sheet's table, if its first column is headed as one of ours is and years stand to the right of it."""
    cells = rows.drop("line").rows()
    for number, row in enumerate(cells[:20]):
        subject = SUBJECTS.get(words(row[0]))
        if subject and any(YEAR.match(cell or "") for cell in row[1:]):
            place = f"{path}, sheet {sheet}"
            _check_title(place, " ".join(cell for above in cells[:number] for cell in above if cell), row[0] or "")
            quarters = _quarters(place, row, cells[number + 1] if number + 1 < len(cells) else ())
            return Table(sheet, subject, rows.slice(number + 2), quarters)
    return None


def _check_title(place: str, title: str, header: str) -> None:
    said = title.lower()
    if "drug deaths" not in said or f"by {words(header)}" not in said or "quarter" not in said:
        raise Refused(
            f"{place}: the title is {title[:120]!r} and the first column is headed {header!r}. "
            f"Expected drug deaths by {header}, by calendar year quarter: if the publisher now counts otherwise, "
            "this source has to be changed with it."
        )


def _quarters(place: str, years: Sequence[str | None], below: Sequence[str | None]) -> dict[str, str]:
    found: dict[str, str] = {}
    year = ""
    for column, (above, cell) in enumerate(zip(years, below, strict=False)):
        year = match[1] if column and (match := YEAR.match(above or "")) else year
        said = words(cell)
        if not (year and said):
            continue
        months = MONTHS.match(said)
        quarter, last = QUARTERS.get(months[1], ("", "")) if months else ("", "")
        is_total = TOTAL.match(said) is not None
        if not is_total and (not months or months[2] != last):
            raise Refused(
                f"{place}: under {year} a column is headed {cell!r}. Expected the quarters January to March, April to "
                "June, July to September and October to December."
            )
        period = year if is_total else f"{year} {quarter}"
        if period in found.values():
            raise Refused(f"{place}: the header gives {period} twice. Expected each quarter once.")
        found[str(column)] = period
    if not found:
        raise Refused(f"{place}: no quarters stand under the years. Expected January to March and so on below them.")
    return found


def _records(table: Table) -> pl.DataFrame:
    numbers = list(table.quarters)
    is_total = pl.col("label").str.to_lowercase().str.contains(TOTAL.pattern).fill_null(False)
    return (
        table.rows.filter(pl.any_horizontal(pl.col(numbers).is_not_null()))
        .rename({"0": "label"})
        .unpivot(on=numbers, index=["label", "line"], variable_name="column", value_name="deaths")
        .with_columns(
            pl.lit(table.subject).alias("subject"),
            pl.col("column").replace_strict(table.quarters).alias("period"),
            is_total.alias("is_total"),
            pl.lit(table.sheet).alias("sheet"),
        )
        .with_columns(
            pl.format("{}, {}", "sheet", "period").alias("column_label"),
            pl.when(~pl.col("period").str.contains("Q"))
            .then(pl.lit(OF_YEAR))
            .when(pl.col("is_total") & (pl.col("subject") != "sex"))
            .then(pl.lit(TOLD_ELSEWHERE))
            .alias("left_out"),
        )
        .drop("column")
    )


def _against_totals(records: pl.DataFrame) -> pl.DataFrame:
    """The records, and in `amiss` the tables whose rows do not make the quarter's total, hidden ones allowed for."""
    count = pl.col("deaths").str.replace_all(",", "").cast(pl.Int64, strict=False)
    of_table = pl.struct("subject", "period")
    total = count.filter("is_total").first().over(of_table)
    together = count.filter(~pl.col("is_total")).sum().over(of_table)
    hidden = (count.is_null() & ~pl.col("is_total")).any().over(of_table)
    amiss = (together > total) | (~hidden & (together < total)) | (total.n_unique().over("period") > 1)
    return records.with_columns(
        pl.when(amiss.fill_null(False).any().over("period")).then(pl.lit("true")).alias("amiss"),
        pl.col("is_total").cast(pl.String),
    )


SOURCE = Source(
    name="police_scotland_suspected_deaths",
    title="Suspected drug deaths in Scotland",
    publisher="Police Scotland, published by the Scottish Government",
    licence="Open Government Licence v3.0",
    origin="published",
    patterns=("*.xlsx",),
    columns=(
        Column("subject"),
        Column("label"),
        Column("period"),
        Column("edition"),
        Column("is_total"),
        Column("deaths", "count", marks={"x": "suppressed"}),
        Column("amiss"),
    ),
    derived={
        "area_name": "case when subject = 'division' and is_total = 'false' then label else 'Scotland' end",
        "sex": "case when subject = 'sex' then if(is_total = 'true', 'all', sex_of(label)) else 'all' end",
        "age_band": r"""case
            when subject <> 'age' or is_total = 'true' then 'all'
            when regexp_matches(lower(label), '^\d+ *(&|and|or) *under$')
                then '0-' || regexp_extract(label, '^\d+')
            when regexp_matches(lower(label), '^\d+ *(&|and|or) *over$|^\d+ *\+$')
                then regexp_extract(label, '^\d+') || '+'
            when regexp_matches(label, '^\d+ *(to|-|–) *\d+$')
                then regexp_replace(label, ' *(to|-|–) *', '-')
        end""",
    },
    rules=(
        Rule(
            "unknown_area",
            "label",
            "The police division is not one that this project knows.",
            "area_named(area_name, '2021') is null",
            of_row=True,
        ),
        Rule(
            "unknown_sex",
            "label",
            "The word for the sex is not one that publishers are known to use.",
            "sex is null",
            of_row=True,
        ),
        Rule(
            "unknown_age",
            "label",
            "The ages are not written as Police Scotland writes ages.",
            "age_band is null",
            of_row=True,
        ),
        Rule("negative", "deaths", NEGATIVE, "deaths < 0"),
        Rule(
            "duplicated_row",
            "label",
            "An earlier row of the same table is about the same division, age or sex.",
            "row_number() over (partition by file_number, sheet, area_name, sex, age_band, period order by row) > 1",
            across_rows=("file_number", "sheet", "area_name", "sex", "age_band", "period"),
            suspect_when="count(*) > 1",
            of_row=True,
        ),
        Rule(
            "sexes_do_not_make_the_total",
            "label",
            "Women and men do not make the total of a quarter: the row of totals is kept out.",
            """sex = 'all'
            and count(deaths) filter (where sex <> 'all') over (partition by file_number, sheet, period) = 2
            and sum(deaths) filter (where sex <> 'all') over (partition by file_number, sheet, period) <> deaths""",
            across_rows=("file_number", "sheet", "period"),
            suspect_when="""count(deaths) filter (where sex <> 'all') = 2
            and sum(deaths) filter (where sex <> 'all') <> sum(deaths) filter (where sex = 'all')""",
            of_row=True,
        ),
        Rule(
            "parts_do_not_make_the_total",
            "deaths",
            "The divisions, ages or sexes of a quarter do not make its total, or the tables differ in it; "
            "all are kept as published.",
            "is_total = 'true' and amiss = 'true'",
            action="warn",
            mark="V",
        ),
    ),
    read=read,
    used="left_out is null",
)
