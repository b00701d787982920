-- Ranks: where an area stands among the others, and where it might, its number being no more certain than its interval.

-- A share on the scale of angles, a rate on that of roots: there chance is about as wide everywhere, and a limit of 0 is one.
create or replace macro on_even_scale(kind, x) as if(kind = 'proportion', angle_of(least(greatest(x, 0), 1)), sqrt(greatest(x, 0)));

-- The tenth an area is in, from 1 for the lowest; those that share a rank share a tenth.
create or replace macro tenth(rank, areas) as (10 * (rank - 1)) // areas + 1;
