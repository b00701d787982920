"""The command line: build, fetch, sample, template, check, list. Exit 0 done, 1 data were refused, 2 wrong usage."""

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
from rich.console import Console
from rich.status import Status

from pipelines import reconciliation
from pipelines.build import MARTS, build, check
from pipelines.errors import Refused
from pipelines.indicators import all_indicators
from pipelines.sources import all_sources
from pipelines.warehouse import USUAL_MEMORY, open_marts
from pipelines.workspace import remove_left_behind

MEGABYTES = {"MB": 1, "MiB": 1.05, "GB": 1000, "GiB": 1074}
LEAST_MEMORY_MB = 500
MOST_MEGABYTES = 10_000
"""Of a file to be fetched."""
USUAL_MARTS = Path("data/marts/commissioning.duckdb")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = _parser().parse_args(arguments)
    try:
        remove_left_behind(getattr(given, "marts", USUAL_MARTS).parent)
        given.run(given)
    except Refused as refusal:
        return _refuse(str(refusal))
    except OSError as error:  # a full disk, a folder that may not be written: the system's words are the best there are
        return _refuse(str(error))
    except duckdb.OutOfMemoryException:
        return _refuse(
            "There is not enough memory or disk space for this build; nothing was published. "
            "Free some, or give the build more with --memory 4GiB."
        )
    except duckdb.Error as error:
        # The engine may quote a record in its words, so they are not printed.
        return _refuse(f"The engine stopped ({type(error).__name__}); nothing was published. Run the command again.")
    except (KeyboardInterrupt, RuntimeError) as error:
        if "interrupt" not in repr(error).lower():  # stopped by hand within a query, the engine raises RuntimeError
            raise
        return _refuse("Stopped by hand; nothing was published.")
    return 0


