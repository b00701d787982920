"""A publisher of our own: what it hands over is drawn in a table, and gathered as a build does."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pipelines import published
from pipelines.warehouse import Warehouse
from tests.sources.workbooks import cells, drawing

KINDS = {
    "people": "count",
    "housing": "parts",
    "estimated": "estimate",
    "share": "percent",
    "death_rate": "rate",
    "wait": "days",
}
HANDED_OVER = """
    file_number, line, column_label, edition, measure, category, area_code, area_name, period, sex,
    value, value_low, value_high, numerator, denominator, mark, rounded_to, note
"""
PLACE = ("file", "edition", "measure", "category", "area", "period", "sex")


def _meanings(per: Mapping[str, int]) -> str:
    return "".join(
        f"""
        [measure.{measure}]
        name = "{measure}"
        kind = "{kind}"
        unit = "people"
        definition = "Drawn by hand."
        cannot_tell = "Anything."
        {f"per = {per[measure]}" if measure in per else ""}
        """
        for measure, kind in (KINDS | dict.fromkeys(per.keys(), "rate")).items()
    )


@contextmanager
def open_for_publishers(folder: Path) -> Iterator[Warehouse]:
    """A warehouse with what gathering published figures needs."""
    with Warehouse(folder) as warehouse:
        warehouse.load_reference()
        warehouse.script("macros.sql")
        for words in ("area_by_name", "publisher_words"):
            warehouse.script("staging", f"{words}.sql")
        for mart in ("build_note", "published_measure"):
            warehouse.script("marts", f"{mart}.sql")
        yield warehouse


class Publisher:
    """Draws what the publisher hands over, and gathers it as a build does."""

    def __init__(self, warehouse: Warehouse, folder: Path, per: Mapping[str, int] | None = None) -> None:
        """`folder` is where the build looks for publishers; `per` adds rates that are a quotient, times a number."""
        self.warehouse = warehouse
        (folder / "made_up.sql").write_text(f"select {HANDED_OVER} from staging.made_up", encoding="utf-8")
        (folder / "made_up.toml").write_text(_meanings(per or {}), encoding="utf-8")

    def gather(
        self, drawn: str, files: tuple[tuple[str, str | None], ...] = (("a.csv", None),), **more: object
    ) -> None:
        """File | edition | measure | category | area | period | sex | value or mark, and columns said of every row."""
        rows = []
        for *place, said in cells(drawn):
            told = dict(zip(PLACE, place, strict=True))
            area = told.pop("area")
            is_code = area[:1] in "EWSK" and area[1:3].isdigit()
            row = {"file_number": int(told.pop("file"))}
            row |= told | {"area_code" if is_code else "area_name": area}
            row |= {"value": float(said)} if said[:1].isdigit() else {"mark": said or None}
            rows.append(row | more)
        self.hand_over(rows, files)

    def hand_over(
        self, rows: Iterable[Mapping[str, object]], files: tuple[tuple[str, str | None], ...] = (("a.csv", None),)
    ) -> None:
        """Rows of cells by column, the first in line 2; of the first file where they do not say."""
        run = self.warehouse.run
        run("drop table if exists mart.published_figure")
        run("delete from mart.build_note; delete from mart.published_measure")
        run("create or replace table staging.made_up_file (file_number integer, file varchar, retrieved_on date)")
        for number, (file, day) in enumerate(files):
            run("insert into staging.made_up_file values (?, ?, ?)", [number, file, day])
        self.warehouse.script("staging", "published_cell.sql")
        run("create or replace table staging.made_up as select 0 as file_number, * from staging.published_cell limit 0")
        usual = {"file_number": 0, "column_label": "Value", "rounded_to": 1, "category": "all", "sex": "all"}
        for line, given in enumerate(rows, start=2):
            row = {"line": line} | usual | given
            run(
                f"insert into staging.made_up ({', '.join(row)}) values ({', '.join('?' * len(row))})",
                list(row.values()),
            )
        published.describe(self.warehouse)
        published.gather({"made_up"}, self.warehouse)
        self.warehouse.script("marts", "published_figure.sql")

    def figures(self, columns: str) -> list[list[str]]:
        return drawing(self.warehouse.rows(f"select {columns} from mart.published_figure order by all"))

    def noted(self) -> list[tuple[str, str, int]]:
        found: list[tuple[str, str, int]] = self.warehouse.rows("select topic, detail, rows from mart.build_note")
        return found
