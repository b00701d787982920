"""What a reader is looking at: one build, one area, one substance group, one comparator, one year."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from dashboard.marts import Marts, Value

ENGLAND = "E92000001"
ALL = "all"
SUBSTANCE_GROUPS = {
    "all": "All substances",
    "opiate": "Opiates",
    "non_opiate": "Non-opiates",
    "non_opiate_and_alcohol": "Non-opiates and alcohol",
    "alcohol": "Alcohol only",
}
SOURCES = {
    "ndtms_records": "Treatment records (NDTMS)",
    "ons_drug_deaths": "Drug deaths (ONS)",
    "ons_population": "Population (ONS)",
    "caseload_return": "Caseload returns",
    "ndtms_viewit_area": "Treatment figures by authority (NDTMS ViewIt)",
    "ndtms_viewit_england": "Treatment figures for England (NDTMS ViewIt)",
    "ons_alcohol_met_need": "Met need for alcohol treatment (ONS)",
    "alcohol_prevalence": "Alcohol dependence estimates (OHID)",
    "opiate_crack_prevalence": "Opiate and crack use estimates (OHID)",
    "fingertips": "Public health indicators (Fingertips)",
    "ohid_adult_tables": "Annual treatment tables (OHID)",
    "ons_deaths_national": "Drug deaths, national tables (ONS)",
    "ons_alcohol_specific_deaths": "Alcohol-specific deaths (ONS)",
    "phs_waiting_times": "Waiting times in Scotland (PHS)",
    "police_scotland_suspected_deaths": "Suspected drug deaths (Police Scotland)",
    "nrs_drug_deaths": "Drug deaths in Scotland (NRS)",
    "rehabilitative_services": "Rehabilitative services (Ministry of Justice)",
    "neighbours": "Similar areas",
    "provision_audit": "Self-audits of services for women",
    "provision_register": "Register of good practice",
}
NOT_RECORDED = "origin not recorded"
OPEN_LICENCE = "Open Government Licence v3.0"
OGL = f"Contains public sector information licensed under the {OPEN_LICENCE}."
SYNTHETIC_NOTE = "Synthetic demonstration data: not figures for any real area"
RESTRICTED_NOTE = "Restricted build: contains small counts; not for publication"


@dataclass(frozen=True)
class Area:
    """A place figures are held for."""

    code: str
    name: str
    kind: str
    region_code: str | None
    region_name: str | None
    valid_to: date | None

    @property
    def is_england(self) -> bool:
        """England itself: there is nothing to compare it with."""
        return self.kind == "england"

    @property
    def has_region(self) -> bool:
        """Whether there is an English region to compare it with. A partnership has one if all its members lie in it."""
        return self.kind not in ("region", "england") and (self.region_code or "").startswith("E12")

    @property
    def has_provision(self) -> bool:
        """Whether what it offers women is asked: an authority of England as it is today, or several together."""
        return self.kind in ("local_authority", "partnership") and self.valid_to is None and self.code[0] != "W"

    @property
    def is_partnership(self) -> bool:
        """An area made of several authorities by whoever keeps this dashboard, under a code of their own."""
        return self.kind == "partnership"

    @property
    def is_outside_england(self) -> bool:
        """Wales, its authorities, and England and Wales together: their treatment records are kept elsewhere."""
        return not self.is_partnership and self.code.startswith(("W", "K"))

    @property
    def label(self) -> str:
        """The name in the list and in a link; an area that ended says when."""
        if self.valid_to is None or "(" in self.name:
            return self.name
        return f"{self.name} (until {self.valid_to:%B %Y})"


@dataclass(frozen=True)
class Build:
    """Which build the figures come from."""

    built_at: datetime
    code_version: str
    mode: str
    is_synthetic: bool

    @property
    def built_on(self) -> str:
        """The day of the build in words."""
        return f"{self.built_at.day} {self.built_at:%B %Y}"


@dataclass(frozen=True)
class Reading:
    """The choices in force, and the build that answers."""

    marts: Marts
    build: Build
    area: Area
    substance_group: str
    comparator: str
    period: str

    @property
    def comparator_name(self) -> str:
        """What we compare with, as it is written in a sentence; empty for England itself."""
        if self.comparator == "region":
            return in_a_sentence(self.area.region_name or "")
        return "" if self.area.is_england else "England"

    @property
    def synthetic_note(self) -> str:
        """What every figure and file must carry when the data are made up."""
        return SYNTHETIC_NOTE if self.build.is_synthetic else ""

    def ask(self, name: str, **params: Value) -> pl.DataFrame:
        """The answer to a query in this build."""
        return self.marts.query(name, **params)

    def take(self, name: str, **params: Value) -> pl.DataFrame:
        """The same for a file to take away, too large to be kept."""
        return self.marts.take(name, **params)

    def holds(self, *tables: str) -> bool:
        """Whether this build has these tables; one made by an older version may not."""
        return self.marts.holds(*tables)

    def source_line(self, source: str | Iterable[str | None], period: str) -> str:
        """“Source: title from publisher, period. Licence. Built on …” with the words of the files actually read."""
        wanted = [source] if isinstance(source, str) else list(dict.fromkeys(name for name in source if name))
        found = {row["source"]: row for row in self.ask("sources").iter_rows(named=True)}
        named = [_title(found[name]) if name in found else source_name(name) for name in wanted]
        attributions = dict.fromkeys(_attribution(found[name]) for name in wanted if name in found)
        asked = "".join(f" {words}" for words in attributions if words)
        return f"Source: {'; '.join(named)}, {period}.{asked} Built {self.build.built_on}."

    def cannot_tell(self, indicator: str) -> tuple[str, ...]:
        """The limits of an indicator and what it counts, in the words that travel with it in the marts."""
        row = only_row(self.ask("indicators").filter(pl.col("indicator") == indicator))
        if row is None:
            return ()
        counts = f"What is counted: {row['definition']}" if row["definition"] else ""
        return tuple(text for text in (row["cannot_tell"], counts) if text)

    def image_notes(self, source: str | Iterable[str | None], period: str) -> tuple[str, ...]:
        """The lines that stand inside a figure."""
        return self.inside_image(self.source_line(source, period))

    def inside_image(self, line: str) -> tuple[str, ...]:
        """A line that stands inside a figure, and the warning beside it when the data are made up."""
        return (line, self.synthetic_note) if self.synthetic_note else (line,)


def _title(row: Mapping[str, Any]) -> str:
    """A source as its files are titled, and who published them where that was recorded."""
    if row["publisher"] == NOT_RECORDED:
        return f"{row['title']} ({NOT_RECORDED})"
    return " from ".join(text for text in (row["title"], row["publisher"]) if text) or source_name(row["source"])


def _attribution(row: Mapping[str, Any]) -> str:
    """What a publisher asks to be said beside its figures; the licence's own words when it asks for nothing else."""
    return row["attribution"] or (OGL if OPEN_LICENCE in (row["licence"] or "") else "")


