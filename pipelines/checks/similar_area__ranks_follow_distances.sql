-- Areas that were worked out to be less alike than one of a later rank, and lists with a gap in their ranks or past ten.
with ranked as (
    select
        area_code,
        similar_code,
        rank,
        distance,
        lead(distance) over of_area as next_distance,
        row_number() over of_area as place
    from similar_area
    where basis = 'computed'
    window of_area as (partition by area_code order by rank)
)

select
    area_code,
    similar_code,
    rank
from ranked
where next_distance < distance
    or place <> rank
    or rank > 10
