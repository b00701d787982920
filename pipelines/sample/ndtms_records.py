"""Treatment records: a file a service, in the core data set's own columns, with a few faults planted."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import duckdb

from pipelines.sample import faults as planted_faults
from pipelines.sample.fault_list import LINE_FAULTS
from pipelines.sample.faults import Fault, Planted
from pipelines.sample.layouts import Layout, dress_of, layout_of, line_expression
from pipelines.sample.world import HERE, LAST_DAY, NEVER_START, Provider, providers, run

FAULT_SHARE = 0.003
NO_CONSENT_EVERY = 100
ROWS_AT_ONCE = 120_000


def add_people(country: duckdb.DuckDBPyConnection, progress: Callable[[str], None]) -> None:
    """Everyone in treatment, with their stays, episodes and interventions, as tables of `country`."""
    run(country, HERE / "person.sql")
    for name in ("stay", "episode", "intervention"):
        run(country, HERE / f"{name}.sql", never_start=NEVER_START, last_day=LAST_DAY)
    people, episodes = country.execute(
        "select (select count(*) from person), (select count(*) from episode)"
    ).fetchall()[0]
    progress(f"{people:,} people, {episodes:,} episodes")


def write(
    country: duckdb.DuckDBPyConnection, folder: Path, seed: int, progress: Callable[[str], None]
) -> list[Planted]:
    """Write a file for every service that has anyone; returns what was planted in them."""
    sizes = dict(
        country.execute("select provider, count(*) from intervention group by provider order by provider").fetchall()
    )
    shares = _share_out(sizes)
    largest = sorted(sizes, key=lambda number: (-sizes[number], number))
    planted: list[Planted] = []
    done = 0
    for layout, services in _batches(sizes):
        for service, lines in _lines(country, layout, services):
            file = folder / f"ndtms_{_plain(service.area_name)}_{service.agency}.csv"
            chosen = shares[service.number]
            planted += [Planted(file.name, fault.name, fault.breaks, fault.action) for fault in chosen]
            sound = lines[0]
            if dress_of(service.number).encoding == "cp1252":
                lines = _accented(lines, layout)
            null = layout.null
            lines = planted_faults.plant(lines, layout.fields, null, chosen, f"{seed} {service.agency}")
            lines = _with_refusals(lines, layout, service)
            rank = largest.index(service.number)
            lines, more = _file_fault(lines, sound, layout, service, rank, file.name)
            planted += more
            _write_file(file, layout, service.number, lines, is_cut_off=rank in (1, 2))
        done += len(services)
        progress(f"treatment records: {done} of {len(sizes)} services")
    return planted


def _share_out(sizes: dict[int, int]) -> dict[int, list[Fault]]:
    """Which faults each file gets: three in a thousand lines, and every kind at least once in the country."""
    total = sum(sizes.values()) * 1.15
    wanted = max(round(total * FAULT_SHARE), len(LINE_FAULTS) + 5)
    shares: dict[int, list[Fault]] = {}
    before = 0.0
    for number, size in sorted(sizes.items()):
        upto = before + size * 1.15 / total * wanted
        room = max(0, size // 3)
        turns = range(round(before), min(round(upto), round(before) + room))
        shares[number] = [LINE_FAULTS[turn % len(LINE_FAULTS)] for turn in turns]
        before = upto if len(turns) == round(upto) - round(before) else before + len(turns)
    return shares


def _batches(sizes: dict[int, int]) -> Iterator[tuple[Layout, list[int]]]:
    """Services that write alike, a few at a time."""
    alike = sorted(sizes, key=lambda number: (repr(layout_of(number)), number))
    for layout, numbers in groupby(alike, key=layout_of):
        batch: list[int] = []
        for number in numbers:
            if batch and sum(sizes[n] for n in batch) + sizes[number] > ROWS_AT_ONCE:
                yield layout, batch
                batch = []
            batch.append(number)
        yield layout, batch


def _lines(
    country: duckdb.DuckDBPyConnection, layout: Layout, services: Sequence[int]
) -> Iterator[tuple[Provider, list[str]]]:
    by_number = {service.number: service for service in providers()}
    template = (HERE / "cells.sql").read_text(encoding="utf-8")
    listed = ", ".join(map(str, services))
    cells = template.format(services=listed, last_day=LAST_DAY, has_parts=str(layout.has_parts).lower())
    filled = {name for name in layout.fields if f'as "{name}"' in cells}
    lines = country.sql(
        f"select provider, {line_expression(layout, filled)} as line from ({cells}) order by provider, episode, m, kind"
    ).pl()
    for (number,), of_service in lines.group_by("provider", maintain_order=True):
        yield by_number[int(str(number))], of_service["line"].to_list()


def _with_refusals(lines: list[str], layout: Layout, service: Provider) -> list[str]:
    """About one client in a hundred does not consent: only the service, the client and the refusal are kept."""
    wide: list[str] = []
    for place, line in enumerate(lines):
        wide.append(line)
        if place % NO_CONSENT_EVERY == NO_CONSENT_EVERY // 2:
            known = {"AGNCY": service.agency, "CLIENTID": str(500_000_000 + place), "CONSENT": "N"}
            known[layout.fields[-1]] = "Y"
            wide.append(",".join(f'"{known.get(name, layout.null)}"' for name in layout.fields))
    return wide


def _file_fault(
    lines: list[str], sound: str, layout: Layout, service: Provider, rank: int, file: str
) -> tuple[list[str], list[Planted]]:
    """Faults of whole lines, each in one of the largest files, most on a copy of a sound line."""
    middle = len(lines) // 2
    cut: tuple[tuple[str, str | None], ...] = (("wrong_number_of_columns", None),)
    unclosed: tuple[tuple[str, str | None], ...] = (("broken_quoting", None),)
    if rank == 0:
        lines.insert(middle, _header(layout))
        return lines, [Planted(file, "header in the middle", (("header_repeated", "AGNCY"),), "reject")]
    if rank == 1:
        lines.append(sound[: sound.index(service.agency) + 3])
        return lines, [Planted(file, "cut off in the middle of a cell", unclosed, "reject")]
    if rank == 2:
        lines.append(",".join(sound.split(",")[:-12]))
        return lines, [Planted(file, "cut off after a cell", cut, "reject")]
    if rank == 3:
        lines.insert(middle, sound.replace('","', '"x,"', 1))
        return lines, [Planted(file, "text after a quote", unclosed, "reject")]
    if rank == 4:
        lines.insert(middle, sound + ',"one more"')
        return lines, [Planted(file, "one cell too many", cut, "reject")]
    if rank == 5:
        lines.insert(middle, "")
        return [*lines, ""], [Planted(file, "blank lines", (), "accept")]
    return lines, []


def _header(layout: Layout) -> str:
    return ",".join(f'"{name}"' for name in layout.fields)


def _accented(lines: list[str], layout: Layout) -> list[str]:
    """A few client references with letters that Windows-1252 and UTF-8 write differently."""
    for place in {0, len(lines) // 2, len(lines) - 1}:
        cells = planted_faults.Cells(lines[place], layout.fields, layout.null)
        cells.put(CLIENT=f"Réf. {place + 1}º")
        lines[place] = cells.line()
    return lines


def _write_file(file: Path, layout: Layout, number: int, lines: list[str], is_cut_off: bool) -> None:
    dress = dress_of(number)
    header = _header(layout).lower() if dress.lower_case_header else _header(layout)
    text = dress.line_end.join([header, *lines]) + ("" if is_cut_off else dress.line_end)
    file.write_bytes(text.encode(dress.encoding))


def _plain(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name.lower()).strip("_").replace("__", "_")
