-- One row per authority, number, source, period, sex and substance group where ten authorities or more have one: its rank
-- from the lowest, and the ranks it might as well have.
create table mart.area_rank (
    indicator varchar not null,
    source varchar not null,
    period varchar not null,
    sex varchar not null,
    substance_group varchar not null,
    breakdown varchar not null,
    category varchar not null,
    area_code varchar not null,
    value double,
    rank bigint,
    rank_low bigint,
    rank_high bigint,
    sharing_rank bigint,
    tenth bigint,
    areas bigint not null,
    areas_without bigint not null,
    status varchar not null,
    primary key (indicator, source, period, sex, substance_group, breakdown, category, area_code),
    check (rank between rank_low and rank_high and rank_high <= areas),
    check (tenth between 1 and 10)
);
comment on table mart.area_rank is 'Rank 1 is the lowest number, which is neither best nor worst by itself. Never to be shown without rank_low and rank_high (95%, by simulation). The ten latest periods; shares of women by substance group, all else of all substances.';
comment on column mart.area_rank.sharing_rank is 'Authorities with exactly this number, itself among them.';
comment on column mart.area_rank.tenth is '1 is the tenth of authorities with the lowest numbers.';
comment on column mart.area_rank.areas_without is 'Authorities that have no rank, because their number is hidden, unreliable or not there.';
