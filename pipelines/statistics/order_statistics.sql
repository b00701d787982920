-- Limits of the median of n numbers that ask nothing of how they are spread: two of the numbers themselves.

-- The rank of the lower limit, counted from 1 (the upper one's is the same from the other end): the largest k for which
-- fewer than k of n fair coins fall heads with a chance of at most 2.5%. By the expansion of the binomial distribution
-- about the normal one, which gives the exact rank for every n up to five million. None below 6: the least and the most of
-- five hold the median with less than 95%.
create or replace macro median_rank(n) as case
    when n >= 6 then floor(
        (n + 1) * 0.5::double
        - 0.5::double * sqrt(n - over(1, 3)) * z95() * (1 - over(z95() ^ 2 - 3, 12 * n))
    )::bigint
end;