def _refuse(words: str) -> int:
    print(f"Refused. {words}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pipelines", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    making = commands.add_parser("build", help="raw files to a marts file the dashboard opens")
    making.add_argument("--raw", type=Path, required=True, metavar="DIR", help="holds one folder for each source")
    making.add_argument("--marts", type=Path, required=True, metavar="FILE", help="written when every check passed")
    making.add_argument("--mode", choices=("open", "restricted"), required=True, help="open hides small counts")
    making.add_argument("--strict", action="store_true", help="refuse the build on any rejected row")
    making.add_argument(
        "--memory",
        type=_memory,
        default=USUAL_MEMORY,
        metavar="SIZE",
        help=f"before it spills; {USUAL_MEMORY} if not given",
    )
    making.set_defaults(run=_build)

    fetching = commands.add_parser("fetch", help="download published files into the raw folder")
    fetching.add_argument("sources", nargs="*", metavar="SOURCE", help="all that can be fetched, if none is named")
    fetching.add_argument("--raw", type=Path, required=True, metavar="DIR", help="holds one folder for each source")
    fetching.add_argument(
        "--base-url",
        type=_base_url,
        action="append",
        default=[],
        metavar="PUBLISHER=URL",
        help="ask this address in the publisher's place; may be given once for each publisher",
    )
    fetching.add_argument("--limit-mb", type=_megabytes, default=200.0, metavar="N", help="the largest file; 200 usual")
    fetching.set_defaults(run=_fetch)

    making_up = commands.add_parser("sample", help="write a synthetic country in the publishers' layouts")
    making_up.add_argument("--out", type=Path, required=True, metavar="DIR")
    making_up.add_argument("--people", type=_people, required=True, metavar="N", help="in treatment in a year")
    making_up.add_argument("--seed", type=int, required=True, metavar="S")
    making_up.set_defaults(run=_sample)

    offering = commands.add_parser("template", help="write the self-audit to fill in, as CSV and as a workbook")
    offering.add_argument("--out", type=Path, required=True, metavar="DIR")
    offering.set_defaults(run=_template)

    checking = commands.add_parser("check", help="run every check on a marts file")
    checking.add_argument("--marts", type=Path, required=True, metavar="FILE")
    checking.set_defaults(run=_check)

    listing = commands.add_parser("list", help="sources, indicators and marts, in build order")
    listing.set_defaults(run=_list)
    return parser


def _memory(text: str) -> str:
    size = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(MB|MiB|GB|GiB)", text)
    if not size or float(size[1]) * MEGABYTES[size[2]] < LEAST_MEMORY_MB:
        raise argparse.ArgumentTypeError(
            f"expected a size of at least {LEAST_MEMORY_MB} MB, such as 1GiB; found {text!r}"
        )
    return text


def _base_url(text: str) -> tuple[str, str]:
    from pipelines.fetching.publishers import all_publishers  # loads what no other command needs

    name, _, url = text.partition("=")
    address = urlsplit(url)
    is_this_machine = address.hostname in ("127.0.0.1", "::1", "localhost")
    if name not in all_publishers() or not (
        address.scheme == "https" or (address.scheme == "http" and is_this_machine)
    ):
        raise argparse.ArgumentTypeError(
            f"expected one of {', '.join(all_publishers())}, = and an https address (http on this machine), "
            f"such as ons=https://mirror.example.org; found {text!r}"
        )
    return name, url


def _megabytes(text: str) -> float:
    size = float(text)
    if not 0 < size <= MOST_MEGABYTES:
        raise argparse.ArgumentTypeError(f"expected more than 0 and at most {MOST_MEGABYTES:,}, found {text!r}")
    return size


def _people(text: str) -> int:
    from pipelines import sample  # it loads libraries that the other commands do without

    people = int(text)
    if not sample.FEWEST <= people <= sample.MOST:
        raise argparse.ArgumentTypeError(f"expected {sample.FEWEST:,} to {sample.MOST:,}, found {people:,}")
    return people


def _progress(first: str) -> tuple[AbstractContextManager[object], Callable[[str], None]]:
    """A moving line on a terminal; plain lines anywhere else."""
    console = Console(stderr=True)
    if console.is_terminal:
        status = Status(first, console=console)
        return status, lambda words: status.update(words)
    return nullcontext(), lambda words: print(words, flush=True)


def _build(given: argparse.Namespace) -> None:
    showing, tell = _progress("looking at the raw files")
    with showing:
        report = build(given.raw, given.marts, given.mode, given.strict, memory=given.memory, tell=tell)
    for line in report.lines():
        print(line)


def _sample(given: argparse.Namespace) -> None:
    from pipelines import sample

    showing, tell = _progress("making up a country")
    with showing:
        sample.write(given.out, given.people, given.seed, tell)
    print(f"Wrote a synthetic country of {given.people:,} people in treatment a year to {given.out}")


def _template(given: argparse.Namespace) -> None:
    from pipelines import audit_template

    for path in audit_template.write(given.out):
        print(f"Wrote {path}")


def _fetch(given: argparse.Namespace) -> None:
    from rich.progress import Progress

    from pipelines.fetching.fetch import fetch  # these load what no other command needs
    from pipelines.fetching.patience import Manners

    console = Console(stderr=True)
    manners = Manners(limit_bytes=round(given.limit_mb * 1_000_000))
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        bar = progress.add_task("")

        def tell(what: str, here: int, of_all: int) -> None:
            progress.update(bar, description=what, completed=here, total=of_all or None)

        try:
            outcomes = fetch(given.sources, given.raw, all_sources(), dict(given.base_url), manners, tell)
        except KeyboardInterrupt:
            raise Refused(
                "Stopped by hand; files fetched before stay, nothing is left of the one on its way."
            ) from None
    for outcome in outcomes:
        print(outcome)
    if lost := sum(not outcome.is_well for outcome in outcomes):
        raise Refused(
            f"{lost} of {len(outcomes)} could not be fetched, for the reasons above; the others are in place."
        )


def _check(given: argparse.Namespace) -> None:
    if not given.marts.is_file():
        raise Refused(
            f"{given.marts} is not a marts file. Build one with: "
            f"python -m pipelines build --raw DIR --marts {given.marts} --mode open"
        )
    check(given.marts)
    with open_marts(given.marts) as marts:
        for sentence in reconciliation.sentences(marts):
            print(sentence)
    print(f"{given.marts}: every check passed")


def _list(_: argparse.Namespace) -> None:
    print("Sources (put files in a folder of this name):")
    for source in all_sources():
        print(f"  {source.name}: {source.title}; {' or '.join(source.patterns)}; {source.publisher}")
    print("Indicators:")
    for indicator in all_indicators():
        print(f"  {indicator.indicator}: {indicator.name}; needs {', '.join(indicator.needs)}")
    print("Marts, in build order:")
    for mart, needs in MARTS.items():
        print(f"  {mart}: needs {needs}")


if __name__ == "__main__":
    sys.exit(main())
