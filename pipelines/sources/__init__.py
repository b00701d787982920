"""One module a source; each is found here, none knows another."""

from importlib import import_module
from pkgutil import iter_modules

from pipelines.source import Source


def all_sources() -> list[Source]:
    """Every source of this folder, by name."""
    names = sorted(module.name for module in iter_modules(__path__))
    return [import_module(f"{__name__}.{name}").SOURCE for name in names]
