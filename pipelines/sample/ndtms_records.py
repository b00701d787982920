"""Treatment records: a file a service, in the core data set's own columns, with a few faults planted."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from pipelines.sample import faults as planted_faults
from pipelines.sample.answers import add_answers
from pipelines.sample.constants import add_constants
from pipelines.sample.fault_plan import file_fault, share_out
from pipelines.sample.faults import Fault, Planted
from pipelines.sample.layouts import (
    GUARDS,
    OF_EPISODE,
    OF_EVERY_LINE,
    Dress,
    Layout,
    dress_of,
    edition_fields,
    file_order,
    layout_of,
    pieces_of,
)
from pipelines.sample.packing import EXTRACT_DAYS, close_archive, is_sent_twice, name_of, plain_name, save
from pipelines.sample.record_lines import RecordLines
from pipelines.sample.world import HERE, LAST_DAY, NEVER_START, Provider, providers, run

NO_CONSENT_EVERY = 100
EPISODES_AT_ONCE = 60_000
AT_ONCE = 2
"""Services written side by side: one waits for the disk or is hashed while the other is made."""


@dataclass
class Records:
    """What was written: each file's hash, the faults planted, and how many records."""

    hashes: dict[str, str] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)
    records: int = 0

    def add(self, more: "Records") -> None:
        self.hashes |= more.hashes
        self.planted += more.planted
        self.records += more.records

    def has(self, rule: str) -> bool:
        """Whether a fault that breaks the rule was planted."""
        return any(rule == broken for fault in self.planted for broken, _ in fault.breaks)


def add_people(country: duckdb.DuckDBPyConnection, progress: Callable[[str], None]) -> None:
    """Everyone in treatment, with their stays and episodes, as tables of `country`."""
    add_answers(country)
    add_constants(country)
    _add_file_order(country)
    run(country, HERE / "person.sql")
    for name in ("stay", "episode"):
        run(country, HERE / f"{name}.sql", never_start=NEVER_START, last_day=LAST_DAY)
    people, episodes = country.execute(
        "select (select count(*) from person), (select count(*) from episode)"
    ).fetchall()[0]
    progress(f"{people:,} people, {episodes:,} episodes")


def _add_file_order(country: duckdb.DuckDBPyConnection) -> None:
    country.execute("create table file_order(provider integer, place integer)")
    country.executemany("insert into file_order values (?, ?)", [(n, place) for place, n in enumerate(file_order())])


def write(country: duckdb.DuckDBPyConnection, folder: Path, seed: int, progress: Callable[[str], None]) -> Records:
    """Write a file for every service that has anyone."""
    everyone = _sizes(country)
    sizes = {number: size for number, size in everyone.items() if not is_sent_twice(number)}
    shares = share_out(sizes)
    largest = sorted(sizes, key=lambda number: (-sizes[number], number))

    def finish(lines: RecordLines, service: Provider, layout: Layout) -> Records:
        rank = largest.index(service.number)
        return _finish(folder, lines, service, layout, shares[service.number], rank, f"{seed} {service.agency}")

    records = _written(country, _batches(sizes, layout_of), finish, progress)
    records.hashes |= close_archive(folder)
    for number in filter(is_sent_twice, everyone):
        for day in EXTRACT_DAYS:
            records.add(_dated_extract(country, folder, number, day, not records.has("date_after_extract")))
    return records


def write_sound(country: duckdb.DuckDBPyConnection, folder: Path, edition: str) -> Records:
    """Write the same people's records in one edition, with no fault and no mark."""
    layout = Layout(edition_fields(edition), "NA", edition != "H", is_reviewed=True)

    def finish(lines: RecordLines, service: Provider, layout: Layout) -> Records:
        return _saved(folder, f"{plain_name(service)}.csv", lines, layout, Dress("utf-8", "\n", False))

    return _written(country, _batches(_sizes(country), lambda _: layout), finish, lambda _: None)


