-- Cells of partnerships with a measure shown that one of their members hides. (A cell nobody is in tells nothing of those a
-- member hides: they count in another substance group in the partnership.)
select distinct
    whole.of_whole::varchar as of_whole,
    whole.area_code::varchar as area_code,
    whole.period,
    whole.sex::varchar as sex,
    whole.substance_group::varchar as substance_group
from treatment_count as whole
join partnership_member as m
    on m.partnership_code = whole.area_code::varchar
join treatment_count as part
    on part.area_code::varchar = m.area_code
    and part.of_whole = whole.of_whole
    and part.period = whole.period
    and part.sex = whole.sex
    and part.substance_group = whole.substance_group
where (select mode from build) = 'open'
    and len(whole.status) = len(part.status)
    and whole.people[1] is distinct from 0
    and len(
        list_filter(
            list_zip(whole.status, part.status),
            lambda pair: pair[1] in ('ok', 'nobody_asked') and pair[2] = 'suppressed'
        )
    ) > 0
