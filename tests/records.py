"""Draws NDTMS extracts for tests: the cells that matter are written out, the rest is NA as a vendor writes it."""

import csv
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

WOMAN = {
    "FINITIAL": "A",
    "SINITIAL": "B",
    "DOB": "01/05/1985",
    "SEX": "F",
    "REFLD": "01/04/2023",
    "AGNCY": "N0001",
    "CLIENTID": "1",
    "EPISODID": "1",
    "CONSENT": "Y",
    "DAT": "D12B",
    "LA": "00DA",
    "DRUG1": "7000",
    "DRUG2": "9996",
    "DRUG3": "9997",
    "TRIAGED": "10/04/2023",
    "MODAL": "95",
    "MODID": "1",
    "REFMODDT": "10/04/2023",
    "FAOMODDT": "12/04/2023",
    "MODST": "20/04/2023",
}
"""A woman of Leeds who started psychosocial treatment for alcohol ten days after triage."""


def edition(name: str = "K") -> list[str]:
    """The header of a core data set edition, in its order."""
    table = (files("pipelines") / "reference" / "cds_edition.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(table.splitlines()) if row["edition"].upper() == name]
    return [row["field"] for row in sorted(rows, key=lambda row: int(row["position"]))]


def write(
    path: Path,
    records: Sequence[Mapping[str, str]],
    header: Sequence[str] | None = None,
    encoding: str = "utf-8",
    newline: str = "\n",
    null: str = "NA",
) -> Path:
    """Write records under a header (edition K unless given), every cell quoted."""
    names = list(header or edition())
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator=newline)
        writer.writerow(names)
        for record in records:
            given = {key.upper(): value for key, value in record.items()}
            writer.writerow([given.get(name.upper(), null) for name in names])
    return path