def _sizes(country: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """The episodes of each service (a little under half its lines), in the order of the files."""
    return dict(
        country.execute("select provider, count(*) from episode group by provider, place order by place").fetchall()
    )


def _written(
    country: duckdb.DuckDBPyConnection,
    batches: Sequence[tuple[Layout, list[int]]],
    finish: Callable[[RecordLines, Provider, Layout], Records],
    progress: Callable[[str], None],
) -> Records:
    """Everything the batches write, in their order whichever is ready first."""

    def write_batch(batch: tuple[Layout, list[int]]) -> Records:
        layout, services = batch
        made = Records()
        with country.cursor() as own:
            for service, lines in _lines(own, layout, services):
                made.add(finish(lines, service, layout))
        return made

    records = Records()
    done = 0
    total = sum(len(services) for _, services in batches)
    country.execute("set threads = 1")  # for each statement: two run side by side
    with ThreadPoolExecutor(AT_ONCE) as together:
        try:
            for (_, services), made in zip(batches, together.map(write_batch, batches), strict=True):
                records.add(made)
                done += len(services)
                progress(f"treatment records: {done} of {total} services")
        except BaseException:
            together.shutdown(wait=False, cancel_futures=True)  # a full disk, or stopped by hand: make no more
            raise
    country.execute(f"set threads = {AT_ONCE}")
    return records


def _batches(sizes: Mapping[int, int], layout_of: Callable[[int], Layout]) -> list[tuple[Layout, list[int]]]:
    """Services that write alike, a few at a time; `sizes` is in the order of the files."""
    batches: list[tuple[Layout, list[int]]] = []
    for layout, numbers in groupby(sizes, key=layout_of):
        batch: list[int] = []
        for number in numbers:
            if batch and sum(sizes[n] for n in batch) + sizes[number] > EPISODES_AT_ONCE:
                batches.append((layout, batch))
                batch = []
            batch.append(number)
        batches.append((layout, batch))
    return batches


def _lines(
    country: duckdb.DuckDBPyConnection, layout: Layout, services: Sequence[int], last_day: date = LAST_DAY
) -> Iterator[tuple[Provider, RecordLines]]:
    """The lines of each of the services, as they would be sent the day after `last_day`."""
    by_number = {service.number: service for service in providers()}
    table = country.execute(_query(layout, services, last_day)).to_arrow_table()
    if not table.num_rows:
        return
    table = _in_order(table).combine_chunks()
    lines = table["line"].chunk(0)
    _, ends, written = lines.buffers()
    runs = pc.run_end_encode(table["provider"].chunk(0))
    first = 0
    for number, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
        if number in services:
            of_service = RecordLines(memoryview(written), memoryview(ends).cast("i"), lines.offset + first, end - first)
            yield by_number[number], of_service
        first = end


def _in_order(table: pa.Table) -> pa.Table:
    """The rows by their position: the engine holds a few back now and then, and gives them last."""
    position = table["position"].combine_chunks()
    if pc.all(pc.less(position[:-1], position[1:])).as_py() is not False:
        return table
    return table.take(pc.sort_indices(position))


def _query(layout: Layout, services: Sequence[int], last_day: date) -> str:
    """SQL for the lines of the services, in the order of the episodes."""
    order = file_order()
    places = {
        "first": order.index(services[0]),
        "last": order.index(services[-1]),
        "last_day": last_day,
        "has_parts": layout.has_parts,
    }
    episodes = (HERE / "episode_cell.sql").read_text(encoding="utf-8")
    line = (HERE / "line.sql").read_text(encoding="utf-8")
    guards = dict.fromkeys(_columns(episodes), OF_EPISODE)
    guards |= {name: _guard(name) for name in _columns(line)}
    repeated = []
    parts = []
    for number, piece in enumerate(pieces_of(layout, guards)):
        if piece.guard == OF_EPISODE:
            repeated.append(f"{piece.expression()} as piece_{number}")
            parts.append(f"piece_{number}")
        else:
            parts.append(piece.expression())
    kept = "select * exclude (" + ", ".join(f'"{name}"' for name in _columns(episodes)) + ")"
    reviews, parts_reviews = REVIEWS[layout.is_reviewed]
    return line.format(
        **places,
        reviews=reviews.format(**places),
        parts=parts_reviews.format(**places),
        every=126 if layout.is_reviewed else 90,
        episodes=episodes.format(**places),
        repeated=f"{kept}, {', '.join(repeated)}",
        line=f"concat({', '.join(parts)}, chr(10))",
    )


# How many lines an intervention has for reviews of outcomes, and of its parts: now and then, or every 18 weeks and
# every half-year, as practice has it.
REVIEWS = {
    False: (
        """(has_intervention and m = 1 and left_on - triaged_on > 100
            and chance(episode, 'outcome review') < 0.22)::integer""",
        """({has_parts} and coalesce(started_on <= date '{last_day}' - 84, false)
            and chance(intervention, 'parts review') < 0.12)::integer""",
    ),
    True: (
        """case when has_intervention and m = 1
            then greatest(0, (coalesce(left_on, date '{last_day}') - triaged_on) // 126) end""",
        "greatest(0, (coalesce(ended_on, date '{last_day}') - started_on) // 182)",
    ),
}


def _columns(template: str) -> list[str]:
    return re.findall(r'\bas "([A-Z0-9]+)"', template)


def _guard(name: str) -> str:
    if name in GUARDS:
        return GUARDS[name]
    if name.startswith(("PH", "PSY", "REC")) and name not in ("PSYHSTAT", "PHSTAT"):
        return "is_parts"
    return OF_EVERY_LINE if name.startswith(("MOD", "REFMOD", "FAOMOD")) else "has_outcomes"


def _finish(
    folder: Path, lines: RecordLines, service: Provider, layout: Layout, chosen: Sequence[Fault], rank: int, mark: str
) -> Records:
    """Plant what goes wrong in a service's file, and write it; `rank` is the file's place by size."""
    name = name_of(service)
    dress = dress_of(service.number)
    sound = lines[0]
    if dress.encoding == "cp1252":
        _accent(lines, layout)
    planted_faults.plant(lines, layout.fields, layout.null, chosen, mark)
    _add_refusals(lines, layout, service)
    more = file_fault(lines, sound, layout, service.agency, rank, name)
    records = _saved(folder, name, lines, layout, dress, is_cut_off=rank in (1, 2))
    records.planted = [Planted(name, fault.name, fault.breaks, fault.action) for fault in chosen] + more
    return records


def _dated_extract(
    country: duckdb.DuckDBPyConnection, folder: Path, number: int, day: date, plants_a_fault: bool
) -> Records:
    """What a service sent on a day; the latest takes the place of those before it, whole.

    The only fault is a date after the latest: others name more services than this one, which must not stand in files
    with a day and in files without.
    """
    layout = layout_of(number)
    made = Records()
    for service, lines in _lines(country, layout, [number], day):
        name = name_of(service, day)
        if plants_a_fault and day == EXTRACT_DAYS[-1]:
            cells = planted_faults.Cells(lines[0], layout.fields, layout.null)
            lines[0] = cells.put(MODEND=planted_faults.written(LAST_DAY)).line()
            made.planted.append(Planted(name, "a date after the extract", (("date_after_extract", ""),), "warn"))
        _add_refusals(lines, layout, service)
        made.add(_saved(folder, name, lines, layout, dress_of(number)))
    return made


def _saved(
    folder: Path, name: str, lines: RecordLines, layout: Layout, dress: Dress, is_cut_off: bool = False
) -> Records:
    header = layout.header.lower() if dress.lower_case_header else layout.header
    pieces = lines.pieces(header, dress.line_end, dress.encoding, is_cut_off)
    return Records(save(folder, name, pieces), records=len(lines))


def _add_refusals(lines: RecordLines, layout: Layout, service: Provider) -> None:
    """About one client in a hundred does not consent: only the service, the client and the refusal are kept."""
    known = {"AGNCY": service.agency, "CLIENTID": "{client}", "CONSENT": "N", layout.fields[-1]: "Y"}
    refusal = ",".join(f'"{known.get(name, layout.null)}"' for name in layout.fields)
    for place in range(NO_CONSENT_EVERY // 2, len(lines), NO_CONSENT_EVERY):
        lines.add_after(place, refusal.format(client=500_000_000 + place))


def _accent(lines: RecordLines, layout: Layout) -> None:
    """A few client references with letters that Windows-1252 and UTF-8 write differently."""
    for place in {0, len(lines) // 2, len(lines) - 1}:
        cells = planted_faults.Cells(lines[place], layout.fields, layout.null)
        cells.put(CLIENT=f"Réf. {place + 1}º")
        lines[place] = cells.line()
