-- Cells of a whole that stand twice: a bit for each sex and substance group, and as many bits as rows.
with placed as (
    select
        of_whole,
        area_code,
        period,
        case sex when 'female' then 0 when 'male' then 5 else 10 end
            + case substance_group
                when 'opiate' then 0
                when 'non_opiate' then 1
                when 'non_opiate_and_alcohol' then 2
                when 'alcohol' then 3
                else 4
            end as place
    from treatment_count
)

select
    of_whole,
    area_code,
    period
from placed
group by all
having count(*) <> bit_count(bit_or(1 << place))
