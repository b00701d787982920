"""NDTMS treatment records: a provider's core data set extract, or the journey file that analysts are given."""

from dataclasses import replace

from pipelines.sources.ndtms_records import core_data_set, journey_file

SOURCE = replace(core_data_set.LAYOUT, layouts=(journey_file.LAYOUT,))
