-- Numbers of partnerships from which what is hidden of a member could be had by subtraction. A nought tells nothing of those
-- a member hides: they count in another substance group in the partnership.
select distinct
    whole.indicator,
    whole.area_code,
    whole.period,
    whole.sex,
    whole.substance_group
from indicator_value as whole
join partnership_member as m
    on m.partnership_code = whole.area_code
join indicator_value as part
    on part.area_code = m.area_code
    and part.indicator = whole.indicator
    and part.source = whole.source
    and part.period = whole.period
    and part.sex = whole.sex
    and part.substance_group = whole.substance_group
    and part.breakdown = whole.breakdown
    and part.category = whole.category
    and part.status = 'suppressed'
where (select mode from build) = 'open'
    and (whole.source like '%ndtms_records%' or whole.source like '%caseload_return%')
    and whole.numerator > 0
