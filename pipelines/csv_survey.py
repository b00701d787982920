"""What the bytes of a CSV tell before anything is parsed: its encoding, and whether it is as plain as most are."""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from pipelines.errors import Refused

CHUNK = 1 << 19  # small enough to be looked at several times without leaving the processor
OTHER_SPACES = (b"\t", "\u00a0".encode())
QUOTE, BETWEEN_CELLS = b'"', (b",", b"\r", b"\n", b"")

Spaces = Literal["none", "plain", "other"]


@dataclass(frozen=True)
class Bytes:
    """What was seen in a file's bytes."""

    encoding: str
    is_plain: bool
    """UTF-8, one kind of line end, no space round a quoted cell: DuckDB reads it as anyone would."""
    is_ascii: bool
    """No letter is longer than a byte."""
    spaces: Spaces
    """Which kind of space any cell begins or ends with: none, plain spaces only, or others too."""
    lines: int
    """Physical lines: as many as records and header, unless some are blank or a cell holds a line end."""
    sha256: str
    """Of all bytes, in hexadecimal."""


def survey(path: Path) -> Bytes:
    """Look at every byte once; refuses a file that is empty, is not text, or is in no encoding we read."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, is_ascii, is_odd, size = True, True, False, 0
    spaces: Spaces = "none"
    returns = windows_ends = ends = 0
    before = b""  # the last bytes of the chunk before
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            behind, before = before, chunk[-2:]
            more_ends, is_ordinary = _line_ends(chunk)
            ends += more_ends
            if is_ordinary and _line_ends(behind)[1]:
                continue
            _refuse_what_is_no_text(path, chunk, size == len(chunk))
            is_ascii = is_ascii and chunk.isascii()
            if is_utf8 and not is_ascii:
                is_utf8 = _decodes(decoder, chunk)
            seam = behind + chunk
            if b"\r" in seam:
                returns += chunk.count(b"\r")
                windows_ends += seam.count(b"\r\n") - behind.count(b"\r\n")
            if any(space in seam for space in OTHER_SPACES[: 1 if is_ascii else None]):
                spaces = "other"
                is_odd = is_odd or any(QUOTE + s in seam or s + QUOTE in seam for s in OTHER_SPACES)
            at_an_edge, round_quotes = _spaces(seam)
            is_odd = is_odd or round_quotes
            if at_an_edge and spaces == "none":
                spaces = "plain"
    if size == 0:
        raise Refused(f"{path} is empty. Ask its sender for the full extract, or take it away.")
    if is_utf8:
        is_utf8 = _decodes(decoder, b"", final=True)
    if not is_utf8:
        _check_windows_1252(path)
    one_kind_of_end = windows_ends in (0, ends) and returns == windows_ends
    is_plain = is_utf8 and one_kind_of_end and not is_odd and not _begins_with_a_blank_line(path)
    lines = ends + (not before.endswith(b"\n"))
    encoding = "utf-8-sig" if is_utf8 else "cp1252"
    return Bytes(encoding, is_plain, is_ascii, spaces, lines, digest.hexdigest())


def _line_ends(chunk: bytes) -> tuple[int, bool]:
    """How many line ends, and whether all else is letters, digits and marks of ASCII: no space, tab or return.

    In most chunks it is. Numpy lets other threads work meanwhile, as hashing does and Python does not.
    """
    codes = np.frombuffer(chunk, dtype=np.uint8)
    ends = int(np.count_nonzero(codes == ord("\n")))
    is_ordinary = ends == np.count_nonzero(codes <= ord(" ")) and codes.max(initial=0) < 128
    return ends, bool(is_ordinary)


def _refuse_what_is_no_text(path: Path, chunk: bytes, is_first: bool) -> None:
    if is_first and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refused(f"{path} is UTF-16 (“Unicode text” in Excel). Save it again as “CSV UTF-8”.")
    if b"\0" in chunk:
        raise Refused(f"{path} is not a text file (it holds null bytes). Expected a CSV in UTF-8 or Windows-1252.")


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _spaces(seam: bytes) -> tuple[bool, bool]:
    """Whether any cell begins or ends with a space, and whether any space stands outside a quoted cell's quotes.

    DuckDB forgives the latter and nobody else does.
    """
    if b" " not in seam:
        return False, False
    while b"  " in seam:
        seam = seam.replace(b"  ", b" ")
    at_an_edge = False
    pieces = seam.split(b" ")
    for place in range(1, len(pieces)):
        left, right = pieces[place - 1][-1:], pieces[place][:1]
        if left == QUOTE or left in BETWEEN_CELLS:
            at_an_edge = True
            if (left == QUOTE) != (right == QUOTE) and right in (QUOTE, *BETWEEN_CELLS):
                return True, True
        elif right == QUOTE or right in BETWEEN_CELLS:
            at_an_edge = True
    return at_an_edge, False


def _begins_with_a_blank_line(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4).removeprefix(codecs.BOM_UTF8)[:1] in (b"\r", b"\n")


def _check_windows_1252(path: Path) -> None:
    try:
        with path.open(encoding="cp1252", newline="") as file:
            while file.read(CHUNK):
                pass
    except UnicodeDecodeError:
        raise Refused(
            f"{path} is neither UTF-8 nor Windows-1252 text. Export it again as CSV in one of these."
        ) from None
