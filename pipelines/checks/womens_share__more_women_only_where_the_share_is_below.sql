-- Places asked for more women whose share is not below the comparator's.
select
    area_code,
    provider_code,
    period,
    substance_group,
    measure,
    comparator
from womens_share
where extra_women > 0
    and share >= comparator_share
