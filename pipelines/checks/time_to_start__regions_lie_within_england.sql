-- Years and sexes with more journeys in the regions together than in England, which has those not placed besides; where
-- nothing is rounded or hidden.
select
    s.period,
    s.sex
from time_to_start as s
join area as a using (area_code)
where s.day = 7
    and s.rounded_to = 1
    and a.area_kind in ('england', 'region')
group by all
having coalesce(sum(s.journeys) filter (a.area_kind = 'region'), 0)
    > coalesce(sum(s.journeys) filter (a.area_kind = 'england'), 0)
