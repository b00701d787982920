"""The one way the dashboard reads the marts file, and how it notices that a new build has taken its place.

A `Marts` is one build. A script run takes one and keeps it to its end, so no page mixes two builds; the next run
asks again and gets the new build if the file has been replaced. The file is attached read-only to a fresh
connection in memory, because opening it by name again in one process can give the old build back while an older
connection lives.
"""

import os
from collections import OrderedDict
from datetime import date, datetime
from functools import cache
from pathlib import Path
from threading import Lock

import duckdb
import polars as pl

PROJECT = Path(__file__).resolve().parents[1]
QUERIES = Path(__file__).resolve().parent / "queries"
TABLES = {
    "area",
    "area_alias",
    "build",
    "build_note",
    "death_comparison",
    "indicator",
    "indicator_value",
    "rejected_row",
    "rule",
    "share_change",
    "source_file",
    "waiting_time",
    "womens_share",
}
KEPT_ANSWERS = 400  # an answer is a few rows to a few thousand; four hundred are some tens of megabytes

Value = str | int | float | bool | date | datetime | None
Identity = tuple[int, int, int]


class MartsMissing(Exception):
    """There is no marts file yet."""


class MartsUnreadable(Exception):
    """There is a file, but it is not a build this dashboard can read."""


def marts_file() -> Path:
    """Where the marts file is: COMMISSIONING_MARTS if set, else the project's own."""
    return Path(os.environ.get("COMMISSIONING_MARTS") or PROJECT / "data" / "marts" / "commissioning.duckdb")


@cache
def question(name: str) -> str:
    """The text of one query file."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


class Marts:
    """One build of the marts, attached read-only. Safe to use from several threads: a cursor for each question."""

    def __init__(self, path: Path, identity: Identity) -> None:
        self.path = path
        self.identity = identity
        self._answers: OrderedDict[tuple[object, ...], pl.DataFrame] = OrderedDict()
        self._lock = Lock()
        try:
            self._connection = duckdb.connect(":memory:")
            quoted = str(path).replace("'", "''")  # attach takes no bound parameter
            self._connection.execute(f"attach '{quoted}' as commissioning (read_only)")
            # From here on nothing else can be read or written, whatever a query says.
            self._connection.execute("set enable_external_access = false")
            self._connection.execute("set lock_configuration = true")
            found = self._connection.sql(
                "select table_name from duckdb_tables() union all select view_name from duckdb_views()"
            ).fetchall()
            self._tables = frozenset(name for (name,) in found)
        except duckdb.Error as error:
            raise MartsUnreadable(f"{path.name} is not a marts file that can be read: {error}") from error
        lacking = TABLES - self._tables
        if lacking:
            raise MartsUnreadable(f"{path.name} is not a finished build: it lacks {', '.join(sorted(lacking))}.")

    def holds(self, *tables: str) -> bool:
        """Whether the build has these tables. One made before they existed can still be read for all else."""
        return self._tables.issuperset(tables)

    def query(self, name: str, **params: Value) -> pl.DataFrame:
        """The answer to `queries/<name>.sql`, its parameters bound. Kept for as long as this build is in use."""
        key = (name, *sorted(params.items()))
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        answer = self.take(name, **params)
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > KEPT_ANSWERS:
                self._answers.popitem(last=False)
        return answer

    def take(self, name: str, **params: Value) -> pl.DataFrame:
        """The same, not kept: for a file to take away, which may have many thousands of rows."""
        cursor = self._connection.cursor()
        try:
            cursor.execute("use commissioning")  # a cursor does not inherit it
            return cursor.sql(question(name), params=params or None).pl()
        except duckdb.Error as error:
            raise MartsUnreadable(f"{self.path.name} does not answer “{name}”: {error}") from error
        finally:
            cursor.close()


def identity_of(path: Path) -> Identity:
    """What changes when a new build is moved into place. Raises MartsMissing when there is none."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MartsMissing(str(path)) from error
    return found.st_ino, found.st_mtime_ns, found.st_size


_in_use: dict[Path, Marts] = {}
_changing = Lock()


def current_marts(path: Path | None = None) -> Marts:
    """The build now in place: the same object until the file is replaced, then a new one."""
    path = path or marts_file()
    with _changing:
        identity = identity_of(path)
        marts = _in_use.get(path)
        if marts is None or marts.identity != identity:
            # Readers of the old build keep it until they finish; it closes when the last lets go.
            marts = _in_use[path] = Marts(path, identity)
        return marts
