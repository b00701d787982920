"""A publisher's errors, put right one figure at a time, in the open.

`sources/<source>.corrections.toml` holds a record for each: which figure, what the publisher says, what it should say,
why, and where that was found out. A figure that no longer says what the record found means that the publisher has
mended it (or that we were wrong): the build stops until the record is taken out.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.errors import Refused
from pipelines.warehouse import Warehouse

PLACE = ("edition", "measure", "category", "area_code", "area_name", "period", "sex", "substance_group", "age_band")
TOLD = {"where", "found", "use", "reason", "evidence"}


@dataclass(frozen=True)
class Correction:
    """One figure that its publisher has wrong."""

    source: str
    where: Mapping[str, str]
    """The columns of `staging.published_cell` that tell the figure."""
    found: float
    use: float | None
    """What it should say; nothing when the right number is not known."""
    reason: str
    evidence: str

    @property
    def figure(self) -> str:
        """Which figure, in words."""
        return f"{self.source}: " + ", ".join(f"{name} {value}" for name, value in self.where.items())


def corrections_of(source: str, folder: Path) -> Iterator[Correction]:
    """The records of a source; refuses a file that leaves out what a reader would ask."""
    path = folder / f"{source}.corrections.toml"
    if not path.exists():
        return
    for record in tomllib.loads(path.read_text(encoding="utf-8")).get("correction", []):
        yield _correction(path, source, record)


def _correction(path: Path, source: str, record: dict[str, Any]) -> Correction:
    missing = TOLD - {"use"} - record.keys()
    unknown = (record.keys() - TOLD) | (record.get("where", {}).keys() - set(PLACE))
    if missing or unknown:
        raise Refused(
            f"{path.name}: a record {'lacks ' + ', '.join(sorted(missing)) if missing else ''}"
            f"{' and ' if missing and unknown else ''}"
            f"{'has ' + ', '.join(sorted(unknown)) + ', which nobody reads' if unknown else ''}. "
            f"Expected where ({', '.join(PLACE)}), found, use (left out when unknown), reason, evidence."
        )
    use = record.get("use")
    return Correction(
        source,
        record["where"],
        float(record["found"]),
        None if use is None else float(use),
        record["reason"],
        record["evidence"],
    )


def correct(source: str, folder: Path, warehouse: Warehouse) -> None:
    """Put right the figures of a source that are there; refuses one its publisher has changed since."""
    for correction in corrections_of(source, folder):
        names = list(correction.where)
        chosen = " and ".join(["source = ?", *(f"{name} = ?" for name in names)])
        place = [source, *(correction.where[name] for name in names)]
        said = warehouse.rows(f"select value from staging.published_cell where {chosen}", place)
        if not said:
            continue  # an edition, or an area, that is not in these files
        if any(value != correction.found for (value,) in said):
            raise Refused(
                f"{correction.figure}: expected the publisher's {correction.found:g}, found "
                f"{', '.join('nothing' if value is None else f'{value:g}' for (value,) in said)}. "
                f"The publisher may have mended it: take the record out of {source}.corrections.toml, or mend it."
            )
        warehouse.run(
            f"""
            update staging.published_cell set
                value = ?,
                mark = case when ?::double is null then 'not_published' else mark end,
                note = concat_ws('; ', note, ?)
            where {chosen}
            """,
            [correction.use, correction.use, _words(correction), *place],
        )
        warehouse.run(
            "insert into mart.build_note values ('corrected', ?, ?, ?)",
            [source, f"{correction.figure}. {_words(correction)} ({correction.evidence})", len(said)],
        )


def _words(correction: Correction) -> str:
    now = "left out" if correction.use is None else f"read as {correction.use:g}"
    return f"the publisher's {correction.found:g} is {now}: {correction.reason}"
