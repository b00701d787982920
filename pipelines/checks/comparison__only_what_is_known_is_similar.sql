-- Numbers that are said to be something beside a comparator, with either of the two unknown; better or worse without a good
-- end; or beyond the wider interval and inside the narrower.
select
    c.indicator,
    c.area_code,
    c.period,
    c.sex,
    c.substance_group,
    c.comparator
from comparison as c
join indicator as i using (indicator)
where (c.comparison in ('lower', 'similar', 'higher') and (c.value is null or c.comparator_value is null))
    or (c.judgement in ('better', 'worse') and i.polarity not in ('low_is_good', 'high_is_good'))
    or (c.judgement in ('better', 'worse')) <> (c.comparison <> c.judgement)
    or (c.is_beyond_998 and c.comparison not in ('lower', 'higher'))
