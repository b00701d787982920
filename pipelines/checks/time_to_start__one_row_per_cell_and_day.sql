-- Days of a curve that stand twice, and curves that lack a day others of the build have.
select
    area_code,
    period,
    sex
from time_to_start
group by all
having count(*) <> count(distinct day)
    or count(*) <> (select count(distinct day) from time_to_start)
