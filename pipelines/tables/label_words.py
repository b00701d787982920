"""What the labels of published tables mean, told by their words: sexes, years, ages, areas and measures."""

import csv
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from pipelines.warehouse import PACKAGE

AREA_CODE = r"[EKNSW]\d{8}"
NAMES = (
    (r"sex|gender", "sex"),
    (r"year|year of (death )?registration|period", "period"),
    (r"age|ages|age ?groups?|age bands?", "age_band"),
    (r"(area|region|country|geography)( (codes?|names?))?|area of usual residence", "area"),
)
"""Headers that name the labels under them or after them."""
MEASURES = (
    (r"(lower|ci lower)\b.*", "rate_low"),
    (r"(upper|ci upper)\b.*", "rate_high"),
    (r".*\b(reliability|marker|flag)\b.*", "flag"),
    (r"(number of )?deaths", "deaths"),
    (r"((age|alcohol).(standardised|specific) )*(mortality |death )?rate\b.*", "rate"),
    (r"median delay\b.*", "delay"),
)
YEARS = re.compile(r"((?:19|20)\d\d)(?:\.0)?(?:\s*(?:-|–|—|to)\s*((?:19|20)?\d\d))?")
AGES: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"all ages", lambda m: "all"),
    (r"(?:aged )?(?:under|<)\s*1", lambda m: "0"),
    (r"(?:aged )?(?:under|<)\s*(\d+)", lambda m: f"0-{int(m[1]) - 1}"),
    (r"(\d{1,2})\s*(?:-|–|—|to)\s*(\d{1,2})(?: years)?", lambda m: f"{int(m[1])}-{int(m[2])}"),
    (r"(\d{1,2})\s*(?:\+|(?:years )?and over)", lambda m: f"{int(m[1])}+"),
)


class Label(NamedTuple):
    """A label: what kind of thing it says, and which."""

    kind: str
    value: str


def _reference(table: str) -> list[dict[str, str]]:
    with (PACKAGE / "reference" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


KNOWN_AREAS = {row["area_code"] for row in _reference("area")}
"""The areas this project has numbers for."""
OTHER_AREAS = {"K02000001": "United Kingdom", "S92000003": "Scotland", "N92000002": "Northern Ireland"}
"""Areas that publishers give beside ours; whether one is ours is for the table of areas to say."""
AREAS = {
    **{name.lower(): code for code, name in OTHER_AREAS.items()},
    **{
        row["area_name"].lower(): row["area_code"]
        for row in _reference("area")
        if row["area_kind"] in ("england", "england_and_wales", "wales", "region")
    },
}
"""Codes of countries and regions, by name in lower case."""
SEXES = {
    row["word"].lower(): row["meaning"]
    for row in _reference("publisher_word")
    if row["field"] == "sex" and row["word"] not in ("ALL", "TOTAL", "F", "M")
}
"""Words that are about a sex wherever they stand; a total may be one of anything."""


def plain(cell: str | None) -> str:
    """A cell's words on one line, without references to notes in brackets."""
    return re.sub(r"\s+", " ", re.sub(r"\[notes? [\d, and]+\]", "", cell or "", flags=re.IGNORECASE)).strip(" :,")


def label(cell: str, more: Mapping[str, Label]) -> Label | None:
    """What a label says; footnotes' numbers after it are looked past when it says nothing with them."""
    said = plain(cell)
    return _label(said.lower(), more) or _label(without_footnotes(said).lower(), more)


def labels_of(cell: str, more: Mapping[str, Label]) -> list[Label] | None:
    """What a label says, which may be two things in one: "Females: number of deaths"; None when it is not known."""
    if whole := label(cell, more):
        return [whole]
    said = plain(cell).split(" ")
    for cut in range(1, len(said)):
        first, second = label(" ".join(said[:cut]), more), label(" ".join(said[cut:]), more)
        if first and second:
            return [first, second]
    return None


def without_footnotes(said: str) -> str:
    """A label without the numbers of footnotes after it: "Paracetamol 10", "Rate per 100,000 people1"."""
    return re.sub(r"(?<=[^\d\s,])\s*\d{1,2}(\s*,\s*\d{1,2})*$", "", said)


def period_of(said: str) -> str:
    """A calendar year, or three of them as "2019-21"; nothing for other words."""
    if not (years := YEARS.fullmatch(said)):
        return ""
    first, last = int(years[1]), years[2]
    if last is None:
        return str(first)
    return f"{first}-{(first + 2) % 100:02}" if (first + 2) % 100 == int(last) % 100 else ""


def age_band_of(said: str) -> str:
    """An age band as "20-29" or "70+", all for all ages; nothing for other words."""
    for pattern, band in AGES:
        if match := re.fullmatch(pattern, said):
            return band(match)
    return ""


def _label(said: str, more: Mapping[str, Label]) -> Label | None:
    if said in more:
        return more[said]
    for pattern, measure in MEASURES:
        if re.fullmatch(pattern, said):
            return Label("measure", measure)
    if sex := SEXES.get(said.removeprefix("all ") if said.startswith("all p") else said):
        return Label("sex", sex)
    if period := period_of(said):
        return Label("period", period)
    if band := age_band_of(said):
        return Label("age_band", band)
    return Label("area", said) if said in AREAS else None
