"""One build at a time: a swap is noticed, a reader in flight keeps the old one, threads do not mix."""

import threading
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dashboard import marts as marts_module
from dashboard.marts import QUERIES, MartsMissing, MartsUnreadable, current_marts, marts_file
from tests.dashboard.small_marts import write

PARAMETERS = {
    "area_code": "E08000035",
    "period": "2023-24",
    "substance_group": "all",
    "comparator": "england",
    "measure": "in_treatment",
    "provider_code": "N1037",
    "partnership_code": "P-NOBODY",
}


def test_the_same_file_gives_the_same_marts_and_a_swap_gives_the_new_one(tmp_path: Path) -> None:
    path = write(tmp_path / "commissioning.duckdb")
    before = current_marts(path)
    assert current_marts(path) is before
    assert before.query("build")["mode"].to_list() == ["open"]

    write(tmp_path / "next.duckdb", mode="restricted").replace(path)
    after = current_marts(path)
    assert after is not before
    assert after.query("build")["mode"].to_list() == ["restricted"]
    # A page half drawn from the old build is finished from it, answers not yet asked included.
    assert before.query("build")["mode"].to_list() == ["open"]
    assert before.query("trust").height == 1
    assert before.query("areas").height == after.query("areas").height


def test_threads_get_their_own_answers(marts_path: Path) -> None:
    marts = marts_module.Marts(marts_path, marts_module.identity_of(marts_path))
    codes = marts.query("areas")["area_code"].to_list() * 4
    wrong: list[str] = []

    def ask(code: str) -> None:
        rows = marts.query("indicator_values_of_area", area_code=code)
        if set(rows["area_code"]) - {code}:
            wrong.append(code)

    threads = [threading.Thread(target=ask, args=(code,)) for code in codes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_nothing_can_be_written_and_nothing_else_read(marts_path: Path) -> None:
    marts = marts_module.Marts(marts_path, marts_module.identity_of(marts_path))
    cursor = marts._connection.cursor()
    with pytest.raises(duckdb.Error):
        cursor.execute("insert into commissioning.build values (now(), '', '', false)")
    with pytest.raises(duckdb.Error):
        cursor.execute("select * from read_csv('/etc/hostname')")
    with pytest.raises(duckdb.Error):
        cursor.execute("set enable_external_access = true")


def test_answers_are_kept_but_not_without_end(marts_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marts_module, "KEPT_ANSWERS", 2)
    marts = marts_module.Marts(marts_path, marts_module.identity_of(marts_path))
    first = marts.query("build")
    assert marts.query("build") is first
    marts.query("trust")
    marts.query("periods")
    assert marts.query("build") is not first


def test_no_file_and_no_marts_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(MartsMissing):
        current_marts(tmp_path / "none.duckdb")
    text = tmp_path / "text.duckdb"
    text.write_text("not a database")
    with pytest.raises(MartsUnreadable):
        current_marts(text)
    other = tmp_path / "other.duckdb"
    duckdb.connect(str(other)).close()
    with pytest.raises(MartsUnreadable, match="lacks area, area_alias, build"):
        current_marts(other)
    older = write(tmp_path / "older.duckdb", only_schema=True)
    with duckdb.connect(str(older)) as out:
        out.execute("alter table build drop column mode")
    with pytest.raises(MartsUnreadable, match="does not answer"):
        current_marts(older).query("build")


def test_the_file_is_the_projects_unless_the_environment_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMMISSIONING_MARTS", raising=False)
    assert marts_file().parts[-3:] == ("data", "marts", "commissioning.duckdb")
    monkeypatch.setenv("COMMISSIONING_MARTS", "/somewhere/else.duckdb")
    assert marts_file() == Path("/somewhere/else.duckdb")


@pytest.mark.parametrize("query", sorted(path.stem for path in QUERIES.glob("*.sql")))
def test_every_query_answers_and_says_what_a_row_is(query: str, marts_path: Path) -> None:
    text = (QUERIES / f"{query}.sql").read_text(encoding="utf-8")
    assert text.startswith("-- One row")
    assert "select *" not in text
    asked = {name: value for name, value in PARAMETERS.items() if f"${name}" in text}
    answer = current_marts(marts_path).query(query, **asked)
    assert isinstance(answer, pl.DataFrame)
    assert answer.width > 0
    assert not [name for name, kind in answer.schema.items() if isinstance(kind, pl.Decimal)]
