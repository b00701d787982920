-- No rows: a cell of people, waits or days as one number, the words that tell it from others each in bits of its own.
-- Millions of rows are grouped and sorted by one number in half the time they would be by seven columns.
--     place 9 bits (511: not placed) | period 15 | sex 2 | substance group 3 | counted 2 | order of intervention 2 | clock 2
-- (What is counted is a word for waits and days; of people, whether they count upward: place_of.sql.)
set variable area_codes = enum_range(null::area_code)::area_code[];
set variable sex_words = enum_range(null::sex_word)::sex_word[];
set variable substance_groups = enum_range(null::substance_group)::substance_group[];
set variable counted_words = enum_range(null::counted)::counted[];
-- their first place is for none
set variable intervention_orders = [null] || enum_range(null::intervention_order)::intervention_order[];
set variable clocks = [null] || enum_range(null::clock)::clock[];

create or replace macro cell_number(place, period_number, sex, substance_group, counted, intervention_order, clock) as
    (coalesce(place, 511)::bigint << 26) | (period_number::bigint << 11) | (sex::bigint << 9)
    | (substance_group::bigint << 6) | (counted::bigint << 4)
    | ((coalesce(intervention_order, -1) + 1)::bigint << 2) | (coalesce(clock, -1) + 1)::bigint;
create or replace macro place_number(cell) as cell >> 26;
create or replace macro with_place(cell, place) as (cell & 67108863) | (place::bigint << 26);
create or replace macro with_period(cell, period_number) as (cell & ~67106816) | (period_number::bigint << 11);
create or replace macro of_nothing(cell) as cell & ~63;
create or replace macro with_all_sexes(cell) as (cell & ~1536) | (enum_code('all'::sex_word)::bigint << 9);
create or replace macro with_all_substances(cell) as
    (cell & ~448) | (enum_code('all'::substance_group)::bigint << 6);
create or replace macro area_of(cell) as getvariable('area_codes')[(cell >> 26) + 1];
create or replace macro period_number_of(cell) as ((cell >> 11) & 32767)::smallint;
create or replace macro sex_of(cell) as getvariable('sex_words')[((cell >> 9) & 3) + 1];
create or replace macro substance_group_of(cell) as getvariable('substance_groups')[((cell >> 6) & 7) + 1];
create or replace macro counted_number(cell) as (cell >> 4) & 3;
create or replace macro counted_of(cell) as getvariable('counted_words')[counted_number(cell) + 1];
create or replace macro intervention_order_of(cell) as getvariable('intervention_orders')[((cell >> 2) & 3) + 1];
create or replace macro clock_of(cell) as getvariable('clocks')[(cell & 3) + 1];
