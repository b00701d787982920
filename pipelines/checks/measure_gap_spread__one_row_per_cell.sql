-- Spreads of authorities' gaps that stand there twice, or are less than nothing.
select
    measure,
    category,
    year,
    substance_group
from measure_gap_spread
group by all
having count(*) > 1
    or min(middle_half) < 0
