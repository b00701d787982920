-- England's expected share where it is not England's share: it is its own standard. Rounded groups may be a little off.
select
    area_code,
    period,
    measure
from womens_share
where area_code = 'E92000001'
    and abs(observed_over_expected - 1) > if(rounded_to = 1, 1e-9, 0.01)
