"""Lays out small raw folders and builds them, for tests of what is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.build import Report, build
from pipelines.disclosure import Mode
from pipelines.warehouse import open_marts
from tests.desk import TODAY
from tests.records import WOMAN, edition, write
from tests.returns import write_returns
from tests.sources.workbooks import write_deaths, write_population

Record = Mapping[str, str]


@dataclass(frozen=True)
class Built:
    """A published file and the report of its build."""

    path: Path
    report: Report

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """The answer to a query on the published tables."""
        return query_of(self.path, query, values)


def query_of(path: Path, query: str, values: Sequence[Any] = ()) -> list[Any]:
    """The answer to a query on a published file."""
    with open_marts(path) as marts:
        return marts.execute(query, list(values)).fetchall()


def every_table(path: Path, but: str = "") -> dict[str, list[Any]]:
    """All rows of every published table, in their order, without the columns of one name."""
    with open_marts(path) as marts:
        names = [name for (name,) in marts.execute("select table_name from duckdb_tables() order by all").fetchall()]
        names += [n for (n,) in marts.execute("select view_name from duckdb_views() where not internal").fetchall()]
        chosen = f"columns(lambda name: name <> '{but}')"
        return {name: marts.execute(f"select {chosen} from {name}").fetchall() for name in names}


def lay_records(raw: Path, records: Sequence[Record], name: str = "a.csv") -> Path:
    """A record file with edition K's columns and UTLA."""
    return write(raw / "ndtms_records" / name, records, header=[*edition(), "UTLA"])


def lay_returns(raw: Path, rows: Sequence[Record], name: str = "a.csv") -> Path:
    """A file of caseload returns."""
    return write_returns(raw / "caseload_return" / name, rows)


def lay_deaths(raw: Path, sheets: dict[str, str] | None = None) -> Path:
    """A workbook of drug deaths; what is not given is filled with England alone."""
    path = raw / "ons_drug_deaths" / "deaths.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_deaths(path, sheets)


def lay_population(raw: Path, areas: Mapping[str, int], year: int = 2023) -> Path:
    """A workbook of a mid-year: of each single year of age as many females as given, and one male more."""
    path = raw / "ons_population" / f"mid_{year}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    titles = tuple(f"MYE2: {sex} by single year of age, mid-{year}" for sex in ("Females", "Males"))
    return write_population(path, {code: ("Somewhere", each) for code, each in areas.items()}, titles=titles)  # type: ignore[arg-type]


def built(raw: Path, marts: Path, mode: Mode = "restricted", strict: bool = False, today: date = TODAY) -> Built:
    """Build a raw folder."""
    return Built(marts, build(raw, marts, mode, strict, today))


def people(women: int, men: int, **cells: str) -> list[dict[str, str]]:
    """So many women and men, each with a record like WOMAN's but for the cells given.

    Two people differ in their initials and date of birth; two calls make different people only if their cells
    differ in what tells people apart, so a name is made of the cells too.
    """
    mark = f"{hash_of(cells):08}"
    return [
        WOMAN
        | {
            "SEX": "F" if n < women else "M",
            "FINITIAL": mark,
            "SINITIAL": str(n),
            "CLIENTID": f"{mark}-{n}",
        }
        | cells
        for n in range(women + men)
    ]


def hash_of(cells: Record) -> int:
    """A number for some cells, the same in every run."""
    return sum(ord(letter) * place for place, letter in enumerate(repr(sorted(cells.items())), start=1)) % 10**8
