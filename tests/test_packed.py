"""Packed files are read as if they had come unpacked, under names people know, and nothing unpacked stays."""

import gzip
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.errors import Refused
from pipelines.origin import RawFile, survey
from pipelines.packed import unpacked
from pipelines.sources.ndtms_records import SOURCE as NDTMS_RECORDS
from tests.desk import Desk, open_desk
from tests.raw_folders import archive_of, csv_of, lay, take_in_folder, with_bits_set
from tests.records import WOMAN

ASKS_FOR_A_PASSWORD, PACKED_AS_A_PATCH = 0x01, 0x20
WITHOUT_SEX = WOMAN | {"CLIENTID": "without", "SEX": "X"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A raw folder, empty."""
    return tmp_path / "raw"


def csv_with(*clients: str, folder: Path) -> bytes:
    """A record file of women told apart by their client numbers."""
    return csv_of([WOMAN | {"CLIENTID": client} for client in clients], folder)


def clients(desk: Desk) -> list[str]:
    """Whose records are in use."""
    return [client for (client,) in desk.rows("select CLIENTID from staging.ndtms_records order by all")]


def found(raw: Path) -> list[RawFile]:
    """The record files of a raw folder."""
    return survey(raw, [NDTMS_RECORDS])


class TestPackedOneByOne:
    @pytest.mark.parametrize("name", ["a.csv.gz", "A.CSV.GZ"])
    def test_a_file_is_read_as_if_it_were_not(self, desk: Desk, raw: Path, tmp_path: Path, name: str) -> None:
        lay(raw, name, csv_of([WOMAN, WITHOUT_SEX], tmp_path))
        taken = take_in_folder(desk, raw)
        assert taken.read == {name: (2, 1, 1)}
        assert taken.rejects == [(name, 3, "SEX", "sex_not_stated")]
        assert clients(desk) == ["1"]

    def test_several_packings_in_one_file_are_one_file(self, desk: Desk, raw: Path, tmp_path: Path) -> None:
        content = csv_with("1", "2", folder=tmp_path)
        twice = gzip.compress(content[:1000]) + gzip.compress(content[1000:])
        lay(raw, "a.csv.gz", b"").write_bytes(twice)
        assert take_in_folder(desk, raw).read == {"a.csv.gz": (2, 2, 0)}

    def test_its_hash_is_that_of_the_file_as_received(self, raw: Path, tmp_path: Path) -> None:
        path = lay(raw, "a.csv.gz", csv_with("1", folder=tmp_path))
        (file,) = found(raw)
        path.write_bytes(gzip.compress(csv_with("1", folder=tmp_path), mtime=1))
        (packed_again,) = found(raw)
        assert file.sha256 != packed_again.sha256

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda packed: packed[:-300],
            lambda packed: packed[:12],
            lambda packed: packed[:40] + b"\xff" * 40 + packed[80:],
            lambda packed: packed + b"more",
            lambda packed: b"no gzip at all",
        ],
        ids=["cut off", "nothing but its head", "written over", "something after it", "not packed"],
    )
    def test_one_that_is_damaged_is_refused(self, desk: Desk, raw: Path, tmp_path: Path, spoil: object) -> None:
        path = lay(raw, "a.csv.gz", csv_with(*map(str, range(40)), folder=tmp_path))
        assert callable(spoil)
        path.write_bytes(spoil(path.read_bytes()))
        with pytest.raises(Refused, match=r"a\.csv\.gz is damaged: ask its sender for it again\."):
            take_in_folder(desk, raw)

    def test_one_that_holds_nothing_is_refused_under_its_own_name(self, desk: Desk, raw: Path) -> None:
        lay(raw, "a.csv.gz", b"")
        with pytest.raises(Refused, match=r"a\.csv\.gz is empty"):
            take_in_folder(desk, raw)

    @pytest.mark.parametrize("name", ["a.gz", "a.txt.gz", "a.csv.bz2", "a.csv.xz", "a.7z", "a.tar.gz"])
    def test_what_is_packed_otherwise_is_refused(self, raw: Path, name: str) -> None:
        lay(raw, name, b"x")
        with pytest.raises(Refused, match=r"reads \(\*\.csv or \*\.csv\.gz or \*\.zip\)"):
            found(raw)


class TestArchives:
    def test_each_file_inside_is_a_file_of_its_own(self, desk: Desk, raw: Path, tmp_path: Path) -> None:
        contents = {"b.csv": csv_of([WOMAN, WITHOUT_SEX], tmp_path), "a.csv": csv_with("2", folder=tmp_path)}
        lay(raw, "march.zip", archive_of(contents))
        taken = take_in_folder(desk, raw)
        assert taken.read == {"march.zip/a.csv": (1, 1, 0), "march.zip/b.csv": (2, 1, 1)}
        assert taken.rejects == [("march.zip/b.csv", 3, "SEX", "sex_not_stated")]
        assert clients(desk) == ["1", "2"]

    def test_in_folders_inside_they_keep_their_folders_names(self, desk: Desk, raw: Path, tmp_path: Path) -> None:
        contents = {
            "north/": b"",
            "north/a.csv": csv_with("1", folder=tmp_path),
            "south/a.csv": csv_with("2", folder=tmp_path),
        }
        lay(raw, "march.ZIP", archive_of(contents))
        assert sorted(take_in_folder(desk, raw).read) == ["march.ZIP/north/a.csv", "march.ZIP/south/a.csv"]

    def test_two_archives_may_hold_files_of_one_name(self, desk: Desk, raw: Path, tmp_path: Path) -> None:
        for name, client in (("march.zip", "1"), ("april.zip", "2")):
            lay(raw, name, archive_of({"a.csv": csv_with(client, folder=tmp_path)}))
        assert sorted(take_in_folder(desk, raw).read) == ["april.zip/a.csv", "march.zip/a.csv"]
        assert clients(desk) == ["1", "2"]

    def test_packed_and_plain_files_are_read_together(self, desk: Desk, raw: Path, tmp_path: Path) -> None:
        lay(raw, "a.csv", csv_with("1", folder=tmp_path))
        lay(raw, "b.csv.gz", csv_with("2", folder=tmp_path))
        lay(raw, "c.zip", archive_of({"a.csv": csv_with("3", "1", folder=tmp_path)}))
        taken = take_in_folder(desk, raw)
        assert taken.read == {"a.csv": (1, 1, 0), "b.csv.gz": (1, 1, 0), "c.zip/a.csv": (2, 1, 1)}
        assert taken.rejects == [("c.zip/a.csv", 3, "MODID", "duplicated_key")]

    def test_what_a_mac_puts_beside_the_files_is_passed_over(self, desk: Desk, raw: Path, tmp_path: Path) -> None:
        contents = {"a.csv": csv_with("1", folder=tmp_path), "__MACOSX/._a.csv": b"\0\5\x16\7\0", "__MACOSX/._x": b"x"}
        lay(raw, "march.zip", archive_of(contents))
        assert take_in_folder(desk, raw).read == {"march.zip/a.csv": (1, 1, 0)}

    @pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_may_be_packed_in_any_way_python_knows(self, desk: Desk, raw: Path, tmp_path: Path, packing: int) -> None:
        lay(raw, "march.zip", archive_of({"a.csv": csv_with("1", folder=tmp_path)}, packing))
        assert take_in_folder(desk, raw).read == {"march.zip/a.csv": (1, 1, 0)}

    def test_a_file_inside_that_is_no_record_file_is_refused_under_its_own_name(self, desk: Desk, raw: Path) -> None:
        lay(raw, "march.zip", archive_of({"a.csv": b"one,two\n1,2\n"}))
        with pytest.raises(Refused, match=r"march\.zip/a\.csv is not a NDTMS core data set extract file"):
            take_in_folder(desk, raw)

    @pytest.mark.parametrize(
        ("contents", "said"),
        [
            ({}, "holds no file"),
            ({"folder/": b""}, "holds no file"),
            ({"__MACOSX/._a.csv": b"x"}, "holds no file"),
            ({"a.csv": b"x", "notes.docx": b"x", "b.xlsx": b"x"}, r"holds 2 files that are not \.csv"),
            ({"a.csv": b"x", ".DS_Store": b"x"}, r"holds 1 files that are not \.csv"),
            ({"a.csv.gz": b"x"}, r"holds 1 files that are not \.csv"),
            ({"inner.zip": b"x"}, r"holds 1 files that are not \.csv"),
        ],
        ids=["nothing", "a folder", "a mac's own", "documents", "a mac's notes", "packed twice", "an archive"],
    )
    def test_that_hold_anything_but_csvs_are_refused(self, raw: Path, contents: dict[str, bytes], said: str) -> None:
        lay(raw, "march.zip", archive_of(contents))
        with pytest.raises(Refused, match=rf"march\.zip {said}\. Expected a \.zip of \.csv files only"):
            found(raw)

    def test_that_ask_for_a_password_are_refused_in_words(self, raw: Path, tmp_path: Path) -> None:
        locked = with_bits_set(archive_of({"a.csv": csv_with("1", folder=tmp_path)}), ASKS_FOR_A_PASSWORD)
        lay(raw, "march.zip", locked)
        with pytest.raises(Refused, match=r"march\.zip is locked with a password\. Unlock it and save it again"):
            found(raw)

    def test_packed_in_a_way_nobody_here_can_unpack_are_refused(self, raw: Path, tmp_path: Path) -> None:
        strange = with_bits_set(archive_of({"a.csv": csv_with("1", folder=tmp_path)}), PACKED_AS_A_PATCH)
        lay(raw, "march.zip", strange)
        with pytest.raises(Refused, match=r"march\.zip is packed in a way that cannot be read here"):
            found(raw)

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda archive: b"no archive at all",
            lambda archive: b"",
            lambda archive: archive[:-30],
            lambda archive: archive[:60] + b"\xff" * 60 + archive[120:],
            lambda archive: archive.replace(b"PK\x03\x04", b"PK\x03\x05"),
        ],
        ids=["no archive", "nothing", "cut off", "written over", "without a file's head"],
    )
    @pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
    def test_that_are_damaged_are_refused(
        self, desk: Desk, raw: Path, tmp_path: Path, spoil: object, packing: int
    ) -> None:
        assert callable(spoil)
        content = csv_with(*map(str, range(40)), folder=tmp_path)
        lay(raw, "march.zip", spoil(archive_of({"a.csv": content}, packing)))
        with pytest.raises(Refused, match=r"march\.zip is damaged: ask its sender for it again\."):
            take_in_folder(desk, raw)

    @pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_that_are_damaged_far_from_their_beginning_are_refused(
        self, desk: Desk, raw: Path, tmp_path: Path, packing: int
    ) -> None:
        archive = bytearray(archive_of({"a.csv": csv_with(*map(str, range(400)), folder=tmp_path)}, packing))
        middle = archive.find(b"PK\x01\x02") - 200
        archive[middle : middle + 60] = b"\xfe" * 60
        lay(raw, "march.zip", bytes(archive))
        with pytest.raises(Refused, match=r"march\.zip is damaged: ask its sender for it again\."):
            take_in_folder(desk, raw)

    def test_that_name_a_newer_packer_than_there_is_are_refused(self, raw: Path, tmp_path: Path) -> None:
        archive = bytearray(archive_of({"a.csv": csv_with("1", folder=tmp_path)}))
        archive[archive.find(b"PK\x01\x02") + 6] = 99
        lay(raw, "march.zip", bytes(archive))
        with pytest.raises(Refused, match=r"march\.zip"):
            found(raw)

    def test_with_a_name_inside_that_is_no_text_are_refused(self, raw: Path, tmp_path: Path) -> None:
        archive = archive_of({"ä.csv": csv_with("1", folder=tmp_path)})
        lay(raw, "march.zip", archive.replace("ä.csv".encode(), b"\xff\xff.csv"))
        with pytest.raises(Refused, match=r"march\.zip"):
            found(raw)

    def test_with_one_name_twice_are_refused_or_read_apart(self, desk: Desk, raw: Path, tmp_path: Path) -> None:
        """Reports could not tell the two apart, and the table of files has a row for each name."""
        both = {"a.csv": csv_with("1", folder=tmp_path), "b.csv": csv_with("2", folder=tmp_path)}
        lay(raw, "march.zip", archive_of(both).replace(b"b.csv", b"a.csv"))
        with pytest.raises(Refused, match=r"march\.zip"):
            take_in_folder(desk, raw)

    def test_with_a_name_inside_that_cannot_be_printed_are_refused(self, raw: Path, tmp_path: Path) -> None:
        lay(raw, "march.zip", archive_of({"a\nb\x1b[2J.csv": csv_with("1", folder=tmp_path)}))
        with pytest.raises(Refused, match=r"a file whose name cannot be written"):
            found(raw)


class TestWhatIsUnpacked:
    def test_lies_where_only_its_owner_can_look_and_is_gone_when_it_has_been_read(
        self, raw: Path, tmp_path: Path
    ) -> None:
        content = csv_with("1", folder=tmp_path)
        files = [
            lay(raw, "a.csv", content),
            lay(raw, "b.csv.gz", content),
            lay(raw, "c.zip", archive_of({"d.csv": content})),
        ]
        private = tmp_path / "private"
        private.mkdir()
        with unpacked([(files[0], ""), (files[1], ""), (files[2], "d.csv")], private) as places:
            paths = [place.path for place in places]
            assert paths[0] == files[0]
            assert [path.read_bytes() for path in paths] == [content] * 3
            assert {path.parent for path in paths[1:]} == {private / "unpacked"}
            assert (private / "unpacked").stat().st_mode & 0o777 == 0o700
        assert list(private.iterdir()) == []

    def test_is_gone_too_when_a_later_file_is_refused(self, desk: Desk, raw: Path, tmp_path: Path) -> None:
        lay(raw, "a.csv.gz", csv_with("1", folder=tmp_path))
        lay(raw, "b.csv.gz", csv_with("2", folder=tmp_path))
        damaged = raw / "ndtms_records" / "b.csv.gz"
        damaged.write_bytes(damaged.read_bytes()[:-8])
        with pytest.raises(Refused):
            take_in_folder(desk, raw)
        assert [path.name for path in desk.warehouse.folder.iterdir()] == ["spill"]

    def test_is_gone_before_anything_is_counted(self, desk: Desk, raw: Path, tmp_path: Path) -> None:
        lay(raw, "a.zip", archive_of({"a.csv": csv_with("1", folder=tmp_path)}))
        take_in_folder(desk, raw)
        assert [path.name for path in desk.warehouse.folder.iterdir()] == ["spill"]


def test_a_sample_in_an_archive_is_known_to_be_made_up(raw: Path, tmp_path: Path) -> None:
    header = ["SYNTHETIC_DEMONSTRATION", "AGNCY"]
    lay(raw, "march.zip", archive_of({"a.csv": csv_of([{"AGNCY": "N1"}], tmp_path, header)}))
    assert [file.origin for file in found(raw)] == ["synthetic"]
