"""Draws small workbooks of deaths in the publisher's layouts, with made-up numbers.

A sheet is drawn as it is seen: a row on a line, its cells between bars, an empty line for an empty row. Within a cell
\\n begins another line. Cells after the last bar drawn are empty.
"""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import xlsxwriter

BY = "England and Wales, deaths registered between 2020 and 2021 1,2"
AREAS = "England and Wales | England | Wales"
MISUSE = "of which: Drug misuse"
BOTH = "All drug poisoning | | | | of which: Drug misuse"
ACCIDENTS = "Accidental poisoning by drugs, medicaments and biological substances"
ASSAULTS = "Assault by drugs, medicaments and biological substances (X85) 3"
BANDS = "Under 20 | 20-49 | 50 and over"
MENTIONED = "Number of drug-related deaths where selected substances were mentioned on the death certificate"
RATED = "Deaths | Rate | | Lower Confidence Limit | Upper Confidence Limit"
RATED_BY_FIFTH = "Deaths | Rate | | Lower 95% CI | Upper 95% CI"
STANDARDISED = "Number of deaths and age-standardised mortality rates for deaths related to"
SPECIFIC = "Number of deaths and age-specific mortality rates for deaths related to"
PER_MILLION = "Age-specific mortality rates per million population for deaths related to"
MILLION = "1 Age-{} mortality rates per 1 million population."
OF_ENGLAND = "England, deaths registered between 2010 and 2021 1,2,3"
OF_WALES = "Wales, deaths registered between 2010 and 2021 1,2"
NATIONAL = {
    "Contents": """
        Worksheet names | Deaths related to drug poisoning
        Table 1         | Number of deaths from drug-related poisoning, by sex, country and underlying cause
    """,
    "Table 1": f"""
        Back to contents
        Table 1
        Number of deaths from drug-related poisoning and drug misuse, by sex, country and underlying cause, {BY}

        Underlying cause | | | All causes | | | | | | | | {ACCIDENTS} | | | | | | | | {ASSAULTS}
        | | | {BOTH} | | | | {BOTH} | | | | {BOTH}
        Sex | Year of death registration | | {AREAS} | | {AREAS} | | {AREAS} | | {AREAS} | | {AREAS} | | {AREAS}
        Persons
        | 2021 | | 100 | 90 | 8 | | 60 | 54 | 5 | | 97 | 88 | 7 | | 58 | 53 | 4 | | 3 | 2 | 1 | | 2 | 1 | 1
        | 2020 | | 80  | 70 | 9 | | 50 | 44 | 5 | | 80 | 70 | 9 | | 50 | 44 | 5 | | 0 | 0 | 0 | | 0 | 0 | .

        Males
        | 2021 | | 70  | 62 | 6 | | 45 | 41 | 3 | | 69 | 61 | 6 | | 44 | 40 | 3 | | 1 | 1 | 0 | | 1 | 1 | 0
        Females
        | 2021 | | 30  | 28 | 2 | | 15 | 13 | 2 | | 28 | 27 | 1 | | 14 | 13 | 1 | | 2 | 1 | 1 | | 1 | 0 | 1

        1 Cause of death was defined using the International Classification of Diseases.
        3 Assaults are few.
        Source: Office for National Statistics
    """,
    "Table 2": f"""
        Table 2
        Number of deaths from drug-related poisoning and drug misuse, by sex, country and age, {BY}

        Age groups | | | All ages | | | | Under 20 | | | | 20-49 | | | | 50 and over
        | | | {MISUSE} | | | | {MISUSE} | | | | {MISUSE} | | | | {MISUSE}
        Sex | Year of death registration | | {AREAS} | | {AREAS} | | {AREAS} | | {AREAS}
        Persons
        | 2021 | | 60 | 54 | 5 | | 1 | 1 | 0 | | 40 | 36 | 3 | | 19 | 17 | 2
        Males
        | 2021 | | 45 | 41 | 3 | | 1 | 1 | 0 | | 31 | 28 | 2 | | 13 | 12 | 1
        Females
        | 2021 | | 15 | 13 | 2 | | 0 | 0 | 0 | | 9 | 8 | 1 | | 6 | 5 | 1
    """,
    "Table 3": f"""
        Table 3
        {MENTIONED}, by age, {BY}

        Substance | | {MISUSE} | | | | Any opiate (including unspecified opiates) 5 | | | | Zopiclone / Zolpidem
        Age group | | {BANDS} | | {BANDS} | | {BANDS}
        2021 | | 1 | 40 | 19 | | 0 | 30 | 11 | | 0 | 2 | 1
    """,
    "Table 4": f"""
        Table 4
        {STANDARDISED} drug poisoning, drug misuse, and selected substances by sex, {BY}

        Substance | | | All drug poisoning | | | | | | of which: Drug misuse | | | | | | Heroin or morphine
        Sex | Year of death registration | | {RATED} | | {RATED} | | {RATED}
        Persons
        | 2021 | | 100 | 84.4 | | 82 | 86.8 | | 60 | 53.2 | | 51.4 | 55.1 | | 21 | 1.5 | | 1 | 2.5
        Males
        | 2021 | | 70 | 104.7 | | 100.9 | 108.5 | | 45 | 73.3 | | 70.2 | 76.5 | | 12 | 1.4 | u | 0.7 | 2.6
        Females
        | 2021 | | 30 | 53.4 | | 50.6 | 56.1 | | 15 | 29.3 | u | 27.3 | 31.2 | | 9 | : | | : | :

        {MILLION.format("standardised")}
        3 Rates are not calculated when the number of deaths are fewer than ten.
    """,
    "Table 5": f"""
        Table 5
        {SPECIFIC} drug misuse, by sex and broad age group, {BY}

        Age groups | | | Under 20 | | | | | | 20–49 | | | | | | 50 and over
        Sex | Year of death registration | | {RATED} | | {RATED} | | {RATED}
        Persons
        | 2021 | | 1 | : | | : | : | | 40 | 96.1 | | 89.3 | 102.9 | | 19 | 11 | u | 8.9 | 13.5
        Males
        | 2021 | | 1 | : | | : | : | | 30 | 141.1 | | 129.5 | 152.7 | | 13 | 13.3 | u | 9.9 | 17.5
        Females
        | 2021 | | 0 | : | | : | : | | 9 | : | | : | : | | 6 | : | | : | :

        {MILLION.format("specific")}
    """,
    "Table 6": f"""
        Table 6
        {PER_MILLION} drug misuse, by 5-year age groups, {BY}

        | Year of death registration
        Age Group | 2020 | 2021
        <1 | : | :
        01-04 | 1.2* | :
        05-84 | 20.25 | 22.7
        85+ | 26.9 | 7.0*

        {MILLION.format("specific")}
    """,
    "Table 7": f"""
        Table 7
        {STANDARDISED} drug poisoning and drug misuse, by sex, country and region, {BY}

        | | | | Persons | | | | | | Males | | | | | | Females
        | | | | of which: Drug misuse | | | | | | of which: Drug misuse | | | | | | of which: Drug misuse
        Year of death registration | Area code | Area name | | {RATED} | | {RATED} | | {RATED}

        2021 | E92000001 | England | | 54 | 52.2 | | 50 | 54 | | 41 | 75.9 | | 72.6 | 79 | | 13 | 28.8 | u | 26.8 | 30.8
        | E12000001 | | North East | 12 | 104.1 | u | 91.2 | 117 | | 9 | : | | : | : | | 3 | : | | : | :
        | E12000006 | | East | 42 | 27.4 | | 23.3 | 31.6 | | 32 | 41.7 | | 34.4 | 49.1 | | 10 | 13.6 | u | 9.8 | 18.4
        | W92000004 | Wales | | 5 | : | | : | : | | 3 | : | | : | : | | 2 | : | | : | :

        2020 | E92000001 | England | | 44 | 52.1 | | 50.2 | 54 | | 30 | 75.6 | | 72.3 | 79 | | 14 | 28.9 | u | 26.9 | 31

        {MILLION.format("standardised")}
    """,
    "Table 8": f"""
        Table 8
        {STANDARDISED} drug poisoning, by sex and IMD quintile, {OF_ENGLAND}

        Quintile | | | 1 (most deprived) | | | | | | 2 (least deprived)
        Sex | Year of registration | | {RATED_BY_FIFTH} | | {RATED_BY_FIFTH}
        Males | 2021 | | 40 | 252.9 | | 239.2 | 266.7 | | 22 | 135 | | 125.3 | 144.8
        | 2020 | | 35 | 245.8 | | 232.2 | 259.4 | | 20 | 119.4 | | 110.3 | 128.5

        Females | 2021 | | 18 | 112.7 | u | 103.6 | 121.8 | | 10 | 61.7 | u | 55.1 | 68.2

        {MILLION.format("standardised")}
    """,
    "Table 9": f"""
        Table 9
        {STANDARDISED} drug poisoning, by sex, age group and WIMD quintile, {OF_WALES}

        Quintile | | | 1 (most deprived) | | | | | | 2 (least deprived)
        Sex | Year of registration | | {RATED_BY_FIFTH} | | {RATED_BY_FIFTH}
        Males | 2019-2021 | | 20 | 262.3 | | 227.2 | 297.4 | | 22 | 161.5 | | 134.5 | 189
        Females | 2019-2021 | | 21 | 97.8 | | 78.3 | 120.7 | | 9 | : | | : | :

        {MILLION.format("standardised")}
    """,
    "Table 10": f"""
        Table 10
        Average registration delay for deaths related to drug poisoning and drug misuse, {BY}

        | | | | | | Median delay (in days)
        | | All drug poisoning | | | of which: Drug misuse
        Year of death registration | | England | Wales | | England | Wales
        2021 | | 205 | 315.5 | | 203 | 325.5
    """,
}


def write_sheets(path: Path, sheets: Mapping[str, str]) -> Path:
    """A workbook of drawn sheets; what reads as a number is one."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        for name, drawn in sheets.items():
            sheet = workbook.add_worksheet(name)
            for row, line in enumerate(dedent(drawn).strip("\n").split("\n")):
                for column, cell in enumerate(line.split("|")):
                    _write(sheet, row, column, cell.strip().replace("\\n", "\r\n"))
    return path


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: str) -> None:
    try:
        sheet.write_number(row, column, float(cell))
    except ValueError:
        if cell not in ("", "."):
            sheet.write_string(row, column, cell)


def national(path: Path, sheets: Mapping[str, str] | None = None) -> Path:
    """The drawn national workbook; `sheets` stand in for some of its own or beside them."""
    return write_sheets(path, NATIONAL | dict(sheets or {}))


def changed(drawn: Mapping[str, str], sheet: str, *changes: tuple[str, str]) -> dict[str, str]:
    """A sheet with other words in place of some of its own, everywhere."""
    text = drawn[sheet]
    for words, others in changes:
        assert words in text, f"{words!r} is not in {sheet}"
        text = text.replace(words, others)
    return {sheet: text}
