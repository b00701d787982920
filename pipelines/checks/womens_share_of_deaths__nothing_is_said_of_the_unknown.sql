-- A word for a difference that is not known or not in its limits, or none for one that is; a difference without both shares.
select
    area_code,
    cause,
    period,
    substance_group
from womens_share_of_deaths
where (difference is null) <> (comparison = 'not_compared')
    or (difference is not null and (share_of_deaths is null or share_in_treatment is null))
    or difference not between difference_low and difference_high
