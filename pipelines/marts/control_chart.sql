-- One row per chart, place, sex, substance group and quarter that is over: how many, or women's share of them, with the
-- middle line, the limits, and the gravest rule it breaks. (A check proves that: a key of five words takes three quarters of
-- the room.)
create table mart.control_chart (
    measure varchar not null check (
        measure in (
            'new_presentations', 'womens_share_of_new_presentations', 'journeys_triaged', 'people_leaving', 'waits_ended'
        )
    ),
    area_code varchar not null,
    sex varchar not null,
    substance_group varchar not null,
    period varchar not null,
    chart varchar not null check (chart in ('individuals', 'proportions')),
    value double,
    centre double,
    low double,
    high double,
    rule varchar check (rule in ('outside', 'trend', 'two_in_three', 'shift', 'none')),
    direction varchar check (direction in ('higher', 'lower', 'rising', 'falling', 'none')),
    points bigint not null,
    is_short boolean not null,
    status varchar not null check (status in ('ok', 'suppressed', 'too_few'))
);
comment on table mart.control_chart is 'Of what begins or ends in a quarter, by the rules of Making Data Count; every member of a run is marked. A hidden quarter is a gap, and no run goes across it. There are no targets, so nothing is said of assurance.';
comment on column mart.control_chart.measure is 'people_leaving: whose last journey there had ended by the end of the quarter; waits_ended: first waits to the start of treatment.';
comment on column mart.control_chart.is_short is 'Fewer than 13 points: limits will move as more come.';
