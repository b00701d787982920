"""One module a publisher: its hosts, and how the present files of a source are found there. Modules are found."""

from importlib import import_module
from pkgutil import iter_modules

from pipelines.fetching.publisher import Publisher


def all_publishers() -> dict[str, Publisher]:
    """Every publisher of this folder, by the name a source's .toml and --base-url call it."""
    names = sorted(module.name for module in iter_modules(__path__))
    found: list[Publisher] = [import_module(f"{__name__}.{name}").PUBLISHER for name in names]
    return {publisher.name: publisher for publisher in found}
