"""DuckDB alone on the same files: how fast the engine reads them, and turns them into typed Parquet.

Both read all files in one go, told the columns and the dialect, so that nothing is guessed and nothing is checked
beyond what a cast needs.
"""

import sys
from pathlib import Path

import duckdb

from benchmarks.national_extract import files_of

DATES = "DOB REFLD TRIAGED CPLANDT HEPCTSTD HLCASSDT DISD REFMODDT FAOMODDT MODST MODEND SUBMODDT TITDATE TOPDATE"
INTEGERS = (
    "DRUG1AGE CHILDWTH ALCDDAYS ALCUNITS ALCUSE OPIUSE CRAUSE COCAUSE AMPHUSE CANNUSE OTDRGUSE IVDRGUSE "
    "PSYHSTAT PWORK EDUCAT PHSTAT QUALLIFE"
)
TYPES = dict.fromkeys(DATES.split(), "date") | dict.fromkeys(INTEGERS.split(), "integer")
DIALECT = """auto_detect = false, header = true, delim = ',', quote = '"', escape = '"'"""


def scan(raw: Path) -> None:
    """Count every column as text: the cheapest question that makes the reader find both ends of every cell."""
    names = _header(raw)
    columns = ", ".join(f"'{name}': 'varchar'" for name in names)
    counts = ", ".join(f'count("{name}")' for name in names)
    duckdb.execute(f"select {counts} from read_csv(?, {DIALECT}, columns = {{{columns}}})", [files_of(raw)]).fetchall()


def typed_parquet(raw: Path, out: Path) -> None:
    """Every cell to one Parquet file: dates and whole numbers typed, the rest text, with DuckDB's own settings.

    So the order of rows is kept, as our build keeps it. (Letting it go, zstd, larger groups of rows: no difference
    worth naming. Left to find the types itself, DuckDB stops at a file whose codes are not all numbers.)
    """
    columns = ", ".join(f"'{name}': '{TYPES.get(name, 'varchar')}'" for name in _header(raw))
    duckdb.execute(
        f"""
        copy (
            from read_csv(?, {DIALECT}, columns = {{{columns}}}, nullstr = ['NA', ''], dateformat = '%d/%m/%Y')
        ) to '{out}' (format parquet)
        """,
        [files_of(raw)],
    ).fetchall()


def _header(raw: Path) -> list[str]:
    with Path(files_of(raw)[0]).open(encoding="utf-8") as file:
        return file.readline().strip().replace('"', "").split(",")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["scan", folder]:
            scan(Path(folder))
        case ["typed", folder, file_name]:
            typed_parquet(Path(folder), Path(file_name))
