"""A publisher's errors, put right one figure at a time, in the open.

`sources/<source>.corrections.toml` holds a record for each: which figure, what the publisher says, what it should say,
why, and where that was found out. `[[correction]]` is one figure; `[[exchange]]` is two areas that stand in each
other's row. A figure that no longer says what the record found means that the publisher has mended it (or that we were
wrong): the build stops until the record is taken out.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.errors import Refused
from pipelines.warehouse import Warehouse

PLACE = ("edition", "measure", "category", "area_code", "area_name", "period", "sex", "substance_group", "age_band")
TOLD = {"where", "found", "use", "reason", "evidence"}
EXCHANGED = {"where", "measures", "areas", "found", "reason", "evidence"}


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


@dataclass(frozen=True)
class Exchange:
    """Two areas that the publisher has in each other's row."""

    source: str
    where: Mapping[str, str]
    measures: tuple[str, ...]
    areas: tuple[str, str]
    found: tuple[float, float]
    """What the publisher says of each of them, of the first measure."""
    reason: str
    evidence: str


def records_of(source: str, folder: Path) -> Iterator[Correction | Exchange]:
    """The records of a source; refuses a file that leaves out what a reader would ask."""
    path = folder / f"{source}.corrections.toml"
    if not path.exists():
        return
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    if unknown := sorted(told.keys() - {"correction", "exchange"}):
        raise Refused(
            f"{path.name}: it has {', '.join(unknown)}, which nobody reads. Expected [[correction]] and [[exchange]]."
        )
    for record in told.get("correction", []):
        yield _correction(path, source, record)
    for record in told.get("exchange", []):
        _refuse_unclear(path, record, EXCHANGED, EXCHANGED)
        yield Exchange(
            source,
            record["where"],
            tuple(record["measures"]),
            (record["areas"][0], record["areas"][1]),
            (float(record["found"][0]), float(record["found"][1])),
            record["reason"],
            record["evidence"],
        )


def _refuse_unclear(path: Path, record: dict[str, Any], needed: set[str], known: set[str]) -> None:
    missing = needed - record.keys()
    unknown = (record.keys() - known) | (record.get("where", {}).keys() - set(PLACE))
    if missing or unknown:
        raise Refused(
            f"{path.name}: a record {'lacks ' + ', '.join(sorted(missing)) if missing else ''}"
            f"{' and ' if missing and unknown else ''}"
            f"{'has ' + ', '.join(sorted(unknown)) + ', which nobody reads' if unknown else ''}. "
            f"Expected {', '.join(sorted(known))}; and in where any of {', '.join(PLACE)}."
        )


def _correction(path: Path, source: str, record: dict[str, Any]) -> Correction:
    _refuse_unclear(path, record, TOLD - {"use"}, TOLD)
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
    exchanged: Counter[tuple[str, str]] = Counter()
    for record in records_of(source, folder):
        if isinstance(record, Exchange):
            exchanged[record.reason, record.evidence] += _exchange(record, warehouse)
        else:
            _put_right(record, warehouse)
    for (reason, evidence), figures in exchanged.items():
        if figures:
            _note(source, f"two areas stood in each other's row: {reason} ({evidence})", figures, warehouse)


def _put_right(correction: Correction, warehouse: Warehouse) -> None:
    chosen, place = _chosen(correction.source, correction.where)
    said = [value for (value,) in warehouse.rows(f"select value from staging.published_cell where {chosen}", place)]
    if not said:
        return  # an edition, or an area, that is not in these files
    _refuse_mended(correction.figure, correction.source, said, [correction.found] * len(said))
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
    _note(
        correction.source,
        f"{correction.figure}. {_words(correction)} ({correction.evidence})",
        len(said),
        warehouse,
    )


def _exchange(record: Exchange, warehouse: Warehouse) -> int:
    """Give each of the two areas the other's row; returns how many figures were there."""
    chosen, place = _chosen(record.source, record.where)
    there = warehouse.rows(
        f"select area_code, measure, value from staging.published_cell where {chosen} and area_code in (?, ?)",
        [*place, *record.areas],
    )
    own = [(area, measure, value) for area, measure, value in there if measure in record.measures]
    if not own:
        return 0
    said = {area: value for area, measure, value in own if measure == record.measures[0]}
    figure = f"{record.source}: {', '.join(record.where.values())}, {' and '.join(record.areas)}"
    _refuse_mended(figure, record.source, [said.get(area) for area in record.areas], list(record.found))
    one, other = record.areas
    for measure in record.measures:
        warehouse.run(
            f"""
            update staging.published_cell set area_code = if(area_code = ?, ?, ?), note = concat_ws('; ', note, ?)
            where {chosen} and area_code in (?, ?) and measure = ?
            """,
            [one, other, one, f"published in another area's row: {record.reason}", *place, one, other, measure],
        )
    return len(own)


def _chosen(source: str, where: Mapping[str, str]) -> tuple[str, list[str]]:
    """The condition that tells the figures, and the values it binds."""
    return " and ".join(["source = ?", *(f"{name} = ?" for name in where)]), [source, *where.values()]


def _refuse_mended(figure: str, source: str, said: list[float | None], found: list[float]) -> None:
    if said != found:
        raise Refused(
            f"{figure}: expected the publisher's {_listed(found)}, found {_listed(said)}. "
            f"The publisher may have mended it: take the record out of {source}.corrections.toml, or mend it."
        )


def _listed(values: Sequence[float | None]) -> str:
    return ", ".join("nothing" if value is None else f"{value:g}" for value in values)


def _note(source: str, words: str, figures: int, warehouse: Warehouse) -> None:
    warehouse.run("insert into mart.build_note values ('corrected', ?, ?, ?)", [source, words, figures])


def _words(correction: Correction) -> str:
    now = "left out" if correction.use is None else f"read as {correction.use:g}"
    return f"the publisher's {correction.found:g} is {now}: {correction.reason}"
