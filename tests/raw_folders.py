"""Lays record files in a raw folder as they arrive, packed or not, and takes the whole folder in as a build does."""

import gzip
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.intake import take_in
from pipelines.origin import survey
from pipelines.sources.ndtms_records import SOURCE as NDTMS_RECORDS
from tests.desk import TODAY, Desk, Reject
from tests.records import edition, write

FOLDER = "ndtms_records"

Record = Mapping[str, str]


@dataclass(frozen=True)
class FolderTakenIn:
    """What became of the record files of a raw folder, by the name reports give them."""

    read: dict[str, tuple[int, int, int]]
    """Rows read, accepted and rejected."""
    superseded: dict[str, int]
    """Rows replaced by a later extract, of the files that have any."""
    rejects: list[Reject]
    notes: list[tuple[str, str, int]]
    """Topic, detail and rows of what was noticed."""

    def noted(self, topic: str) -> list[tuple[str, int]]:
        """Detail and rows of one topic."""
        return [(detail, rows) for of, detail, rows in self.notes if of == topic]


def csv_of(records: Sequence[Record], folder: Path, header: Sequence[str] | None = None) -> bytes:
    """The bytes of a record file, edition K unless a header is given; `folder` is where it may be drafted."""
    path = write(folder / "draft", records, header=header or edition())
    content = path.read_bytes()
    path.unlink()
    return content


def lay(raw: Path, name: str, content: bytes) -> Path:
    """A file among the records of a raw folder, packed if its name says so."""
    path = raw / FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content) if name.lower().endswith(".gz") else content)
    return path


def archive_of(contents: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A .zip of files, by the name of each inside; a name that ends in / is a folder."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", packing) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return whole.getvalue()


def with_bits_set(archive: bytes, flag: int) -> bytes:
    """The archive with a flag set for each file in it, in both places where an archive says so."""
    changed = bytearray(archive)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + place] |= flag
            at = changed.find(signature, at + 4)
    return bytes(changed)


def take_in_folder(desk: Desk, raw: Path, today: date = TODAY) -> FolderTakenIn:
    """Survey and read the record files of a raw folder; raises Refused as a build would."""
    for mart in ("rejected_row", "build_note"):
        desk.warehouse.run(f"delete from mart.{mart}")
    intakes = take_in(NDTMS_RECORDS, survey(raw, [NDTMS_RECORDS]), desk.warehouse, today)
    return FolderTakenIn(
        read={intake.file.name: (intake.read, intake.accepted, intake.rejected) for intake in intakes},
        superseded={intake.file.name: intake.superseded for intake in intakes if intake.superseded},
        rejects=desk.rows("select file, line, column_name, rule from mart.rejected_row order by all"),
        notes=desk.rows("select topic, detail, rows from mart.build_note order by all"),
    )
