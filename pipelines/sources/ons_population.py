"""Mid-year population estimates by sex and single year of age (Office for National Statistics).

One workbook a mid-year, .xlsx or the older .xls. Districts are kept: some add up to authorities made since.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.errors import Refused
from pipelines.source import Column, Rule, Source, TextTable
from pipelines.workbook import open_workbook, words

AREA_CODE = r"^[EKNSW][0-9]{8}$"
LEFT_OUT = {
    "K02": "United Kingdom or Great Britain",
    "K03": "United Kingdom or Great Britain",
    "S92": "Scotland",
    "S12": "Scotland",
    "N92": "Northern Ireland",
    "N09": "Northern Ireland",
    "E11": "metropolitan county",
    "E13": "inner or outer London",
}
OLDEST = 90  # "90+", "90 and over": everyone of that age or older
AGES = range(OLDEST + 1)
INDEX = ["area_code", "area_name", "year", "sex", "all_ages", "ages_together", "left_out", "sheet", "line"]


@dataclass(frozen=True)
class Sheet:
    """A sheet of people by single year of age: where its header stands, and whom it is about."""

    name: str
    rows: pl.DataFrame
    header: int
    title: str
    sex: str
    year: str


def read(path: Path) -> TextTable:
    """The females' and males' sheets, one record for each area and age; refuses another workbook."""
    workbook = open_workbook(path)
    found: dict[str, Sheet] = {}
    for name in workbook.sheet_names:
        sheet = _recognise(path, name, workbook.sheet(name))
        if sheet and sheet.sex in found:
            raise Refused(
                f"{path}: the sheets {found[sheet.sex].name} and {name} both say they are of {sheet.sex}s. "
                "Expected one sheet for each sex."
            )
        if sheet:
            found[sheet.sex] = sheet
    if found.keys() != {"female", "male"}:
        raise Refused(
            f"{path} has no sheet of females or none of males by single year of age (its sheets: "
            f"{', '.join(workbook.sheet_names)}). Expected the ONS mid-year estimates workbook with MYE2."
        )
    if len({sheet.year for sheet in found.values()}) > 1:
        raise Refused(f"{path}: the sheets of females and of males are of different years. Expected one mid-year.")
    return TextTable(frame=pl.concat(_records(path, sheet) for sheet in found.values()))


def _recognise(path: Path, name: str, rows: pl.DataFrame) -> Sheet | None:
    """The sheet, if it holds females or males by single year of age and its title and name agree on which."""
    header = _find_header(rows)
    if header is None:
        return None
    above = [cell for row in rows.drop("line").head(header).iter_rows() for cell in row if cell]
    title = next((cell for cell in above if "single year of age" in cell.lower()), "")
    in_title, in_name = _sex(title), _sex(name)
    if in_title and in_name and in_title != in_name:
        raise Refused(
            f"{path}: the sheet {name} is titled {title!r}. Expected its name and its title to agree; "
            "download the workbook again from its publisher."
        )
    sex = in_title or in_name
    if sex not in ("female", "male"):
        return None
    years = _mid_years(title) or _mid_years(" ".join(above))
    if len(years) != 1:
        raise Refused(
            f"{path}: the sheet {name} names {' and '.join(sorted(years)) or 'no mid-year'} above its table. "
            "Expected one mid-year, as in 'mid-2020'."
        )
    return Sheet(name, rows, header, title, sex, years.pop())


def _mid_years(text: str) -> set[str]:
    return set(re.findall(r"\bmid-?\s?((?:19|20)\d\d)\b", text.lower()))


def _sex(text: str) -> str:
    match = re.search(r"\b(persons|people|females|males)\b", text, re.IGNORECASE)
    return match[1].lower().removesuffix("s") if match else ""


def _find_header(rows: pl.DataFrame) -> int | None:
    """The place of the row that has a column of codes, all ages, and the single years."""
    for number, row in enumerate(rows.drop("line").head(20).iter_rows()):
        said = {words(cell) for cell in row if cell}
        if "all ages" in said and {"0", "89"} <= {_age(cell) for cell in row} and any("code" in word for word in said):
            return number
    return None


def _age(cell: str | None) -> str:
    """The age of a header cell: "7" and "Age 7" are 7, "90+" and "90 and over" are 90; "" if it is no age."""
    match = re.fullmatch(r"(?:age )?(\d\d?)(\+| and over)?", (cell or "").lower())
    if match and int(match[1]) <= OLDEST and (not match[2] or int(match[1]) == OLDEST):
        return match[1]
    return ""


def _records(path: Path, sheet: Sheet) -> pl.DataFrame:
    header = sheet.rows.drop("line").row(sheet.header)
    place = {words(cell): str(column) for column, cell in enumerate(header) if cell}
    ages = {str(column): age for column, cell in enumerate(header) if (age := _age(cell))}
    missing = sorted({str(age) for age in AGES} - set(ages.values()), key=int)
    if missing or len(ages) != len(AGES):
        raise Refused(
            f"{path}, sheet {sheet.name}: the header "
            f"{'lacks the ages ' + ', '.join(missing) if missing else 'gives an age twice'}. "
            f"Expected 0 to {OLDEST - 1} and {OLDEST}+, each once."
        )
    code = next(column for said, column in place.items() if "code" in said)
    name = next((column for said, column in place.items() if "name" in said), code)
    body = sheet.rows.slice(sheet.header + 1).filter(
        pl.coalesce(code, name).is_not_null() & pl.any_horizontal(pl.col([place["all ages"], *ages]).is_not_null())
    )
    return (
        body.select(
            *(pl.col(column).alias(age) for column, age in ages.items()),
            pl.col(code).alias("area_code"),
            pl.col(name).alias("area_name"),
            pl.lit(sheet.year).alias("year"),
            pl.lit(sheet.sex).alias("sex"),
            pl.col(place["all ages"]).alias("all_ages"),
            pl.sum_horizontal(pl.col(list(ages)).cast(pl.Int64, strict=False)).cast(pl.String).alias("ages_together"),
            pl.col(code).str.head(3).replace_strict(LEFT_OUT, default=None).alias("left_out"),
            pl.lit(sheet.name).alias("sheet"),
            "line",
        )
        .unpivot(on=list(ages.values()), index=INDEX, variable_name="age", value_name="people")
        .with_columns(pl.format("{}, age {}", "sheet", "age").alias("column_label"))
    )


SOURCE = Source(
    name="ons_population",
    title="Population estimates by single year of age and sex for local authorities",
    publisher="Office for National Statistics",
    licence="Open Government Licence v3.0",
    origin="published",
    patterns=("*.xlsx", "*.xls"),
    columns=(
        Column("area_code"),
        Column("area_name"),
        Column("year", "integer"),
        Column("sex"),
        Column("age", "integer"),
        Column("people", "integer"),
        Column("all_ages", "integer"),
        Column("ages_together", "integer"),
    ),
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
            and area_code not in (select old_code from reference.area_change)
            and area_code not in (select district_code from reference.district)""",
            of_row=True,
        ),
        Rule(
            "no_number_of_people",
            "people",
            "The number of people of an age is blank.",
            "people__text is null",
        ),
        Rule("negative_people", "people", "The number of people is below zero.", "people < 0"),
        Rule(
            "ages_do_not_add_up",
            "all_ages",
            "The single years of age do not add up to all ages.",
            "ages_together <> all_ages",
            of_row=True,
        ),
        Rule(
            "duplicated_area",
            "area_code",
            "The area's people of that mid-year stand in an earlier row or another workbook; keep one.",
            "row_number() over (partition by area_code, year, sex, age order by file_number, row) > 1",
            across_rows=("area_code", "year", "sex", "age"),
            suspect_when="count(*) > 1",
            of_row=True,
        ),
    ),
    read=read,
    used="left_out is null",
)
