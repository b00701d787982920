"""The only module that opens DuckDB to build marts (the sample has a database of its own to make people up in).

Staging lives in memory (spilling, when it must, into the build's private folder); the tables people will
read are made in the schema `mart`, hidden where they must be, and only then written to a file, so that a
count that may not be published never touches the disk in the clear under the marts' name.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import polars as pl

from pipelines.errors import Refused
from pipelines.statistics import FORMULAS, IN_PUBLISHED_FILE

PACKAGE = Path(str(files("pipelines")))

# Spilled records are encrypted, with a key that lives in memory only. DuckDB by itself has no random numbers good
# enough for that and refuses to spill; its httpfs extension brings OpenSSL's. Without the file that fits this version
# nothing is spilled: a build that needs more memory than it may have then stops rather than write records in the
# clear.
CIPHER = (
    Path(str(files("duckdb_extension_httpfs"))) / "extensions" / f"v{duckdb.__version__}" / "httpfs.duckdb_extension"
)

# What the engine may hold in memory before it spills; the process around it needs some 200 MB more.
USUAL_MEMORY = "2.5GiB"

# On 1.5 and 2.0 a long `x in (…)` becomes a join that loses row order, and with it our line numbers; 2.0 also
# turns try_cast into a strict cast inside the CSV reader and drops rows. Names a version does not know are refused
# by it, hence one by one.
UNSAFE_OPTIMIZERS = ("in_clause", "type_pushdown")

# Ways of packing text that are tried on every column and make the published file no smaller, as measured.
SLOW_AND_NO_SMALLER = "fsst,dict_fsst,zstd"

# Users edit it: pipelines/partnerships.py reads it, and says what is wrong with it.
EDITED_BY_USERS = "partnerships"

SEARCH_PATH = "set search_path = 'staging,reference'"


class Warehouse:
    """An in-memory DuckDB with the schemas `reference`, `staging` and `mart`; use it in a `with` block."""

    def __init__(self, folder: Path, memory: str = USUAL_MEMORY) -> None:
        self.folder = folder
        spill = folder / "spill"
        spill.mkdir(mode=0o700, exist_ok=True)
        self.connection = duckdb.connect(
            config={
                "temp_directory": str(spill) if CIPHER.exists() else "",
                "temp_file_encryption": True,
                "memory_limit": memory,
                # nothing in memory is worth tidying up after every step; the published file is told when
                "checkpoint_threshold": "1TB",
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )
        if CIPHER.exists():
            self.connection.execute(f"load '{CIPHER}'")
        self._turn_off_unsafe_optimizers()
        for schema in ("reference", "staging", "mart"):
            self.connection.execute(f"create schema {schema}")
        self.connection.execute(SEARCH_PATH)
        for formulas in FORMULAS:
            self.script("statistics", formulas)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def _turn_off_unsafe_optimizers(self) -> None:
        known: list[str] = []
        for name in UNSAFE_OPTIMIZERS:
            try:
                self.connection.execute(f"set disabled_optimizers = '{','.join([*known, name])}'")
                known.append(name)
            except duckdb.Error:
                continue
        self.connection.execute(f"set disabled_optimizers = '{','.join(known)}'")

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Execute one or several statements; `values` bind the question marks of a single one."""
        if values:
            self.connection.execute(sql, list(values)).fetchall()
        else:
            self.connection.execute(sql)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The answer as a list of tuples."""
        return self.connection.execute(sql, list(values)).fetchall()

    def frame(self, sql: str, values: Sequence[Any] = ()) -> pl.DataFrame:
        """The answer as a polars frame."""
        answer: pl.DataFrame = self.connection.sql(sql, params=list(values)).pl()
        return answer

    def one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The single value of a single row."""
        return self.rows(sql, values)[0][0]

    def add(self, table: str, records: pl.DataFrame) -> None:
        """Append a frame to `table` by column name."""
        with self.seen_as("records_to_add", records):
            self.connection.execute(f"insert into {table} by name select * from records_to_add")

    @contextmanager
    def seen_as(self, name: str, records: pl.DataFrame) -> Iterator[None]:
        """Let queries see a frame under a name, for as long as the block lasts."""
        self.connection.register(name, records)
        try:
            yield
        finally:
            self.connection.unregister(name)

    def listed(
        self, name: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
    ) -> AbstractContextManager[None]:
        """Let queries see tuples as a table; a column's type is that of all its values, however late they come."""
        frame = pl.DataFrame(list(rows), schema=list(columns), orient="row", strict=False, infer_schema_length=None)
        return self.seen_as(name, frame)

    def script(self, *path: str) -> None:
        """Run a SQL file of this package."""
        self.connection.execute(PACKAGE.joinpath(*path).read_text(encoding="utf-8"))

    def load_reference(self, *names: str) -> None:
        """Load authored lookup tables as `reference.<name>`, every column as text; all if none is named.

        Of partnerships there are none yet: whoever knows them puts them.
        """
        folder = PACKAGE / "reference"
        for path in [folder / f"{name}.csv" for name in names] or sorted(folder.glob("*.csv")):
            if path.stem != EDITED_BY_USERS:
                self.connection.execute(
                    f"create table reference.{path.stem} as "
                    "select * from read_csv(?, header = true, all_varchar = true)",
                    [str(path)],
                )
        self.script("staging", "partnership.sql")

    def columns(self, table: str) -> list[str]:
        """The column names of a staging table."""
        found = self.rows(
            "select column_name from duckdb_columns() where table_name = ? order by column_index", [table]
        )
        return [name for (name,) in found]

    def write_marts(
        self, path: Path, tables: Iterable[str], views: Iterable[str] = (), in_order: Sequence[str] = ()
    ) -> None:
        """Write the schema `mart` to a new DuckDB file with its keys and comments, each table in a fixed order.

        The views are made in the file, with the formulas they use. What is `in_order` already is not sorted again.

        The definitions are taken from the tables in memory, so that keys and checks are written once,
        in the mart's own .sql, and are enforced a second time as the rows reach the file.
        """
        self.connection.execute(f"set disabled_compression_methods = '{SLOW_AND_NO_SMALLER}'")
        self.connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as published")
        written = list(tables)
        definitions = dict(self.rows("select table_name, sql from duckdb_tables() where schema_name = 'mart'"))
        for table in written:
            self.connection.execute(definitions[table].replace("CREATE TABLE mart.", "CREATE TABLE published.", 1))
        # a mart's rows are told apart by its other columns; lists take long to compare
        keys = dict(
            self.rows(
                """
                select table_name, string_agg(format('"{}"', column_name), ', ' order by column_index)
                from duckdb_columns() where schema_name = 'mart' and data_type not like '%[]' group by table_name
                """
            )
        )

        def fill(table: str) -> None:
            order = "" if table in in_order else f"order by {keys[table]}"
            with self.connection.cursor() as cursor:  # a connection must not be shared by threads
                cursor.execute(f"insert into published.{table} select * from mart.{table} {order}")

        # A table is packed by one thread, and the largest takes as long as all others: it goes first, beside them.
        sizes = dict(self.rows("select table_name, estimated_size from duckdb_tables() where schema_name = 'mart'"))
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            list(threads.map(fill, sorted(written, key=lambda table: -sizes[table])))
        self._write_comments()
        self.connection.execute("use published")
        for formulas in IN_PUBLISHED_FILE:
            self.script("statistics", formulas)
        for view in views:
            self.script("marts", f"{view}.sql")
        self.connection.execute(f"use memory; {SEARCH_PATH}")
        self.connection.execute("checkpoint published")
        self.connection.execute("detach published")

    def _write_comments(self) -> None:
        for thing, words in self.rows(
            """
            select format('table published.{}', table_name), comment from duckdb_tables()
            where schema_name = 'mart' and comment is not null
            union all
            select format('column published.{}.{}', table_name, column_name), comment from duckdb_columns()
            where schema_name = 'mart' and comment is not null
            """
        ):
            self.connection.execute(f"comment on {thing} is '{words.replace(chr(39), chr(39) * 2)}'")


def open_marts(path: Path) -> duckdb.DuckDBPyConnection:
    """A published file, to read only; raises Refused for a file that is none."""
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error:
        raise Refused(
            f"{path} cannot be opened as a marts file. Build it again with: "
            "python -m pipelines build --raw DIR --marts FILE --mode open"
        ) from None
