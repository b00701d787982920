"""Small marts as some builds of provision have them: with a partnership, or with examples alone."""

from pathlib import Path

import duckdb

from tests.dashboard.small_marts import write
from tests.dashboard.small_provision import BRADFORD, LEEDS, YORKSHIRE

CODE = "P-1"


def partnership(folder: Path) -> Path:
    """Leeds and Bradford together, as Two Cities: its answers are those of Leeds, its evidence too."""
    path = write(folder / "partnership.duckdb")
    with duckdb.connect(str(path)) as out:
        out.execute("insert into area values (?, 'Two Cities', 'partnership', ?, null, null)", [CODE, YORKSHIRE])
        out.executemany("insert into partnership_member values (?, ?)", [(CODE, LEEDS), (CODE, BRADFORD)])
        out.execute("insert into provision select * replace (? as area_code) from provision where area_code = ?",
                    [CODE, LEEDS])  # fmt: skip
    return path


def examples_alone(folder: Path) -> Path:
    """Nobody has answered: all that is known stands in reports."""
    path = write(folder / "examples.duckdb")
    with duckdb.connect(str(path)) as out:
        out.execute("update provision set evidence_kind = 'example' where evidence_kind is not null")
    return path
