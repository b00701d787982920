-- One row per category of a measure and number of measures a row of treatment_count has a status for: the places its count,
-- its whole and its status have in that row's lists. A cell nobody is in has only the whole's, which is the first.
create view count_place as
with of_all as (
    select of_whole, max(place) as measures
    from measure
    group by of_whole
)

select
    m.of_whole,
    unnest(case when m.place = 1 then list_distinct([1, a.measures]) else [a.measures] end) as measures,
    m.measure,
    m.place as of_measure,
    k.category,
    k.place as of_category,
    k.is_in_base
from measure as m
join of_all as a using (of_whole)
join measure_category as k using (measure);
comment on view count_place is 'Where the counts of treatment_measure stand in the lists of treatment_count: join on of_whole, and on measures being the length of status.';
