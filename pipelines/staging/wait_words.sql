-- No rows: words that tell waits apart, as types. A table of millions of waits then holds a small number for each, and
-- still reads as words.
create type if not exists staging.intervention_order as enum ('first', 'subsequent');
create type if not exists staging.clock as enum ('offered', 'started');
create type if not exists staging.counted as enum ('wait', 'still_waiting', 'left_before_starting');

create or replace macro order_of(is_first) as
    case when is_first then 'first'::intervention_order else 'subsequent'::intervention_order end;
create or replace macro last_quarter_of_year(quarter) as quarter // 4 * 4 + 3;