def source_name(source: str) -> str:
    """A source in words; one we have no words for is named as it is."""
    return SOURCES.get(source, source.replace("_", " "))


def only_row(rows: pl.DataFrame) -> dict[str, Any] | None:
    """The first row by column name, or nothing when there is none."""
    return rows.row(0, named=True) if rows.height else None


def in_a_sentence(name: str) -> str:
    """“the North East”, but “London” and “Yorkshire and the Humber”."""
    return f"the {name}" if name.startswith(("North", "South", "East", "West")) else name


def areas_of(marts: Marts) -> dict[str, Area]:
    """Every area by its label, in the order of the list. Two areas of one name are told apart by their code."""
    areas: dict[str, Area] = {}
    for row in marts.query("areas").iter_rows(named=True):
        area = Area(
            row["area_code"],
            row["area_name"],
            row["area_kind"],
            row["region_code"],
            row["region_name"],
            row["valid_to"],
        )
        areas[area.label if area.label not in areas else f"{area.label}, {area.code}"] = area
    return areas


def as_asked(asked: str) -> str:
    """A word from an address as it may be repeated on a page: short, and nothing that could become a link."""
    return re.sub(r"[^\w\s,'&()-]", "", asked)[:60]


def build_of(marts: Marts) -> Build:
    """The build's own record of itself."""
    row: Mapping[str, Any] = marts.query("build").row(0, named=True)
    return Build(row["built_at"], row["code_version"], row["mode"], row["is_synthetic"])


def find_area(marts: Marts, asked: str) -> tuple[str, str]:
    """The label an area is listed under, and a sentence when it was asked for by an old code or another name.

    Accepts a label, a name, a code, a former code or another name, in any case. ("", sentence) when there is none.
    """
    areas = areas_of(marts)
    wanted = asked.strip().casefold()
    for label, area in areas.items():
        if wanted in (label.casefold(), area.name.casefold(), area.code.casefold()):
            return label, ""
    for row in marts.query("area_aliases").iter_rows(named=True):
        if wanted == row["alias"].casefold():
            for label, area in areas.items():
                if area.code == row["area_code"]:
                    was = "a former code of" if row["alias_kind"] == "old_code" else "another name for"
                    return label, f"“{row['alias']}” is {was} {area.name}; these are the figures for {area.name}."
    return "", f"“{as_asked(asked)}” is not an area this dashboard knows. Choose one from the list."
