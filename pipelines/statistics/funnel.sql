-- Funnels: how far a share may lie from the average by chance alone, by how many people it is of.

-- z is the 99.9th percentile of the normal distribution.
create or replace macro z998() as 3.090232306167813;

-- Where few areas are, neither an average nor a rank says much.
create or replace macro fewest_areas() as 10;

-- The shares whose Wilson interval just touches the average: in closed form those of the score test, kept from 0 to 1.
create or replace macro funnel_low(average, n, z) as
    case when n > 0 then greatest(average - z * sqrt(average * (1 - average) / n), 0) end;
create or replace macro funnel_high(average, n, z) as
    case when n > 0 then least(average + z * sqrt(average * (1 - average) / n), 1) end;

-- A share as an angle, on which its variance is 1/(4n) whatever the share is; and back.
create or replace macro angle_of(share) as asin(sqrt(share));
create or replace macro share_at(angle) as sin(greatest(least(angle, pi() / 2), 0)) ^ 2;

-- The same limits where areas differ by more than chance: tau2 is the variance of their own.
create or replace macro spread_low(average, n, tau2, z) as
    case when n > 0 then share_at(angle_of(average) - z * sqrt(1 / (4 * n) + tau2)) end;
create or replace macro spread_high(average, n, tau2, z) as
    case when n > 0 then share_at(angle_of(average) + z * sqrt(1 / (4 * n) + tau2)) end;

-- Variance between areas: what their scores (phi is the mean of their squares) have beyond chance; w is 1 over the
-- variance of each.
create or replace macro variance_between(areas, phi, sum_of_w, sum_of_w2) as
    coalesce(greatest(over(areas * phi - (areas - 1), sum_of_w - over(sum_of_w2, sum_of_w)), 0), 0);

-- Of all a share of rounded counts may be, the one nearest to the average: what stands out does so for all of them.
create or replace macro nearest_share(average, x, n, rounded_to) as
    case
        when rounded_to = 1 then over(x, n)
        when n <= rounded_to / 2 then average
        else greatest(
            greatest(x - rounded_to / 2, 0) / (n + rounded_to / 2),
            least(average, least(x + rounded_to / 2, n - rounded_to / 2) / (n - rounded_to / 2))
        )
    end;

-- Where a share stands; the wider limits are asked first, and a share on a limit is inside it.
create or replace macro funnel_label(share, low_998, low_95, high_95, high_998) as
    case
        when share is null or low_95 is null then 'not_compared'
        when share < low_998 then 'low_998'
        when share > high_998 then 'high_998'
        when share < low_95 then 'low_95'
        when share > high_95 then 'high_95'
        else 'inside'
    end;
