"""Which of a sender's extracts counts: the latest, whole. An extract is replaced at every submission, not added to."""

from collections.abc import Sequence
from datetime import date

from pipelines.errors import Refused
from pipelines.origin import RawFile
from pipelines.source import Source
from pipelines.warehouse import Warehouse


def supersede(source: Source, files: Sequence[RawFile], warehouse: Warehouse) -> dict[int, int]:
    """Fill `staging.<source>_superseded` (file_number, sender) and say which file won; returns rows by file number.

    Files of one day, or all without a day, are parts of one extract. Refuses a sender whose rows stand in files with
    a day and in files without one: nobody can tell which are the later.
    """
    read, table = f"staging.{source.name}_read", f"staging.{source.name}_superseded"
    warehouse.run(f"create or replace table {table} (file_number integer, sender varchar, won varchar)")
    days = [(number, file.extracted_on, file.name) for number, file in enumerate(files)]
    if not source.sender or not any(file.extracted_on for file in files):
        return {}
    _refuse_days_to_come(files, warehouse)
    with warehouse.listed("extract", ("file_number", "day", "file"), days):
        warehouse.run(
            f"""
            create or replace table staging.extract_of_sender as
            select upper(r.{source.sender}) as sender, r.file_number, e.day::date as day, e.file,
                count(*) filter (where r.is_used) as rows
            from {read} as r join extract as e using (file_number)
            where r.{source.sender} is not null and r.rejects = 0
            group by all
            """
        )
    unsure = warehouse.rows(
        """
        select min(file) filter (where day is null), max(file) filter (where day is not null)
        from staging.extract_of_sender group by sender
        having count(day) > 0 and count(day) < count(*) order by all limit 1
        """
    )
    for undated, dated in unsure:
        raise Refused(
            f"{undated} and {dated} hold records of the same provider, and only one of them has a date: which extract "
            "is the later? Put the day of the extract into the file's name (2024-06-30), or into ORIGIN.toml under "
            "[extracted_on]."
        )
    warehouse.run(
        f"""
        insert into {table}
        select file_number, sender, latest
        from (
            select *,
                max(day) over (partition by sender) as last_day,
                max_by(file, (day, file)) over (partition by sender) as latest
            from staging.extract_of_sender
        )
        where day < last_day
        """
    )
    lost = warehouse.rows(
        f"""
        select e.file_number, e.file, string_agg(distinct s.won, ', ' order by s.won), sum(e.rows)::bigint
        from {table} as s join staging.extract_of_sender as e using (file_number, sender)
        group by all order by e.file
        """
    )
    for _, file, won, rows in lost:
        warehouse.run(
            "insert into mart.build_note values ('superseded', ?, ?, ?)",
            [source.name, f"{file}: replaced by the later extract in {won}", rows],
        )
    return {number: rows for number, _, _, rows in lost}


def _refuse_days_to_come(files: Sequence[RawFile], warehouse: Warehouse) -> None:
    """An extract of a day to come would win over every real one; a month's may be named before the month is over."""
    latest: date = warehouse.one("select getvariable('today') + 31")
    for file in files:
        if file.extracted_on and file.extracted_on > latest:
            raise Refused(
                f"{file.path.parent / file.name} is said to be an extract of {file.extracted_on}, a day to come. "
                "Mend the date in its name, or give the right one in ORIGIN.toml under [extracted_on]."
            )
