-- Figures a page would quote without being able to say where they stand, or what they are.
select
    figure_key,
    value,
    document,
    section
from cited_figure
where value is null
    or not isfinite(value)
    or coalesce(trim(document), '') = ''
    or coalesce(trim(section), '') = ''
