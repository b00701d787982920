-- Counts of 1 to 4 from records or local returns in a build that may be published, and shares that rest on one.
select
    v.indicator,
    v.area_code,
    v.period,
    v.sex,
    v.substance_group
from indicator_value as v
join indicator as i using (indicator)
where (select mode from build) = 'open'
    and (v.source like '%ndtms_records%' or v.source like '%caseload_return%')
    and (
        v.numerator between 1 and 4
        or (i.kind = 'proportion' and v.denominator - v.numerator between 1 and 4)
        or (i.kind = 'proportion' and v.denominator between 1 and 4)
    )
