-- One row per indicator: what it means, in the words a page shows.
create table mart.indicator (
    indicator varchar primary key,
    name varchar not null,
    kind varchar not null check (kind in ('count', 'proportion', 'rate', 'ratio')),
    unit varchar not null,
    polarity varchar not null check (polarity in ('low_is_good', 'high_is_good', 'balance', 'none')),
    definition varchar not null,
    why_it_matters varchar not null,
    cannot_tell varchar not null,
    source varchar not null,
    shown_on varchar not null,
    prefers varchar[] not null
);
comment on table mart.indicator is 'The meaning of each indicator travels with its numbers, so that they cannot drift apart.';
comment on column mart.indicator.prefers is 'Its sources, the one pages show first; the others are shown as a check. For regions and England, published ones go before records, which may be of a few places only.';
