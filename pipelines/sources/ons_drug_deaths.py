"""Deaths related to drug poisoning by local authority, England and Wales (Office for National Statistics).

One workbook an edition. Tables 1 and 2 count deaths by year of registration; Tables 3 to 8 give deaths and
age-standardised rates per 100,000 over three years, for persons, males and females. Long for one module,
because nothing in the layout is taken on trust: titles, headers and marks are each found and checked.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.errors import Refused
from pipelines.source import Column, Rule, Source, TextTable
from pipelines.workbook import open_workbook, words

AREA_CODE = r"^[EWK][0-9]{8}$"
LEFT_OUT = {"E07": "district", "E11": "metropolitan county", "E13": "inner or outer London"}
SEXES = {"persons": "all", "males": "male", "females": "female"}
PERIOD = re.compile(r"^((?:19|20)\d\d)(?:\s*(?:[-–—]|to)\s*((?:19|20)?\d\d))?(?!\d)")
MEASURES = {"lower": "rate_low", "upper": "rate_high", "reliab": "flag", "deaths": "deaths", "rate": "rate"}
MARKS = {":": "too_few", "u": "unreliable"}


@dataclass(frozen=True)
class Subject:
    """What a sheet is about."""

    measure: str
    sex: str
    kind: str

    def __str__(self) -> str:
        sex = {value: key for key, value in SEXES.items()}[self.sex]
        return f"{self.measure.replace('_', ' ')}, {sex}, {self.kind}s"


TABLES = {
    "table 1": Subject("drug_poisoning", "all", "count"),
    "table 2": Subject("drug_misuse", "all", "count"),
    "table 3": Subject("drug_poisoning", "all", "rate"),
    "table 4": Subject("drug_poisoning", "male", "rate"),
    "table 5": Subject("drug_poisoning", "female", "rate"),
    "table 6": Subject("drug_misuse", "all", "rate"),
    "table 7": Subject("drug_misuse", "male", "rate"),
    "table 8": Subject("drug_misuse", "female", "rate"),
}


def read(path: Path) -> TextTable:
    """Every coded row of the eight tables, one record for each period; refuses another workbook."""
    workbook = open_workbook(path)
    names = {re.sub(r"[\s_]+", " ", name).strip().lower(): name for name in workbook.sheet_names}
    missing = [table.capitalize() for table in TABLES if table not in names]
    if missing:
        raise Refused(
            f"{path} has no sheet named {' or '.join(missing)}; it has {', '.join(workbook.sheet_names)}. "
            "Expected the ONS workbook of drug deaths by local authority: put that file here, with its "
            "Tables 1 to 8 named as published."
        )
    records = pl.concat(
        _records(f"{path}, sheet {names[table]}", names[table], workbook.sheet(names[table]), subject)
        for table, subject in TABLES.items()
    )
    last_year = pl.col("period").str.head(4).cast(pl.Int64).max()
    return TextTable(frame=records.with_columns(last_year.cast(pl.String).alias("edition")))


def _records(place: str, sheet: str, rows: pl.DataFrame, subject: Subject) -> pl.DataFrame:
    header, code = _find_header(place, rows)
    _check_title(place, rows.head(header), subject)
    blocks, last_header = _blocks(place, rows, header, code, subject)
    columns = [column for block in blocks.values() for column in block.values()]
    names = [str(column) for column in range(int(code) + 1, min(map(int, columns)))]
    has_value = pl.any_horizontal(pl.col(columns).is_not_null())
    has_name = pl.coalesce(code, *names).is_not_null()
    body = rows.slice(last_header + 1).filter(
        pl.col(code).str.contains(AREA_CODE).fill_null(False) | (has_value & has_name)
    )
    empty = pl.lit(None, dtype=pl.String)
    return pl.concat(
        body.select(
            pl.lit(subject.measure).alias("measure"),
            pl.lit(subject.sex).alias("sex"),
            pl.lit(subject.kind).alias("kind"),
            pl.lit(period).alias("period"),
            pl.col(code).alias("area_code"),
            (pl.coalesce(names) if names else empty).alias("area_name"),
            *(
                (pl.col(block[name]) if name in block else empty).alias(name)
                for name in ("deaths", "rate", "flag", "rate_low", "rate_high")
            ),
            pl.col(code).str.head(3).replace_strict(LEFT_OUT, default=None).alias("left_out"),
            pl.lit(sheet).alias("sheet"),
            pl.lit(f"{sheet}, {period}").alias("column_label"),
            "line",
        )
        for period, block in blocks.items()
    )


def _find_header(place: str, rows: pl.DataFrame) -> tuple[int, str]:
    """The place of the row that names the columns, and of the column of area codes."""
    for number, row in enumerate(rows.drop("line").head(20).iter_rows()):
        for column, cell in enumerate(row):
            if words(cell) in ("area codes", "area code"):
                return number, str(column)
    raise Refused(f"{place}: no cell of the first 20 rows says 'Area Codes'. Expected the sheet as ONS publishes it.")


def _check_title(place: str, above: pl.DataFrame, expected: Subject) -> None:
    """The number of a table can change between editions; its title says what it holds."""
    cells = [cell for row in above.drop("line").iter_rows() for cell in row if cell]
    title = next((cell for cell in cells if "related to drug" in cell.lower()), " ".join(cells)[:120])
    measures = set(re.findall(r"related to drug (poisoning|misuse)\b", title.lower()))
    sexes = set(re.findall(r"\b(persons|males|females)\b", title.lower()))
    if not len(measures) == len(sexes) == 1:
        raise Refused(
            f"{place}: the title does not say which deaths and which sex the table is about ({title!r}). "
            f"Expected {expected}."
        )
    kind = "rate" if re.search(r"age.standardised", title.lower()) else "count"
    found = Subject(f"drug_{measures.pop()}", SEXES[sexes.pop()], kind)
    if found != expected:
        raise Refused(
            f"{place}: its title says {found}; expected {expected}. The publisher may have renumbered the "
            "tables: compare with the contents page, and name the sheets as Tables 1 to 8 used to be."
        )


def _blocks(
    place: str, rows: pl.DataFrame, header: int, code: str, subject: Subject
) -> tuple[dict[str, dict[str, str]], int]:
    """The columns of each period, found by their headers, and the place of the header's last row."""
    upper = rows.drop("line").row(header)
    lower = rows.drop("line").row(header + 1) if header + 1 < rows.height else (None,) * len(upper)
    has_two_rows = subject.kind == "rate" and any("deaths" in words(cell) for cell in lower)
    blocks: dict[str, dict[str, str]] = {}
    period, measure = "", ""
    for column in range(int(code) + 1, len(upper)):
        said = upper[column] or ""
        if match := PERIOD.match(said):
            period, said = _period(place, match, subject), said[match.end() :].strip(" :,")
            if period not in blocks:
                blocks[period], measure = {}, ""
        if not period:
            continue  # the columns of area names
        if subject.kind == "count":
            measure = "deaths" if match else ""
        else:
            measure = _measure(place, words(lower[column] if has_two_rows else said), measure)
        if measure in blocks[period]:
            raise Refused(f"{place}: the header gives the {measure} of {period} twice. Expected each once.")
        if measure:
            blocks[period][measure] = str(column)
    wanted = {"deaths"} if subject.kind == "count" else {"deaths", "rate", "rate_low", "rate_high"}
    short = [period for period, block in blocks.items() if not wanted <= block.keys()]
    if short or not blocks:
        raise Refused(
            f"{place}: the header names {'too little for ' + ', '.join(short) if short else 'no period'}. "
            f"Expected for each period: {', '.join(sorted(wanted))}."
        )
    return blocks, header + int(has_two_rows)


