-- Curves of more or fewer journeys than were triaged in the year, but for what rounding takes or adds, where both are told.
select
    s.area_code,
    s.period,
    s.sex
from time_to_start as s
join treatment_count as t
    on t.of_whole::varchar = 'journeys_triaged'
    and t.area_code::varchar = s.area_code
    and t.period = s.period
    and t.sex::varchar = s.sex
    and t.substance_group::varchar = 'all'
where s.day = 7
    and abs(s.journeys - t.people[1]) > if(s.rounded_to = 1, 0, s.rounded_to / 2)