def _period(place: str, match: re.Match[str], subject: Subject) -> str:
    first, second = int(match[1]), match[2]
    if subject.kind == "count" and second is None:
        return str(first)
    if subject.kind == "rate" and second is not None and (first + 2) % 100 == int(second) % 100:
        return f"{first}-{(first + 2) % 100:02}"
    expected = "single years" if subject.kind == "count" else "periods of three years"
    raise Refused(f"{place}: the header names the period {match[0]!r}; expected {expected}.")


def _measure(place: str, said: str, before: str) -> str:
    """What a column of a block holds. The publisher leaves the flag's header blank: it follows the rate."""
    if not said:
        return "flag" if before == "rate" else ""
    for word, measure in MEASURES.items():
        if word in said:
            return measure
    raise Refused(f"{place}: a column is headed {said!r}. Expected Deaths, Rate, Lower or Upper Confidence Limit.")


def _status(number: str, given: str, when_blank: str) -> str:
    return f"""
        case
            when {number} is not null then {given}
            when {number}_mark is null then {when_blank}
            else {number}_mark
        end
    """


IN_USE = "left_out is null and kind = 'rate' and"

SOURCE = Source(
    name="ons_drug_deaths",
    title="Deaths related to drug poisoning by local authority, England and Wales",
    publisher="Office for National Statistics",
    licence="Open Government Licence v3.0",
    origin="published",
    patterns=("*.xlsx", "*.xls"),
    columns=(
        Column("measure"),
        Column("sex"),
        Column("kind"),
        Column("period"),
        Column("edition", "integer"),
        Column("area_code"),
        Column("area_name"),
        Column("deaths", "count", marks=MARKS),
        Column("rate", "figure", marks=MARKS),
        Column("flag"),
        Column("rate_low", "figure", marks=MARKS),
        Column("rate_high", "figure", marks=MARKS),
    ),
    derived={
        "deaths_status": _status("deaths", "'ok'", "'not_published'"),
        "rate_status": _status(
            "rate",
            "if(flag is not null or rate_mark = 'unreliable', 'unreliable', 'ok')",
            "if(deaths < 10, 'too_few', 'not_published')",
        ),
    },
    rules=(
        Rule(
            "area_code_malformed",
            "area_code",
            "The row has figures but no area code of a letter and eight digits.",
            f"not regexp_matches(coalesce(area_code, ''), '{AREA_CODE}')",
            of_row=True,
        ),
        Rule(
            "unknown_area_code",
            "area_code",
            "The area code is not one that this project knows, of today or of the past.",
            f"""left_out is null and regexp_matches(area_code, '{AREA_CODE}')
            and area_code not in (select area_code from reference.area)
            and area_code not in (select old_code from reference.area_change)""",
            of_row=True,
        ),
        Rule("negative_deaths", "deaths", "The number of deaths is below zero.", "deaths < 0"),
        Rule(
            "rate_outside_limits",
            "rate",
            "The rate does not lie between its confidence limits, or one of them is missing.",
            "rate is not null and not coalesce(rate between rate_low and rate_high, false)",
        ),
        Rule(
            "unknown_flag",
            "flag",
            "The mark beside the rate is not U (unreliable).",
            "flag is not null and upper(flag) not in ('U', '[U]')",
        ),
        Rule(
            "duplicated_area",
            "area_code",
            "The area stands twice in the same table.",
            "row_number() over (partition by file_number, sheet, area_code, period order by row) > 1",
            across_rows=("file_number", "sheet", "area_code", "period"),
            suspect_when="count(*) > 1",
            of_row=True,
        ),
        Rule(
            "rate_from_under_ten_deaths",
            "rate",
            "The publisher gives a rate although there were fewer than ten deaths; it is kept as published.",
            f"{IN_USE} rate is not null and deaths < 10",
            action="warn",
            mark="V",
        ),
        Rule(
            "no_rate_from_ten_deaths_or_more",
            "rate",
            "The publisher gives no rate although there were ten deaths or more; it is kept as published.",
            f"{IN_USE} rate is null and deaths >= 10",
            action="warn",
            mark="V",
        ),
    ),
    read=read,
    used="left_out is null",
)
